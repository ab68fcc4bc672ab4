import { join } from 'node:path';
import { compileRule } from '../../src/hunt/compile.ts';
import { hunt } from '../../src/hunt/hunt.ts';
import { findRules } from '../../src/rules/find-rules.ts';
import { DEFAULT_RULE } from '../../src/rules/shipped-rules.ts';
import { ID_FACTS } from '../../src/sources/fields.ts';
import { openCase } from '../../src/store/case.ts';
import { query } from '../../src/store/database.ts';
import { linkProcesses } from '../../src/store/link.ts';
import { fleetLines } from './fleet.ts';
import { fleetActivityLines } from './fleet-activity.ts';
import { compare, loadNdjson, seconds, writeLines } from './measure.ts';
import { ruleQueries } from './rule-set.ts';

const RULES = 300;

/** A hunt with hundreds of rules against one with the default rule, over some events of every kind, alerts and all. */
export async function compareRules(folder: string, events: number, runs: number): Promise<void> {
  const processes = Math.round(events * 0.43);
  const fleet = { processes, hosts: Math.max(10, Math.round(processes / 2000)), seed: 20261124 };
  const database = await openCase(join(folder, 'mixed.duckdb'));
  const files = [join(folder, 'processes.ndjson'), join(folder, 'activity.ndjson')] as const;
  await writeLines(files[0], fleetLines(fleet));
  await writeLines(files[1], fleetActivityLines(fleetLines(fleet)));
  const load = await seconds(async () => {
    for (const [index, file] of files.entries()) await loadNdjson(database, file, index + 1);
  });
  const link = await seconds(() => linkProcesses(database, ID_FACTS));
  const [counts] = await query<{ processes: number; activity: number }>(
    database,
    'SELECT (SELECT count(*) FROM flat.events) AS processes, (SELECT count(*) FROM flat.activity) AS activity',
  );
  const [rule] = (await findRules([DEFAULT_RULE])).rules.map(compileRule);
  if (rule === undefined || counts === undefined) throw new Error('the default rule is not shipped');
  const rules = ruleQueries(RULES).map((text, index) =>
    compileRule({ ...rule.rule, id: `rule-${index}`, query: text }),
  );
  const [many, one] = [await hunt(database, rules), await hunt(database, [rule])];
  console.log(
    `${counts.processes + counts.activity} events, ${counts.activity} of them activity: loaded in ${load.toFixed(1)} s, linked in ${link.toFixed(1)} s; ${many.length} alerts of ${RULES} rules, ${one.length} of one`,
  );
  await compare(
    `a hunt with ${RULES} rules, against one`,
    20,
    () => hunt(database, rules),
    () => hunt(database, [rule]),
    runs,
  );
  database.close();
}
