import { FIELDS, PROCESS_FIELD_NAMES } from '../../src/model/field.ts';
import { type NameTree, plant } from '../../src/store/name-tree.ts';
import { identifier, literal } from '../../src/store/quote.ts';
import { SQL_TYPES } from '../../src/store/schema.ts';

/** DuckDB's own reader told the whole schema beforehand: every field that a process's events can have, nested, into one table. */
export function explicitSchemaLoad(file: string): string {
  const root: NameTree = {};
  for (const field of PROCESS_FIELD_NAMES) plant(root, field.split('.'), SQL_TYPES[FIELDS[field]]);
  const type = (node: NameTree | string): string =>
    typeof node === 'string'
      ? node
      : `STRUCT(${Object.entries(node)
          .map(([name, child]) => `${identifier(name)} ${type(child)}`)
          .join(', ')})`;
  const columns = Object.entries(root).map(([name, node]) => `${identifier(name)}: ${literal(type(node))}`);
  return `CREATE TABLE plain AS SELECT * FROM read_json(${literal(file)}, format = 'newline_delimited', columns = {${columns.join(', ')}})`;
}

const names = (...list: string[]): string => list.map((name) => literal(name)).join(', ');

const CHILDREN: [children: string, parents: string][] = [
  [names('autochk.exe'), names('smss.exe')],
  [names('fontdrvhost.exe', 'dwm.exe'), names('wininit.exe', 'winlogon.exe')],
  [names('consent.exe', 'runtimebroker.exe', 'tiworker.exe'), names('svchost.exe')],
  [names('searchindexer.exe'), names('services.exe')],
  [names('searchprotocolhost.exe'), names('searchindexer.exe', 'dllhost.exe')],
  [names('dllhost.exe'), names('services.exe', 'svchost.exe')],
  [names('smss.exe'), names('system', 'smss.exe')],
  [names('csrss.exe'), names('smss.exe', 'svchost.exe')],
  [names('wininit.exe'), names('smss.exe')],
  [names('winlogon.exe'), names('smss.exe')],
  [names('lsass.exe', 'lsaiso.exe'), names('wininit.exe')],
  [names('logonui.exe'), names('wininit.exe', 'winlogon.exe')],
  [names('services.exe'), names('wininit.exe')],
  [names('svchost.exe'), names('msmpeng.exe', 'services.exe', 'svchost.exe')],
  [names('spoolsv.exe'), names('services.exe')],
  [names('taskhost.exe'), names('services.exe', 'svchost.exe', 'ngentask.exe')],
  [names('taskhostw.exe'), names('services.exe', 'svchost.exe')],
  [names('userinit.exe'), names('dwm.exe', 'winlogon.exe')],
  [names('wmiprvse.exe', 'wsmprovhost.exe', 'winrshost.exe'), names('svchost.exe')],
];

const PARENTS: [parents: string, children: string][] = [
  [
    names('searchprotocolhost.exe', 'taskhost.exe', 'csrss.exe'),
    names('werfault.exe', 'wermgr.exe', 'werfaultsecure.exe', 'conhost.exe'),
  ],
  [names('autochk.exe'), names('chkdsk.exe', 'doskey.exe', 'werfault.exe')],
  [
    names('smss.exe'),
    names(
      'autochk.exe',
      'smss.exe',
      'csrss.exe',
      'wininit.exe',
      'winlogon.exe',
      'setupcl.exe',
      'werfault.exe',
    ),
  ],
  [names('wermgr.exe'), names('werfaultsecure.exe', 'wermgr.exe', 'werfault.exe')],
  [names('conhost.exe'), names('mscorsvw.exe', 'wermgr.exe', 'werfault.exe', 'werfaultsecure.exe')],
];

const child = 'lower("process.name")';
const parent = 'lower("process.parent.name")';

/** Version 314 of the rule as an analyst would write it in SQL: a chain of ORs over lower-cased names. */
export const handWrittenRule =
  `SELECT count(*) AS hits FROM flat.events WHERE kind = 'start' AND "host.os.type" = 'windows' AND "process.parent.name" IS NOT NULL AND (` +
  [
    ...CHILDREN.map(([children, parents]) => `(${child} IN (${children}) AND ${parent} NOT IN (${parents}))`),
    ...PARENTS.map(([parents, children]) => `(${parent} IN (${parents}) AND ${child} NOT IN (${children}))`),
  ].join(' OR ') +
  ')';

/** Length of the chains of every `step`-th process, by a recursive CTE that joins on entity ids. */
export const chainsByStringCte = (step: number): string =>
  `WITH RECURSIVE edge AS MATERIALIZED (SELECT host_rid, "process.entity_id" AS id, "process.parent.entity_id" AS parent FROM flat.events WHERE kind = 'start'), ` +
  `up(id, depth) AS (SELECT entity_id, 0 FROM flat.processes WHERE rid % ${step} = 0 UNION ALL SELECT e.parent, depth + 1 FROM up JOIN edge e ON e.id = up.id WHERE e.parent IS NOT NULL) ` +
  `SELECT count(*) FILTER (depth > 0) AS length FROM up`;
