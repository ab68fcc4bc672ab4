import { type FleetHost, fleetHost, fleetLine } from './fleet-document.ts';
import { type Draw, type FleetEvent, hostEvents } from './fleet-host.ts';

/** How large a fleet, and which: the same options give the same lines. */
export interface FleetOptions {
  /** Processes that start in all; ends come on top. */
  readonly processes: number;
  readonly hosts: number;
  readonly seed: number;
}

/** An edge of the fleet that the rule must report; it reports no other. */
export interface FleetAnomaly {
  readonly host: string;
  readonly entityId: string;
  readonly child: string;
  readonly parent: string;
}

/** Events of a host in a row before the next host has its turn. */
const BURST = 16;

/**
 * NDJSON lines of process events in the shape of Elastic Defend's documents, about 1.7 KB each: boot trees, sessions,
 * service hosts, browsers, shells down to depth 12, pids used again, one anomaly in ten thousand. The hosts' lines are
 * interleaved; those of one host come in the order of time but for ends, which may come up to a start late.
 */
export function* fleetLines(options: FleetOptions): Generator<string> {
  let sequence = 0;
  for (const { host, event } of fleetEvents(options)) {
    yield fleetLine(host, event.process, event.action, event.at, ++sequence);
  }
}

/** The anomalies among the lines that the same options give. */
export function fleetAnomalies(options: FleetOptions): FleetAnomaly[] {
  const anomalies: FleetAnomaly[] = [];
  for (const { host, event } of fleetEvents(options)) {
    if (!event.anomalous) continue;
    const { entityId, image, parent } = event.process;
    anomalies.push({ host: host.name, entityId, child: image.name, parent: parent?.image.name ?? '' });
  }
  return anomalies;
}

function* fleetEvents({
  processes,
  hosts,
  seed,
}: FleetOptions): Generator<{ host: FleetHost; event: FleetEvent }> {
  let running = Array.from({ length: hosts }, (_, number) => {
    const draw = drawing(seed * 1_000_003 + number);
    const host = fleetHost(number, (digits) =>
      Array.from({ length: digits }, () => draw(16).toString(16)).join(''),
    );
    const quota = Math.floor(processes / hosts) + (number < processes % hosts ? 1 : 0);
    const bootedAt = Date.UTC(2026, 2, 9, 5) + draw(3_600_000);
    return { host, events: hostEvents(host, quota, bootedAt, draw) };
  });
  while (running.length > 0) {
    const still: typeof running = [];
    for (const each of running) {
      let left = BURST;
      for (; left > 0; left--) {
        const { value, done } = each.events.next();
        if (done === true) break;
        yield { host: each.host, event: value };
      }
      if (left === 0) still.push(each);
    }
    running = still;
  }
}

/** A seeded source of whole numbers (mulberry32). */
export function drawing(seed: number): Draw {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}
