import { clickhouseText } from '../eql/sql-clickhouse.ts';
import { CONFIDENCE, ID_CLOCK_TOLERANCE_MS, MERGE_TOLERANCE_MS } from '../model/link.ts';
import { FACETS } from '../store/prevalence.ts';
import { CLUSTER_FACETS, CLUSTER_USER } from './facets.ts';

const START = `coalesce(process_start, if(kind = 'start', timestamp, NULL))`;

const PARENT_ID = 'coalesce(process_parent_entity_id, process_Ext_ancestry[1])';

/** The id of a parent that is told of by pid or name alone. */
const MADE_PARENT = `concat('syn:', lower(hex(SHA1(concat(host, '|', ifNull(toString(process_parent_pid), ''), '|?|', ifNull(lower(process_parent_executable), ''))))))`;

const PROCESS_COLUMNS = `load, batch, rid, host, entity_id, seen_via, pid, name, executable, command_line, start, end, exit_code, event, name_key, ${FACETS.join(', ')}, user_key`;

/**
 * The statements that store processes and links of the hosts of one portion, in order; `events` is SQL for rows with the
 * columns of Stemma's own table. No statement calls itself: each looks once at the events and, joined, at what the one before
 * it stored.
 */
export function linkStatements(
  events: string,
  load: string,
  portion: number,
  portions: number,
): readonly (readonly [what: string, statement: string])[] {
  const id = clickhouseText(load);
  const mine = `cityHash64(host) % ${portions} = ${portion}`;
  const starts = `(SELECT *, ${START} AS began FROM ${events} WHERE kind IN ('start', 'already_running') AND isNotNull(process) AND ${mine} ORDER BY kind = 'start' DESC, timestamp, event LIMIT 1 BY host, process)`;
  const ends = `(SELECT host, process_entity_id AS ended_id, min(coalesce(process_end, timestamp)) AS ended, min(process_exit_code) AS code FROM ${events} WHERE kind = 'end' AND isNotNull(process_entity_id) AND ${mine} GROUP BY host, ended_id)`;
  const known = `(SELECT host, entity_id, pid, name, executable, start, end FROM processes WHERE load = ${id} AND seen_via <> 'placeholder' AND ${mine})`;
  const linked = `(SELECT host, child FROM links WHERE load = ${id} AND ${mine})`;
  const reports = `(SELECT host, process AS child, began, ${PARENT_ID} AS parent_id, isNotNull(process_parent_entity_id) AS by_id, process_parent_pid, process_parent_name, process_parent_executable, process_parent_command_line, process_parent_start, ${MADE_PARENT} AS made_id FROM ${starts})`;
  const unlinked = `(SELECT r.* FROM ${reports} AS r LEFT ANTI JOIN ${linked} AS l ON l.host = r.host AND l.child = r.child)`;
  return [
    [
      'processes',
      `INSERT INTO processes (${PROCESS_COLUMNS}) SELECT ${id}, ${portion}, ifNull(s.began, 0), s.host, assumeNotNull(s.process), s.kind, s.process_pid, s.process_name, s.process_executable, s.process_command_line, s.began, coalesce(e.ended, s.process_end), e.code, s.event, lowerUTF8(s.process_name), ${FACETS.map((facet) => CLUSTER_FACETS[facet]).join(', ')}, ${CLUSTER_USER} FROM ${starts} AS s LEFT JOIN ${ends} AS e ON e.host = s.host AND e.ended_id = s.process`,
    ],
    [
      'links by id',
      `INSERT INTO links SELECT ${id}, ${portion}, r.host, assumeNotNull(r.child), p.entity_id, if(r.by_id, 'entity_id', 'ancestry'), if(r.by_id, ${CONFIDENCE.entity_id}, ${CONFIDENCE.ancestry}), 0 FROM ${reports} AS r INNER JOIN ${known} AS p ON p.host = r.host AND p.entity_id = r.parent_id WHERE p.entity_id <> r.child AND coalesce(p.start <= r.began + ${ID_CLOCK_TOLERANCE_MS * 1000}, true)`,
    ],
    ['links by pid and time', byTime(id, portion, known, unlinked)],
    [
      'placeholders',
      `INSERT INTO processes (${PROCESS_COLUMNS}) SELECT ${id}, ${portion}, ifNull(process_parent_start, 0), host, parent, 'placeholder', process_parent_pid, process_parent_name, process_parent_executable, process_parent_command_line, process_parent_start, NULL, NULL, NULL, lowerUTF8(process_parent_name), ${FACETS.map(() => 'NULL').join(', ')}, NULL ` +
        `FROM (${missingParents(known, unlinked)}) ORDER BY began, child LIMIT 1 BY host, parent`,
    ],
    [
      'links to placeholders',
      `INSERT INTO links SELECT ${id}, ${portion}, host, assumeNotNull(child), parent, 'reported', ${CONFIDENCE.reported}, 0 FROM (${missingParents(known, unlinked)})`,
    ],
  ];
}

