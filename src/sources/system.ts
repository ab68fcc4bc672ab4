import type { Source } from '../model/source.ts';
import { eventData } from './event-table.ts';
import { clean, literal } from './fields.ts';
import { isFrom, type WindowsEventForm } from './windows-event.ts';

const LOG = {
  provider: 'Service Control Manager',
  channel: 'system',
};

/** Services that were installed (7045 of the System log); the rest of that log tells nothing of processes. */
export function system(form: WindowsEventForm): Source {
  return {
    name: 'system',
    log: LOG,
    recognises: (raw) => isFrom(form, raw, LOG),
    kinds: ['service'],
    kind: (raw) => `CASE WHEN ${form.eventId(raw)} = '7045' THEN 'service' END`,
    label: (raw) => `'system ' || coalesce(${form.eventId(raw)}, '?')`,
    columns: (raw) => {
      const data = (name: string): string => clean(form.data(raw, name));
      return {
        '@timestamp': form.created(raw),
        'event.category': "['configuration']",
        'event.type': "['creation']",
        'event.action': "'service-installed'",
        'event.code': form.eventId(raw),
        'event.provider': literal(LOG.provider),
        'event.created': form.created(raw),
        'host.name': form.computer(raw),
        'host.os.type': "'windows'",
        'service.name': data('ServiceName'),
        'winlog.channel': `coalesce(${form.channel(raw)}, 'System')`,
        'winlog.computer_name': form.computer(raw),
        'winlog.record_id': form.recordId(raw),
        'winlog.event_id': form.eventId(raw),
        'winlog.event_data': eventData(data, [
          'ServiceName',
          'ImagePath',
          'ServiceType',
          'StartType',
          'AccountName',
        ]),
      };
    },
  };
}
