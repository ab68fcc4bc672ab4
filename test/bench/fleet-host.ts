import { type FleetHost, type FleetProcess, fleetEntityId } from './fleet-document.ts';
import { IMAGES, type Image, MISPLACED } from './fleet-images.ts';

/** What happens on a host: a process starts or ends. */
export interface FleetEvent {
  readonly action: 'start' | 'end';
  readonly at: number;
  readonly process: FleetProcess;
  readonly anomalous: boolean;
}

/** A whole number from 0 to below `limit`. */
export type Draw = (limit: number) => number;

const DEEPEST = 11;
const MOST_ANCESTORS = 2;
/** One start in so many is an anomaly, unless told otherwise. */
const ONE_IN = 10_000;

const SYSTEM_IMAGE: Image = {
  name: 'System',
  path: '',
  commands: [''],
  signer: undefined,
  shortLived: false,
};
const SHELLS: readonly Image[] = [IMAGES.cmd, IMAGES.powershell, IMAGES.node, IMAGES.python];
const BROKERED: readonly Image[] = [
  IMAGES.dllhost,
  IMAGES.runtimeBroker,
  IMAGES.wmiPrvSE,
  IMAGES.backgroundTaskHost,
  IMAGES.taskhostw,
];
const TOOLS: readonly Image[] = [IMAGES.git, IMAGES.whoami, IMAGES.ping, IMAGES.conhost];

/**
 * The life of one host: boot, a session, then work until `processes` processes have started. Starts come in time order;
 * half of the ends are not recorded, and pids of ended processes are used again.
 */
export function* hostEvents(
  host: FleetHost,
  processes: number,
  bootedAt: number,
  draw: Draw,
  oneIn = ONE_IN,
): Generator<FleetEvent> {
  let now = bootedAt;
  let started = 0;
  const used = new Set<number>([0, 4]);
  const freed: number[] = [];
  const ending: { readonly process: FleetProcess; readonly at: number }[] = [];
  const shells: FleetProcess[] = [];
  const system: FleetProcess = {
    image: SYSTEM_IMAGE,
    pid: 4,
    start: bootedAt,
    entityId: fleetEntityId(host.agentId, 4, bootedAt),
    parent: undefined,
    depth: 0,
    commandLine: '""',
    ancestry: '',
    session: 0,
  };

  const newPid = (): number => {
    const again = freed.length > 40 && draw(3) === 0 ? freed.splice(draw(freed.length), 1)[0] : undefined;
    if (again !== undefined) return again;
    for (;;) {
      const pid = 400 + 4 * draw(16_000);
      if (used.has(pid)) continue;
      used.add(pid);
      return pid;
    }
  };

  const start = (parent: FleetProcess, image: Image, session = parent.session): FleetProcess => {
    started++;
    now += 3 + draw(2400);
    const pid = newPid();
    const command = image.commands[draw(image.commands.length)] ?? image.path;
    const process: FleetProcess = {
      image,
      pid,
      start: now,
      entityId: fleetEntityId(host.agentId, pid, now),
      parent,
      depth: parent.depth + 1,
      commandLine: JSON.stringify(image === IMAGES.edgeTab ? command + draw(2 ** 31) : command),
      ancestry: ancestryBelow(parent),
      session,
    };
    if (image.shortLived) ending.push({ process, at: now + 500 + draw(60_000) });
    return process;
  };

  const ends = function* (): Generator<FleetEvent> {
    for (let index = ending.length - 1; index >= 0; index--) {
      const each = ending[index];
      if (each === undefined || each.at > now) continue;
      ending.splice(index, 1);
      freed.push(each.process.pid);
      if (draw(2) === 0) continue;
      yield { action: 'end', at: each.at, process: each.process, anomalous: false };
    }
  };

  const fixed: FleetProcess[] = [];
  for (const [image, under, session] of BOOT) {
    if (started === processes) return;
    const process = start(fixed[under] ?? system, image, session);
    fixed.push(process);
    yield { action: 'start', at: process.start, process, anomalous: false };
  }
  const of = (index: number): FleetProcess => fixed[index] ?? system;
  const hosts = fixed.filter(({ image }) => image === IMAGES.svchost);
  const browsers = fixed.filter(({ image }) => image === IMAGES.edge);
  const apps = fixed.filter(({ image }) => APPS.includes(image));

  while (started < processes) {
    yield* ends();
    const anomalous = draw(oneIn) === 0;
    const kind = draw(100);
    let process: FleetProcess;
    if (anomalous) {
      const below = draw(3);
      const parent = shells[draw(shells.length)] ?? pick(apps, draw);
      if (below === 0 && started + 2 <= processes) {
        const console = start(parent, IMAGES.conhost);
        yield { action: 'start', at: console.start, process: console, anomalous: false };
        process = start(console, IMAGES.cmd);
      } else process = start(parent, IMAGES[pick(MISPLACED, draw)]);
    } else if (kind < 38) process = start(pick(browsers, draw), IMAGES.edgeTab);
    else if (kind < 48) process = start(of(SERVICES_AT), IMAGES.svchost, 0);
    else if (kind < 64) process = start(pick(hosts, draw), pick(BROKERED, draw), draw(2));
    else if (kind < 70)
      process = start(of(INDEXER_AT), draw(2) === 0 ? IMAGES.searchProtocolHost : IMAGES.searchFilterHost);
    else if (kind < 74) process = start(pick(hosts, draw), IMAGES.updater);
    else if (kind < 77) process = start(of(SHELL_AT), draw(2) === 0 ? IMAGES.winword : IMAGES.cmd);
    else if (kind < 90 || shells.length === 0) {
      const below = shells[draw(shells.length)];
      process = start(
        below !== undefined && below.depth < DEEPEST ? below : pick(apps, draw),
        pick(SHELLS, draw),
      );
    } else process = start(shells[draw(shells.length)] ?? pick(apps, draw), pick(TOOLS, draw));
    if (!anomalous && SHELLS.includes(process.image)) remember(shells, process, draw);
    yield { action: 'start', at: process.start, process, anomalous };
  }
  now += 120_000;
  yield* ends();
}

