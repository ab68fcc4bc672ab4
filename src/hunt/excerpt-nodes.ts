import { type Alert, type AlertRecord, processesOf } from '../model/alert.ts';
import { groupBy } from '../model/group-by.ts';
import type { ParentLink } from '../model/link.ts';
import type { ProcessNode } from '../model/process.ts';
import { isoTime } from '../model/time.ts';
import type { ActivityBrief, ExcerptNode } from '../model/tree-excerpt.ts';
import type { Database } from '../store/database.ts';
import {
  type ProcessRecord,
  wantedActivity,
  wantedActivityCounts,
  wantedRecords,
} from '../store/process-detail.ts';
import { want, wantedLinks, wantedProcesses } from '../store/processes.ts';
import { countChildren } from '../tree/forest.ts';

/** How much of what there is of a process is told of it. */
export interface ExcerptDetail {
  /** Records that it was merged from. */
  readonly records: number;
  /** Things that it did. */
  readonly activity: number;
}

const NOTHING: Readonly<Record<string, number>> = {};

const FULL_DETAIL: ExcerptDetail = { records: 50, activity: 50 };

/**
 * The processes as nodes, parents before their children, and those of the alerts that are of them or of no process at
 * all.
 */
export async function readNodes(
  database: Database,
  parentOf: Int32Array,
  rids: ReadonlySet<number>,
  alerts: readonly Alert[],
  detail: Partial<ExcerptDetail> = {},
): Promise<{ readonly list: ExcerptNode[]; readonly alerts: Alert[] }> {
  const caps = { ...FULL_DETAIL, ...detail };
  const childCounts = countChildren(parentOf, rids);
  await want(database, rids);
  const processes = await wantedProcesses(database);
  const links = new Map((await wantedLinks(database)).map((link) => [link.child, link] as const));
  const records = groupBy(
    caps.records > 0 ? await wantedRecords(database, caps.records) : [],
    ({ rid }) => rid,
  );
  const activity = groupBy(
    caps.activity > 0 ? await wantedActivity(database, caps.activity) : [],
    ({ rid }) => rid,
  );
  const counts = caps.activity > 0 ? await wantedActivityCounts(database) : new Map<number, never>();

  const known = new Set(processes.map(({ entity_id }) => entity_id));
  const own = alerts.filter((alert) => {
    const ids = processesOf(alert);
    return ids.length === 0 || ids.some((id) => known.has(id));
  });
  const byProcess = new Map<string, number[]>();
  own.forEach((alert, index) => {
    for (const id of new Set(processesOf(alert))) {
      const same = byProcess.get(id);
      if (same === undefined) byProcess.set(id, [index]);
      else same.push(index);
    }
  });

  const places = new Map<number, number>();
  const list = inTreeOrder(processes, links).map((process, place): ExcerptNode => {
    const { rid } = process;
    places.set(rid, place);
    const link = links.get(rid);
    const parent = link === undefined ? undefined : places.get(link.parent);
    const alertsHere = byProcess.get(process.entity_id) ?? [];
    const recordsHere = records.get(rid) ?? [];
    const activityHere = activity.get(rid) ?? [];
    // Written out: a spread of so many fields costs ten microseconds.
    return {
      rid,
      entity_id: process.entity_id,
      host: process.host,
      pid: process.pid,
      name: process.name,
      executable: process.executable,
      command_line: process.command_line,
      start: process.start,
      end: process.end,
      user: process.user,
      hash: process.hash,
      code_signature: process.code_signature,
      seen_via: process.seen_via,
      parent: parent ?? null,
      link:
        link === undefined ? null : { method: link.method, confidence: link.confidence, rivals: link.rivals },
      childCount: childCounts.get(rid) ?? 0,
      alerts: alertsHere,
      records: matchedRecords(
        recordsHere,
        alertsHere.map((index) => own[index] as Alert),
      ),
      recordCount: recordsHere[0]?.total ?? 0,
      activity: activityHere.map(
        ({ time, category, action, subject }): ActivityBrief => ({
          time: time === null ? null : isoTime(time),
          category,
          action,
          subject,
        }),
      ),
      activityCount: activityHere[0]?.total ?? 0,
      activityByCategory: counts.get(rid) ?? NOTHING,
    };
  });
  return { list, alerts: own };
}

function matchedRecords(records: readonly ProcessRecord[], alerts: readonly Alert[]): AlertRecord[] {
  const matched = new Set(
    alerts.flatMap((alert) =>
      alert.records.filter((record) => record.matched).map(({ source, record }) => `${record}|${source}`),
    ),
  );
  return records.map(({ path, record, log }) => ({
    source: path,
    record,
    log,
    matched: matched.has(`${record}|${path}`),
  }));
}

/** Depth first, roots by host, then siblings by start, those without one first. */
function inTreeOrder(
  processes: readonly ProcessNode[],
  links: ReadonlyMap<number, ParentLink>,
): ProcessNode[] {
  const start = ({ start: time }: ProcessNode): string => time?.slice(0, -1) ?? '';
  const sorted = processes
    .map((process) => ({ process, key: start(process) }))
    .sort((a, b) => (a.key === b.key ? a.process.rid - b.process.rid : a.key < b.key ? -1 : 1))
    .map(({ process }) => process);
  const shown = new Set(processes.map(({ rid }) => rid));
  const children = groupBy(sorted, ({ rid }) => {
    const parent = links.get(rid)?.parent;
    return parent !== undefined && shown.has(parent) ? parent : undefined;
  });
  const roots = children.get(undefined) ?? [];
  const host = ({ host: { id, name } }: ProcessNode): string => `${name}|${id}`;
  const pending = roots
    .map((process, index) => ({ process, index, key: host(process) }))
    .sort((a, b) => (a.key === b.key ? a.index - b.index : a.key < b.key ? -1 : 1))
    .map(({ process }) => process)
    .reverse();
  const order: ProcessNode[] = [];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    order.push(next);
    const below = children.get(next.rid) ?? [];
    for (let index = below.length - 1; index >= 0; index -= 1) pending.push(below[index] as ProcessNode);
  }
  return order;
}
