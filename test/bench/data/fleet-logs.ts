import { drawing } from '../fleet.ts';
import { type FleetProcess, fleetHost } from '../fleet-document.ts';
import { type Draw, hostEvents } from '../fleet-host.ts';
import { bootLine, type Log, type LoggedHost, logLine } from './log-line.ts';

/** How large a fleet is, and which: the same options give the same lines. */
export interface FleetLogsOptions {
  readonly hosts: number;
  readonly days: number;
  /** Processes that start on a host in a day. */
  readonly perDay: number;
  readonly seed: number;
  /** One start in so many is an anomaly. */
  readonly oneIn: number;
  /** The one log that every host has; by default each has one or two of several. */
  readonly log?: Log | undefined;
}

/** An anomaly that was put into the fleet, and what a hunt has to tell of it; it has to tell of nothing else. */
export interface Answer {
  readonly host: string;
  readonly pid: number;
  readonly child: string;
  readonly start: string;
  /** The processes above it, nearest first, as far as the logs tell of them: the last may be one whose start is missing. */
  readonly chain: readonly { readonly name: string; readonly pid: number }[];
  /** Whether that is all up to System. */
  readonly whole: boolean;
}

/** A line of a log of some day, or an answer. */
export type FleetItem =
  | { readonly kind: 'line'; readonly day: number; readonly log: Log; readonly line: string }
  | { readonly kind: 'answer'; readonly answer: Answer };

/** Which logs hosts have, those of one after those of another. */
const DEPLOYED: readonly (readonly Log[])[] = [
  ['defend'],
  ['sysmon', 'security'],
  ['security'],
  ['crowdstrike'],
  ['sysmon'],
  ['defend', 'security'],
];

const FIRST_DAY = Date.UTC(2026, 2, 9);
const DAY = 86_400_000;
/** The start of one process in so many is not logged. */
const MISSING_ONE_IN = 60;
const MOST_LAG = 700;

/**
 * The logs of a fleet, day by day and host by host, with the answers: boot trees every day, sessions, services, browsers
 * with many children, shells, pids used again, half of the ends, starts that are missing, Security clocks that run late.
 * Nothing is held beyond what runs on one host.
 */
export function* fleetLogs(options: FleetLogsOptions): Generator<FleetItem> {
  const { hosts, days, perDay, seed, oneIn, log } = options;
  for (let day = 0; day < days; day += 1)
    for (let number = 0; number < hosts; number += 1) {
      const host = hostOf(number, seed);
      const draw = drawing(seed * 1_000_003 + number * 1009 + day * 7_919_927);
      const logs = log === undefined ? (DEPLOYED[number % DEPLOYED.length] as readonly Log[]) : [log];
      const bootedAt = FIRST_DAY + day * DAY + 5 * 3_600_000 + draw(3_600_000);
      yield* dayOf(
        host,
        day,
        logs,
        bootedAt,
        hostEvents(host, perDay, bootedAt, draw, oneIn),
        drawing(seed + number + day * 31),
      );
    }
}

function* dayOf(
  host: LoggedHost,
  day: number,
  logs: readonly Log[],
  bootedAt: number,
  events: ReturnType<typeof hostEvents>,
  lose: Draw,
): Generator<FleetItem> {
  const lost = new WeakSet<FleetProcess>();
  if (logs.includes('security'))
    yield { kind: 'line', day, log: 'security', line: bootLine(host, bootedAt - 1000) };
  let sequence = day * 10_000_000;
  for (const { action, at, process, anomalous } of events) {
    if (action === 'start' && !anomalous && lose(MISSING_ONE_IN) === 0) {
      lost.add(process);
      continue;
    }
    sequence += 1;
    for (const log of logs)
      yield { kind: 'line', day, log, line: logLine(log, host, process, action, at, sequence) };
    if (anomalous && action === 'start') yield { kind: 'answer', answer: answerOf(host, process, lost) };
  }
}

function answerOf(host: LoggedHost, process: FleetProcess, lost: WeakSet<FleetProcess>): Answer {
  const chain: { name: string; pid: number }[] = [];
  let each = process.parent;
  for (; each !== undefined; each = each.parent) {
    chain.push({ name: each.image.name, pid: each.pid });
    if (lost.has(each)) break;
  }
  return {
    host: host.name,
    pid: process.pid,
    child: process.image.name,
    start: new Date(process.start).toISOString(),
    chain,
    whole: each === undefined,
  };
}

function hostOf(number: number, seed: number): LoggedHost {
  const draw = drawing(seed * 31 + number);
  const digits = (count: number): string =>
    Array.from({ length: count }, () => draw(16).toString(16)).join('');
  return { ...fleetHost(number, digits), number, lag: draw(MOST_LAG) };
}
