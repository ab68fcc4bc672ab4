import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LOGS, type Log } from './log-line.ts';
import { writeFleet } from './write-fleet.ts';

/**
 * `npm run bench:data -- --hosts N --days D --output DIR [--per-day N] [--seed S] [--source LOG] [--one-in N]`: the logs of
 * a fleet in `DIR/logs`, and in `DIR/answers.ndjson` the anomalies in them. The same options give the same bytes.
 */
const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '50' },
    days: { type: 'string', default: '1' },
    'per-day': { type: 'string', default: '2000' },
    seed: { type: 'string', default: '20260310' },
    'one-in': { type: 'string', default: '10000' },
    source: { type: 'string' },
    output: { type: 'string' },
  },
});
if (values.output === undefined) throw new Error('give a folder with --output');
const log = values.source as Log | undefined;
if (log !== undefined && !LOGS.includes(log)) throw new Error(`--source is one of ${LOGS.join(', ')}`);
const { lines, answers } = await writeFleet(
  join(values.output, 'logs'),
  join(values.output, 'answers.ndjson'),
  {
    hosts: Number(values.hosts),
    days: Number(values.days),
    perDay: Number(values['per-day']),
    seed: Number(values.seed),
    oneIn: Number(values['one-in']),
    log,
  },
);
console.log(`${lines} events, ${answers} anomalies in ${values.output}`);
