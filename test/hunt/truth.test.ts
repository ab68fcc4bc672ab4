import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hunt } from '../../src/hunt/hunt.ts';
import { compareAnswers } from '../bench/data/compare-answers.ts';
import type { Answer } from '../bench/data/fleet-logs.ts';
import { LOGS, type Log } from '../bench/data/log-line.ts';
import { writeFleet } from '../bench/data/write-fleet.ts';
import { caseFrom, inFolder } from '../support/case.ts';
import { shippedRule } from '../support/rules.ts';

const OPTIONS = { seed: 20260310, oneIn: 1500 };

/** What the hunt through a fleet's logs tells wrongly, and how many anomalies there are. */
const judged = (options: { hosts: number; days: number; perDay: number; log?: Log }) =>
  inFolder(async (folder) => {
    const logs = join(folder, 'logs');
    const path = join(folder, 'answers.ndjson');
    const { answers: anomalies } = await writeFleet(logs, path, { ...OPTIONS, ...options });
    const answers = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Answer);
    await using loaded = await caseFrom([[logs]]);
    const alerts = await hunt(loaded.database, [await shippedRule(314)]);
    return {
      wrong: compareAnswers(alerts, answers),
      anomalies,
      events: loaded.report.files.reduce((sum, file) => sum + file.events, 0),
    };
  });

it('finds every anomaly of a mixed fleet of 100,000 processes with its chain, and nothing else', async () => {
  const { wrong, anomalies, events } = await judged({ hosts: 25, days: 2, perDay: 2000 });
  expect(wrong).toEqual([]);
  expect(anomalies).toBeGreaterThan(40);
  expect(events).toBeGreaterThan(150_000);
});

it.each(LOGS)('finds them with %s alone', async (log) => {
  const { wrong, anomalies } = await judged({ hosts: 4, days: 2, perDay: 1500, log });
  expect(wrong).toEqual([]);
  expect(anomalies).toBeGreaterThan(2);
});
