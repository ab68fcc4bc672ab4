import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hunt } from '../../src/hunt/hunt.ts';
import { triageReference } from '../../src/rules/triage-reference.ts';
import { judge } from '../../src/triage/judge.ts';
import { caseFrom } from '../support/case.ts';
import { shippedRule } from '../support/rules.ts';

const SAMPLES = join(import.meta.dirname, '../../../shared/data/samples');
const ATTACKS = 'sbousseaden+EVTX-ATTACK-SAMPLES';
const reference = await triageReference();

describe.skipIf(!existsSync(SAMPLES))(`verdicts of real attacks (skipped where ${SAMPLES} is absent)`, () => {
  it.each<[string, number]>([
    [
      `${ATTACKS}/Defense Evasion/apt10_jjs_sideloading_prochollowing_persist_as_service_sysmon_1_7_8_13.evtx`,
      1,
    ],
    [`${ATTACKS}/Defense Evasion/evasion_codeinj_odzhan_conhost_sysmon_10_1.evtx`, 1],
    [`${ATTACKS}/Credential Access/sysmon_rdrleakdiag_lsass_dump.evtx`, 1],
    ['microsoft+msticpy/tests/testdata/processes_on_host.csv', 6],
  ])('%s: each of its alerts is suspicious', async (path, alerts) => {
    await using loaded = await caseFrom([[join(SAMPLES, path)]]);
    const found = await hunt(loaded.database, [await shippedRule(314)]);
    const judged = await judge(loaded.database, found, { reference });
    expect(judged.map(({ verdict }) => verdict.class)).toEqual(new Array(alerts).fill('suspicious'));
  });
});