/** The nearest ancestors, as a sensor limits them: JSON without brackets. */
function ancestryBelow(parent: FleetProcess): string {
  let ids = `"${parent.entityId}"`;
  let each = parent.parent;
  for (let more = 1; more < MOST_ANCESTORS && each !== undefined; more++) {
    ids += `,"${each.entityId}"`;
    each = each.parent;
  }
  return ids;
}

/** The shells in use; an old one is forgotten, which ends nothing. */
function remember(shells: FleetProcess[], process: FleetProcess, draw: Draw): void {
  if (shells.length < 24) shells.push(process);
  else shells[draw(shells.length)] = process;
}

function pick<Item>(items: readonly Item[], draw: Draw): Item {
  const item = items[draw(items.length)];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
}

const APPS: readonly Image[] = [IMAGES.explorer, IMAGES.outlook, IMAGES.teams];

const SERVICES_AT = 5;
const INDEXER_AT = 19;
const SHELL_AT = 27;

/** Image, index of its parent in this list (-1: System), session. */
const BOOT: readonly (readonly [image: Image, under: number, session: number])[] = [
  [IMAGES.smss, -1, 0],
  [IMAGES.smss, 0, 0],
  [IMAGES.csrss, 1, 0],
  [IMAGES.wininit, 1, 0],
  [IMAGES.fontdrvhost, 3, 0],
  [IMAGES.services, 3, 0],
  [IMAGES.lsass, 3, 0],
  ...Array.from({ length: 10 }, () => [IMAGES.svchost, SERVICES_AT, 0] as const),
  [IMAGES.spoolsv, SERVICES_AT, 0],
  [IMAGES.msMpEng, SERVICES_AT, 0],
  [IMAGES.searchIndexer, SERVICES_AT, 0],
  [IMAGES.smss, 0, 1],
  [IMAGES.csrss, 20, 1],
  [IMAGES.winlogon, 20, 1],
  [IMAGES.fontdrvhost, 22, 1],
  [IMAGES.dwm, 22, 1],
  [IMAGES.logonUI, 22, 1],
  [IMAGES.userinit, 22, 1],
  [IMAGES.explorer, 26, 1],
  [IMAGES.edge, SHELL_AT, 1],
  [IMAGES.edge, SHELL_AT, 1],
  [IMAGES.outlook, SHELL_AT, 1],
  [IMAGES.teams, SHELL_AT, 1],
];