/** Reports that led nowhere, with the id of what stands for the parent; an id that is known and yet did not serve counts for nothing. */
const missingParents = (known: string, unlinked: string): string =>
  `SELECT u.*, assumeNotNull(if(isNull(u.parent_id) OR isNotNull(k.entity_id), u.made_id, u.parent_id)) AS parent FROM ${unlinked} AS u LEFT JOIN (SELECT host, CAST(entity_id AS Nullable(String)) AS entity_id FROM ${known}) AS k ON k.host = u.host AND k.entity_id = u.parent_id ` +
  `WHERE (isNotNull(u.parent_id) OR isNotNull(u.process_parent_pid) OR isNotNull(u.process_parent_name)) AND coalesce(u.parent_id <> u.child, true)`;

/** Who had the reported pid last when the child started: one window over holders and those who ask, in order of time. */
function byTime(id: string, portion: number, known: string, unlinked: string): string {
  const before = 'ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING';
  const holders = `(SELECT *, toUInt32(ifNull(sum(isNull(end)) OVER (PARTITION BY host, pid ORDER BY start, entity_id ${before}), 0)) AS any_rivals, toUInt32(ifNull(sum(isNull(end)) OVER (PARTITION BY host, pid, lower(ifNull(executable, '')) ORDER BY start, entity_id ${before}), 0)) AS image_rivals FROM ${known} WHERE isNotNull(pid) AND isNotNull(start))`;
  const turns =
    `SELECT host, pid, start AS at, 0 AS asks, CAST(entity_id AS Nullable(String)) AS holder, CAST(NULL AS Nullable(String)) AS child FROM ${known} WHERE isNotNull(pid) AND isNotNull(start) ` +
    `UNION ALL SELECT host, process_parent_pid, began, 1, NULL, child FROM ${unlinked} WHERE isNotNull(process_parent_pid) AND isNotNull(began)`;
  const lookups = `(SELECT host, child, last_value(holder) IGNORE NULLS OVER (PARTITION BY host, pid ORDER BY at, asks, holder ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS parent, asks FROM (${turns}))`;
  const agrees = `multiIf(lower(r.process_parent_executable) = lower(p.executable), true, isNull(r.process_parent_name) OR isNull(p.name), NULL, lower(r.process_parent_name) = lower(p.name))`;
  const method = `if(coalesce(p.end >= r.began, ${agrees}, false), 'lifetime', 'time')`;
  const rivals = 'if(isNull(r.process_parent_name), p.any_rivals, p.image_rivals)';
  return (
    `INSERT INTO links SELECT ${id}, ${portion}, r.host, assumeNotNull(r.child), p.entity_id, ${method} AS how, if(how = 'lifetime', ${CONFIDENCE.lifetime}, ${CONFIDENCE.time}) / (1 + ${rivals}), ${rivals} ` +
    `FROM ${unlinked} AS r INNER JOIN (SELECT * FROM ${lookups} WHERE asks = 1 AND isNotNull(parent)) AS f ON f.host = r.host AND f.child = r.child INNER JOIN ${holders} AS p ON p.host = f.host AND p.entity_id = f.parent ` +
    `WHERE p.entity_id <> r.child AND coalesce(${agrees}, true) AND coalesce(p.end >= r.began - ${MERGE_TOLERANCE_MS * 1000}, true)`
  );
}
