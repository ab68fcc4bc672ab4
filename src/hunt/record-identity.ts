import { createHash } from 'node:crypto';
import { isProcessKind } from '../model/event-kind.ts';
import type { ProcessNode } from '../model/process.ts';
import type { WholeEvent } from '../store/whole-events.ts';
import { textOf, timeOf } from './event-brief.ts';

/** What tells a record of a Windows log from every other, in whatever export it comes; undefined where it has no number. */
export function windowsRecord(record: {
  readonly computer: string | null;
  readonly channel: string | null;
  readonly recordId: string | null;
  readonly time: string | number | null;
}): string | undefined {
  const { computer, channel, recordId, time } = record;
  // A log that was cleared numbers its records from 1 again.
  return recordId === null
    ? undefined
    : ['record', computer?.toLowerCase(), channel, recordId, time].join('|');
}

/** Identity of a record that no copy of it and no order of files changes. */
export function recordIdentity(event: WholeEvent, process: ProcessNode | undefined): string {
  const numbered = windowsRecord({
    computer: textOf(event, 'winlog.computer_name'),
    channel: textOf(event, 'winlog.channel'),
    recordId: textOf(event, 'winlog.record_id'),
    time: timeOf(event),
  });
  if (numbered !== undefined) return numbered;
  const of = [
    textOf(event, 'host.id'),
    event.written_host,
    textOf(event, 'process.entity_id') ?? process?.entity_id,
    timeOf(event),
  ];
  // Names that other records give may come later.
  const written = {
    ...event.fields,
    'host.name': event.written_host ?? undefined,
    'user.name': event.written_user ?? undefined,
  };
  return isProcessKind(event.kind)
    ? ['process', ...of].join('|')
    : ['event', event.kind, ...of, createHash('sha256').update(JSON.stringify(written)).digest('hex')].join(
        '|',
      );
}
