import type { RawRecord, Source, Sql } from '../model/source.ts';
import { first } from './fields.ts';
import { eventXmlForm } from './windows-event.ts';

const named = (prefix: string, ...parts: Sql[]): Sql =>
  `CASE WHEN ${parts[0]} IS NOT NULL THEN concat_ws(' ', ${prefix}${parts.join(', ')}) END`;

/** Whatever no other source knows: never loaded, but counted under the best name that it gives of itself. */
export const other: Source = {
  name: 'other',
  recognises: () => 'true',
  kinds: [],
  kind: () => 'NULL',
  label: (raw: RawRecord) =>
    first(
      named(
        '',
        first(
          raw.text('Channel'),
          eventXmlForm.channel(raw),
          raw.text('winlog.channel'),
          raw.text('log_name'),
        ),
        first(
          raw.text('EventID'),
          eventXmlForm.eventId(raw),
          raw.text('winlog.event_id'),
          raw.text('event_id'),
        ),
      ),
      named("'event', ", raw.text('EventID')),
      named("'fdr', ", raw.text('event_simpleName')),
      named("'cloud funnel', ", raw.text('meta.event.name')),
      named("'defender', ", raw.text('ActionType')),
      "'unrecognised'",
    ),
  columns: () => ({}),
};
