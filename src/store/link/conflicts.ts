import type { ConflictField } from '../../model/conflict.ts';
import { type Database, execute } from '../database.ts';
import { imageOf } from './image.ts';
import type { Scope } from './scope.ts';

/**
 * Accounts of the system are named by the machine's own in some logs, in the host's language in others; their logon ids
 * are the same everywhere. Any other account whose name ends with `$` is not the system.
 */
const userKey =
  `CASE e."process.Ext.authentication_id" WHEN '0x3e7' THEN 'S-1-5-18' WHEN '0x3e5' THEN 'S-1-5-19' WHEN '0x3e4' THEN 'S-1-5-20' ELSE CASE WHEN list_contains(['S-1-5-18', 'S-1-5-19', 'S-1-5-20'], e."user.id") THEN e."user.id" ` +
  `WHEN lower(e."user.name") = 'local service' THEN 'S-1-5-19' WHEN lower(e."user.name") = 'network service' THEN 'S-1-5-20' WHEN lower(e."user.name") = 'system' OR (lower(e."user.name") = lower(split_part(e."host.name", '.', 1)) || '$' AND NOT coalesce(starts_with(e."user.id", 'S-1-5-21-'), false)) THEN 'S-1-5-18' ` +
  `ELSE lower(split_part(e."user.name", '@', 1)) END END`;

const parentText = (name: string, pid: string): string =>
  `coalesce(${name}, '?') || CASE WHEN ${pid} IS NULL THEN '' ELSE ' (' || ${pid} || ')' END`;

/** One log's statement; two differ where a key of both does. */
const saying = (field: ConflictField, key: string, value: string, otherKey = 'NULL'): string =>
  `SELECT e.process_rid AS rid, '${field}' AS field, e.source AS log, ${key}::VARCHAR AS key, ${otherKey}::VARCHAR AS other_key, ${value} AS value, e.rowid AS event FROM flat.events e WHERE e.kind <> 'end' AND e.copy_of IS NULL`;

/**
 * `flat.conflicts`: what the logs of one process say of its image, its user and its parent, where they differ; and where
 * one log itself names another real parent than the reported one.
 */
export async function findConflicts(database: Database, scope: Scope): Promise<void> {
  const run = (sql: string): Promise<void> => execute(database, sql);
  await run(
    `INSERT INTO flat.conflicts WITH several AS MATERIALIZED (SELECT process_rid FROM flat.events e WHERE kind <> 'end' AND process_rid IS NOT NULL AND ${scope.has('e')} GROUP BY process_rid HAVING count(DISTINCT source) > 1), ` +
      `said AS (${saying('image', imageOf('e."process.executable"'), 'e."process.executable"')} AND e."process.executable" IS NOT NULL AND e.process_rid IN (FROM several) ` +
      `UNION ALL ${saying('user', userKey, `concat_ws('\\', e."user.domain", e."user.name")`)} AND e."user.name" IS NOT NULL AND e.process_rid IN (FROM several) ` +
      `UNION ALL ${saying('parent', 'e."process.parent.pid"', parentText('e."process.parent.name"', 'e."process.parent.pid"'), 'lower(e."process.parent.name")')} AND coalesce(e."process.parent.pid"::VARCHAR, e."process.parent.name") IS NOT NULL AND e.process_rid IN (FROM several)), ` +
      `different AS (SELECT rid, field FROM said GROUP BY ALL HAVING count(DISTINCT key) > 1 OR count(DISTINCT other_key) > 1) ` +
      `SELECT rid, field, log, value, event FROM said SEMI JOIN different USING (rid, field) ` +
      `UNION ALL ${realParents(scope)} ORDER BY rid, field, log, value, event`,
  );
}

/** Both sides of what one record says of the parent: the reported one, and the real one where it is another. */
function realParents(scope: Scope): string {
  const differs = `coalesce(e."process.parent.Ext.real.pid" <> e."process.parent.pid", e."process.parent.Ext.real.entity_id" <> e."process.parent.entity_id", false)`;
  return (
    `SELECT e.process_rid, 'parent', e.source || s.who, s.value, e.rowid FROM flat.events e LEFT JOIN alias a ON a.host_rid = e.host_rid AND a.entity_id = e."process.parent.Ext.real.entity_id" LEFT JOIN flat.processes r ON r.rid = a.rid, ` +
    `LATERAL (VALUES ('', ${parentText('e."process.parent.name"', 'e."process.parent.pid"')}), (' (real parent)', ${parentText('r.name', 'coalesce(e."process.parent.Ext.real.pid", r.pid)')})) s(who, value) WHERE e.kind <> 'end' AND e.copy_of IS NULL AND e.process_rid IS NOT NULL AND ${scope.has('e')} AND ${differs}`
  );
}
