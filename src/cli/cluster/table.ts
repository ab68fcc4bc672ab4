import { readFileSync } from 'node:fs';
import { ask } from '../../cluster/ask.ts';
import type { Shard } from '../../cluster/connect.ts';
import { type ClusterEvents, OWN_EVENTS } from '../../cluster/events.ts';
import { mappedEvents } from '../../cluster/mapped-events.ts';
import { type Mapping, mappingByName, readMapping } from '../../cluster/mapping.ts';
import { InputError } from '../../model/errors.ts';
import type { TableOptions } from './options.ts';

/**
 * The mapping that options mean, undefined where Stemma's own tables are meant.
 * @throws InputError where both a table and a mapping are named, or either is not right.
 */
export async function mappingOf(
  shard: Shard,
  { table, mapping }: TableOptions,
): Promise<Mapping | undefined> {
  if (table !== undefined && mapping !== undefined)
    throw new InputError('--table and --mapping both name a table', { remedy: 'Give one of them.' });
  if (mapping !== undefined) {
    let text: string;
    try {
      text = readFileSync(mapping, 'utf8');
    } catch (cause) {
      throw new InputError("the mapping can't be read", { place: mapping, remedy: 'Check the path.', cause });
    }
    return readMapping(text, mapping);
  }
  if (table === undefined) return undefined;
  if (!/^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)?$/u.test(table))
    throw new InputError(`${table} is no name of a table`, { remedy: 'Write TABLE or DATABASE.TABLE.' });
  const columns = await ask<{ name: string }>(shard, `the columns of ${table}`, `DESCRIBE TABLE ${table}`);
  return mappingByName(
    table,
    columns.map(({ name }) => name),
  );
}

/** The events that options mean. */
export async function eventsOf(shard: Shard, options: TableOptions): Promise<ClusterEvents> {
  const mapping = await mappingOf(shard, options);
  return mapping === undefined ? OWN_EVENTS : mappedEvents(shard, mapping);
}
