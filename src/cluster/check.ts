import { type FieldPath, fieldType } from '../model/field.ts';
import { ask } from './ask.ts';
import type { Shard } from './connect.ts';
import type { ClusterEvents } from './events.ts';
import { columnsOf, TABLE_NAMES } from './tables.ts';

/** One thing that a hunt needs, or is better with. */
export interface CheckLine {
  /** `missing` where a hunt can't run without it, or finds nothing. */
  readonly state: 'ok' | 'weak' | 'missing';
  readonly what: string;
  readonly detail: string;
}

/** Events that are looked at for what is filled. */
const SAMPLE = 1_000_000;

/** Of what a table tells: what it is called, the fields of which one is enough, and what follows where none is filled. */
const NEEDS: readonly [
  what: string,
  fields: readonly FieldPath[],
  without: CheckLine['state'],
  why: string,
][] = [
  [
    'time',
    ['@timestamp'],
    'missing',
    'no event has a time: nothing can be sliced, ordered or linked by time',
  ],
  ['host', ['host.id', 'host.name'], 'missing', 'no event names its host: all are taken for one'],
  [
    'operating system',
    ['host.os.type'],
    'weak',
    'rules that ask for host.os.type == "windows" find nothing; map it to the text \'windows\'',
  ],
  ['category', ['event.category'], 'missing', 'rules ask for events of a category such as process'],
  ['type', ['event.type'], 'weak', 'rules ask for event.type == "start"'],
  ['image', ['process.name'], 'missing', 'rules ask for the name of the process'],
  [
    'parent',
    ['process.parent.name'],
    'weak',
    'rules on parents find nothing: ClickHouse does not fill it from links',
  ],
];

/** Whether every table is there with every column. */
export async function checkTables(shard: Shard): Promise<CheckLine[]> {
  const rows = await ask<{ table: string; name: string }>(
    shard,
    'the tables',
    'SELECT table, name FROM system.columns WHERE database = currentDatabase()',
  );
  const known = new Set(rows.map(({ table, name }) => `${table} ${name}`));
  return TABLE_NAMES.map((table): CheckLine => {
    const lacking = columnsOf(table).filter(({ name }) => !known.has(`${table} ${name}`));
    return {
      state: lacking.length === 0 ? 'ok' : 'missing',
      what: `table ${table}`,
      detail:
        lacking.length === 0
          ? `${columnsOf(table).length} columns`
          : `lacks ${lacking
              .map(({ name }) => name)
              .slice(0, 5)
              .join(
                ', ',
              )}${lacking.length > 5 ? ', …' : ''}; \`stemma cluster init\` makes what is not there`,
    };
  });
}

/** What the events of a shard have, and what of it rules need; `fields` are those that rules read. */
export async function checkEvents(
  shard: Shard,
  events: ClusterEvents,
  fields: readonly FieldPath[],
): Promise<CheckLine[]> {
  const asked = [...new Set<FieldPath>([...NEEDS.flatMap(([, each]) => each), ...IDS, ...fields])];
  const filled = asked.map((field, index) => {
    const column = events.column(field);
    return `countIf(${fieldType(field)?.endsWith('[]') ? `notEmpty(${column})` : `isNotNull(${column})`}) AS f${index}`;
  });
  const [row] = await ask<Record<string, number>>(
    shard,
    'what events have',
    `SELECT count() AS events, countIf(kind IN ('start', 'already_running')) AS starts, countIf(kind = 'end') AS ends, ${filled.join(', ')} FROM (SELECT * FROM ${events.from} LIMIT ${SAMPLE})`,
  );
  const count = (name: string): number => Number(row?.[name] ?? 0);
  const has = (field: FieldPath): number => count(`f${asked.indexOf(field)}`);
  const total = count('events');
  if (total === 0)
    return [
      {
        state: 'missing',
        what: 'events',
        detail: 'none; `stemma cluster load` brings some, or name a table',
      },
    ];
  const share = (part: number): string => `${((100 * part) / total).toFixed(1)} %`;
  const lines: CheckLine[] = [
    { state: 'ok', what: 'events', detail: total === SAMPLE ? `${SAMPLE} looked at` : String(total) },
    {
      state: count('starts') > 0 ? 'ok' : 'missing',
      what: 'starts of processes',
      detail: `${share(count('starts'))} of the events, ends ${share(count('ends'))}`,
    },
    ...NEEDS.map(([what, each, without, why]): CheckLine => {
      const most = Math.max(...each.map(has));
      return most === 0
        ? { state: without, what, detail: why }
        : { state: 'ok', what, detail: `${each.join(' or ')} in ${share(most)} of the events` };
    }),
    idsOf(has),
  ];
  const never = fields.filter((field) => has(field) === 0);
  lines.push({
    state: never.length === 0 ? 'ok' : 'weak',
    what: 'fields of the rules',
    detail: never.length === 0 ? `all ${fields.length} are filled` : `never filled: ${never.join(', ')}`,
  });
  return lines;
}

const IDS = ['process.entity_id', 'process.parent.entity_id', 'process.pid', 'process.parent.pid'] as const;

function idsOf(has: (field: FieldPath) => number): CheckLine {
  const [own, parent, pid, parentPid] = IDS.map(has) as [number, number, number, number];
  if (own > 0 && parent > 0) return { state: 'ok', what: 'links', detail: 'by the ids that events carry' };
  if (pid > 0 && parentPid > 0)
    return {
      state: 'weak',
      what: 'links',
      detail: 'by pid and time: events carry no ids of process and parent',
    };
  return {
    state: 'weak',
    what: 'links',
    detail: 'none: events have neither ids nor pids of process and parent, and alerts no chains',
  };
}

/** Whether the processes of the events are linked. */
export async function checkLinks(shard: Shard, events: ClusterEvents): Promise<CheckLine> {
  const [row] = await ask<{ processes: number }>(
    shard,
    'what is linked',
    `SELECT count() AS processes FROM processes WHERE ${events.loads}`,
  );
  const processes = Number(row?.processes ?? 0);
  return processes > 0
    ? { state: 'ok', what: 'processes', detail: String(processes) }
    : {
        state: 'missing',
        what: 'processes',
        detail: 'none; `stemma cluster link` finds them, `cluster load` brings them',
      };
}
