import { createHash } from 'node:crypto';
import { isProcessKind } from '../model/event-kind.ts';
import type { ProcessNode } from '../model/process.ts';
import type { Cell } from '../store/database.ts';
import type { WholeEvent } from '../store/whole-events.ts';
import { textOf, timeOf } from './event-brief.ts';

const wholeMilliseconds = (microseconds: Cell | undefined): number | undefined =>
  typeof microseconds === 'number' ? Math.floor(microseconds / 1000) : undefined;

/** Identity of a record that no copy of it and no order of files changes. */
export function recordIdentity(event: WholeEvent, process: ProcessNode | undefined): string {
  const recordId = textOf(event, 'winlog.record_id');
  if (recordId !== null)
    return [
      'record',
      textOf(event, 'winlog.computer_name')?.toLowerCase(),
      textOf(event, 'winlog.channel'),
      recordId,
      // A log that was cleared numbers its records from 1 again. Some exports round to milliseconds.
      wholeMilliseconds(event.fields['@timestamp']),
    ].join('|');
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
