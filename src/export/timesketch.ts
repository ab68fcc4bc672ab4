import type { Alert } from '../model/alert.ts';
import { labelOf } from '../model/process.ts';
import { attackIds } from '../model/rule.ts';
import type { Table } from '../model/table.ts';
import type { TreeExcerpt } from '../model/tree-excerpt.ts';
import { csv } from './csv.ts';
import { reasonOf } from './reason.ts';

/** A line of a timeline: the three columns that Timesketch needs, and what else is known by name. */
interface Entry {
  readonly message: string;
  readonly datetime: string;
  readonly timestamp_desc: string;
  readonly host: string;
  readonly entityId: string | null;
  readonly pid: number | null;
  readonly process: string | null;
  readonly commandLine: string | null;
  readonly user: string | null;
  readonly source: string | null;
  readonly tags: readonly string[];
}

const TABLE: Record<string, (entry: Entry) => string | number | null> = {
  message: ({ message }) => message,
  datetime: ({ datetime }) => datetime,
  timestamp_desc: ({ timestamp_desc }) => timestamp_desc,
  host: ({ host }) => host,
  entity_id: ({ entityId }) => entityId,
  pid: ({ pid }) => pid,
  process_name: ({ process }) => process,
  command_line: ({ commandLine }) => commandLine,
  user: ({ user }) => user,
  source_file: ({ source }) => source,
  tag: ({ tags }) => JSON.stringify(tags),
};

const account = (
  user: { readonly domain: string | null; readonly name: string | null } | undefined,
): string | null => [user?.domain, user?.name].filter(Boolean).join('\\') || null;

const ofAlert = (alert: Alert): Entry => ({
  message: reasonOf(alert),
  datetime: alert.time,
  timestamp_desc: 'Stemma alert',
  host: alert.host.name,
  entityId: alert.process?.entity_id ?? null,
  pid: alert.process?.pid ?? null,
  process: alert.process?.name ?? null,
  commandLine: alert.process?.command_line ?? null,
  user: account(alert.process?.user),
  source: alert.records.map(({ source, record }) => `${source}#${record}`).join('; '),
  tags: [
    'stemma-alert',
    ...(alert.verdict === undefined ? [] : [`stemma-${alert.verdict.class}`]),
    ...attackIds(alert.rule),
  ],
});

function* ofProcesses({ nodes }: TreeExcerpt): Iterable<Entry> {
  for (const node of nodes) {
    const common = {
      host: node.host.name,
      entityId: node.entity_id,
      pid: node.pid,
      process: node.name,
      commandLine: node.command_line,
      user: account(node.user),
      source: node.records.map(({ source, record }) => `${source}#${record}`).join('; ') || null,
      tags: [],
    };
    const parent = nodes[node.parent ?? -1];
    const by = parent === undefined ? '' : ` by ${labelOf(parent)}`;
    if (node.start !== null)
      yield {
        ...common,
        message: `${labelOf(node)} started${by}: ${node.command_line ?? node.executable ?? ''}`,
        datetime: node.start,
        timestamp_desc: 'Process started',
      };
    if (node.end !== null)
      yield {
        ...common,
        message: `${labelOf(node)} ended`,
        datetime: node.end,
        timestamp_desc: 'Process ended',
      };
    for (const { time, category, action, subject } of node.activity)
      if (time !== null)
        yield {
          ...common,
          message: `${labelOf(node)}: ${[action ?? category, subject].filter(Boolean).join(' ')}`,
          datetime: time,
          timestamp_desc: `Process activity: ${category}`,
          source: null,
        };
  }
}

function* write(entries: readonly Entry[]): Iterable<string> {
  const rows = entries
    .filter(({ datetime }) => datetime !== '')
    .map((entry, index) => ({ entry, index, key: entry.datetime.slice(0, -1) }))
    .sort((a, b) => (a.key === b.key ? a.index - b.index : a.key < b.key ? -1 : 1))
    .map(({ entry }) => entry);
  const table: Table<Entry> = {
    columns: Object.entries(TABLE).map(([name, value]) => ({ name, type: 'text', value })),
    rows,
  };
  yield* csv(table);
}

/** Alerts as a timeline for Timesketch, in order of time. */
export const timesketch = (alerts: readonly Alert[]): Iterable<string> => write(alerts.map(ofAlert));

/** An excerpt as one: its alerts, and of each process its start, its end and what is told of its activity. */
export const treeTimesketch = (excerpt: TreeExcerpt): Iterable<string> =>
  write([...excerpt.alerts.map(ofAlert), ...ofProcesses(excerpt)]);
