import fc from 'fast-check';

/** One process of a small made-up fleet, and how truthfully and completely the logs tell of it. */
export interface FleetProcess {
  readonly host: string;
  readonly pid: number;
  /** Milliseconds after the fleet's first moment. */
  readonly start: number;
  readonly image: string;
  /** Index of the parent in the fleet: an earlier process, itself or a later one. */
  readonly parent: number;
  readonly parentId: 'true' | 'zero' | 'missing';
  /** Another process whose entity id this one bears, where its own is a lie. */
  readonly stolenId: number | undefined;
  readonly logs: readonly Log[];
  readonly hasStart: boolean;
  readonly hasEnd: boolean;
  /** Milliseconds from its start to its end. */
  readonly lasts: number;
  /** How much later Security's clock writes the start, in milliseconds. */
  readonly lag: number;
}

type Log = 'sysmon' | 'security' | 'endpoint';

/** NDJSON lines by file name. */
export type Files = Readonly<Record<string, readonly string[]>>;

const IMAGES = ['svchost.exe', 'services.exe', 'lsass.exe', 'cmd.exe', 'conhost.exe'];
const LOGS: readonly Log[] = ['sysmon', 'security', 'endpoint'];
const ZERO = '{00000000-0000-0000-0000-000000000000}';
const FIRST = Date.UTC(2026, 2, 10, 8);

const process = (size: number): fc.Arbitrary<FleetProcess> =>
  fc.record({
    host: fc.constantFrom('WS-1', 'ws-1.corp.example', 'WS-2'),
    pid: fc.constantFrom(4, 100, 104, 108, 112),
    start: fc.oneof(fc.nat(3000), fc.nat(900_000), fc.constant(1000)),
    image: fc.constantFrom(...IMAGES),
    parent: fc.nat(size - 1),
    parentId: fc.constantFrom('true', 'true', 'zero', 'missing'),
    stolenId: fc.option(fc.nat(size - 1), { nil: undefined, freq: 6 }),
    logs: fc.subarray([...LOGS], { minLength: 1 }),
    hasStart: fc.boolean().map((draw) => draw || size < 3),
    hasEnd: fc.boolean(),
    lasts: fc.constant(5000),
    lag: fc.constantFrom(0, 0, 2, 900, 1500),
  });

/** A random fleet of one to twelve processes: pids used again, ids that lie, starts and ends that are missing. */
export const fleet: fc.Arbitrary<readonly FleetProcess[]> = fc
  .integer({ min: 1, max: 12 })
  .chain((size) => fc.array(process(size), { minLength: size, maxLength: size }));

/** What is drawn of a process of a fleet that could have lived, beside its host. */
const life = fc.record({
  gap: fc.oneof(fc.nat(20), fc.nat(3000), fc.nat(120_000)),
  under: fc.nat(1000),
  image: fc.constantFrom(...IMAGES),
  parentId: fc.constantFrom('true', 'true', 'missing'),
  logs: fc.subarray([...LOGS], { minLength: 1 }),
  hasStart: fc.integer({ min: 0, max: 9 }).map((draw) => draw > 1),
  hasEnd: fc.boolean(),
  lasts: fc.oneof(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 400_000 })),
});

/**
 * A fleet as Windows makes one: a parent lives when it starts a child, and a pid is given again only after its process
 * ended, here as soon as can be. Ids are true; starts and ends are missing. Security's clock runs late by up to `skew`
 * milliseconds, as much for all of a host. A process whose `parent` is itself has none.
 */
export const livedFleet = (skew: number): fc.Arbitrary<readonly FleetProcess[]> =>
  fc
    .array(fc.tuple(fc.nat(skew), fc.array(life, { minLength: 1, maxLength: 40 })), {
      minLength: 2,
      maxLength: 3,
    })
    .map((hosts) => {
      const all: FleetProcess[] = [];
      hosts.forEach(([lag, lives], number) => {
        const own: number[] = [];
        let now = 0;
        for (const { gap, under, ...drawn } of lives) {
          now += gap;
          const running = own.filter((index) => endOf(all[index] as FleetProcess) > now);
          const taken = new Set(running.map((index) => all[index]?.pid));
          let pid = 100;
          while (taken.has(pid)) pid += 4;
          const parent = running[under % running.length] ?? all.length;
          own.push(all.length);
          all.push({
            ...drawn,
            host: `WS-${number}`,
            pid,
            start: now,
            parent,
            stolenId: undefined,
            lag,
          } as FleetProcess);
        }
      });
      return all;
    });

/** When a process ends, in milliseconds after the fleet's first moment. */
const endOf = ({ start, lasts }: FleetProcess): number => start + lasts;

const at = (offset: number): string => new Date(FIRST + offset).toISOString();
const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');
const path = (image: string): string => `C:\\Windows\\System32\\${image}`;

function guid(index: number, { start }: FleetProcess): string {
  const seconds = hex(Math.floor((FIRST + start) / 1000), 8);
  return `{${hex(index, 8)}-${seconds.slice(4)}-${seconds.slice(0, 4)}-0100-000000000000}`;
}

function endpointId(index: number, { pid, start }: FleetProcess): string {
  const moment = ((FIRST + start) / 1000 + 11_644_473_600).toFixed(3);
  return Buffer.from(`agent-${index}-${pid}-${moment}000000`).toString('base64');
}

type Writer = (index: number, all: readonly FleetProcess[], end: boolean) => object;

const idIndex = (index: number, all: readonly FleetProcess[]): number => all[index]?.stolenId ?? index;

function idOf(make: typeof guid, index: number, all: readonly FleetProcess[]): string {
  const owner = idIndex(index, all);
  return make(owner, all[owner] as FleetProcess);
}

const WRITERS: Record<Log, Writer> = {
  sysmon: (index, all, end) => {
    const { host, pid, start, lasts, image, parent, parentId } = all[index] as FleetProcess;
    const above = all[parent] as FleetProcess;
    const common = {
      Channel: 'Microsoft-Windows-Sysmon/Operational',
      EventID: end ? 5 : 1,
      Hostname: host,
      UtcTime: at(start + (end ? lasts : 0))
        .replace('T', ' ')
        .replace('Z', ''),
      ProcessGuid: idOf(guid, index, all),
      ProcessId: pid,
      Image: path(image),
    };
    if (end) return common;
    return {
      ...common,
      CommandLine: `${image} -n ${index}`,
      ...(parentId === 'missing'
        ? {}
        : { ParentProcessGuid: parentId === 'zero' ? ZERO : idOf(guid, parent, all) }),
      ParentProcessId: above.pid,
      ParentImage: parentId === 'zero' ? '?' : path(above.image),
    };
  },
  security: (index, all, end) => {
    const { host, pid, start, lasts, image, parent, parentId, lag } = all[index] as FleetProcess;
    const above = all[parent] as FleetProcess;
    const common = { Channel: 'Security', Hostname: host, TimeCreated: at(start + lag + (end ? lasts : 0)) };
    if (end) return { ...common, EventID: 4689, ProcessId: `0x${hex(pid, 1)}`, ProcessName: path(image) };
    return {
      ...common,
      EventID: 4688,
      NewProcessId: `0x${hex(pid, 1)}`,
      NewProcessName: path(image),
      CommandLine: `${image} -n ${index}`,
      ProcessId: `0x${hex(above.pid, 1)}`,
      ...(parentId === 'missing' ? {} : { ParentProcessName: path(above.image) }),
    };
  },
  endpoint: (index, all, end) => {
    const { host, pid, start, lasts, image, parent, parentId } = all[index] as FleetProcess;
    const above = all[parent] as FleetProcess;
    const ids = [parent, above.parent, (all[above.parent] as FleetProcess).parent];
    return {
      '@timestamp': at(start + (end ? lasts : 0)),
      agent: { type: 'endpoint' },
      event: { category: ['process'], type: [end ? 'end' : 'start'], action: end ? 'end' : 'start' },
      host: { id: `id-${host.split('.')[0]?.toLowerCase()}`, name: host, os: { type: 'windows' } },
      process: {
        entity_id: idOf(endpointId, index, all),
        pid,
        name: image,
        executable: path(image),
        command_line: `${image} -n ${index}`,
        ...(parentId === 'missing'
          ? {}
          : { parent: { entity_id: idOf(endpointId, parent, all), pid: above.pid, name: above.image } }),
        ...(parentId === 'zero' ? {} : { Ext: { ancestry: ids.map((id) => idOf(endpointId, id, all)) } }),
      },
    };
  },
};

/** The logs of a fleet, one file each. */
export function filesOf(processes: readonly FleetProcess[]): Files {
  return Object.fromEntries(
    LOGS.map((log) => [
      `${log}.ndjson`,
      processes.flatMap((process, index) => {
        if (!process.logs.includes(log)) return [];
        const records = [
          ...(process.hasStart ? [WRITERS[log](index, processes, false)] : []),
          ...(process.hasEnd ? [WRITERS[log](index, processes, true)] : []),
        ];
        return records.map((record) => JSON.stringify(record));
      }),
    ]),
  );
}

/** The files of a fleet, and their names in any order. */
export const fleetInOrder: fc.Arbitrary<[Files, string[]]> = fleet
  .map(filesOf)
  .chain((files) => fc.tuple(fc.constant(files), fc.shuffledSubarray(Object.keys(files), { minLength: 3 })));
