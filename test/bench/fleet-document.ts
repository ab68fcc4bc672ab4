import type { Image } from './fleet-images.ts';

/** One process instance of a host, as far as its documents need it. */
export interface FleetProcess {
  readonly image: Image;
  readonly pid: number;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly entityId: string;
  readonly parent: FleetProcess | undefined;
  readonly depth: number;
  /** JSON of the command line. */
  readonly commandLine: string;
  /** JSON of the ancestors' entity ids, nearest first, without brackets. */
  readonly ancestry: string;
  readonly session: number;
}

/** The parts of a host's documents that never change, as JSON. */
export interface FleetHost {
  readonly name: string;
  readonly agentId: string;
  readonly head: string;
  readonly users: readonly [system: string, user: string];
}

const ENTITY_ID_FRACTION = '0000000';

export function fleetHost(number: number, hex: (digits: number) => string): FleetHost {
  const name = `WS-${String(number).padStart(5, '0')}`;
  const agentId = `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
  const hostId = `${hex(8)}-${hex(4)}-4${hex(3)}-9${hex(3)}-${hex(12)}`;
  const user = `S-1-5-21-2846119305-1730284417-3951804462-${1000 + number}`;
  const head =
    `"agent":{"id":"${agentId}","type":"endpoint","version":"8.17.3"},` +
    '"data_stream":{"dataset":"endpoint.events.process","namespace":"default","type":"logs"},' +
    `"ecs":{"version":"8.10.0"},` +
    `"host":{"id":"${hostId}","ip":["10.1.${(number >> 8) & 255}.${number & 255}"],` +
    `"name":"${name}.halvard.example","os":{"full":"Windows 11 24H2","type":"windows"}}`;
  return {
    name: `${name}.halvard.example`,
    agentId,
    head,
    users: [
      '"user":{"domain":"NT AUTHORITY","id":"S-1-5-18","name":"SYSTEM"}',
      `"user":{"domain":"HALVARD","id":"${user}","name":"user${number}"}`,
    ],
  };
}

export function fleetEntityId(agentId: string, pid: number, start: number): string {
  const seconds = Math.floor(start / 1000) + 11_644_473_600;
  const fraction = String(start % 1000).padStart(3, '0') + ENTITY_ID_FRACTION.slice(1);
  return Buffer.from(`${agentId}-${pid}-${seconds}.${fraction}`, 'latin1').toString('base64');
}

/** One line of NDJSON, about 1.7 KB: the start or the end of a process. */
export function fleetLine(
  host: FleetHost,
  process: FleetProcess,
  action: 'start' | 'end',
  at: number,
  sequence: number,
): string {
  const { parent } = process;
  const time = new Date(at).toISOString();
  const image = imageJson(process.image);
  const session = process.session;
  const parentJson =
    parent === undefined
      ? ''
      : `"parent":{"command_line":${parent.commandLine},"entity_id":"${parent.entityId}",${imageJson(parent.image).parent},"pid":${parent.pid}},`;
  const ended = action === 'end' ? `"end":"${time}","exit_code":0,` : '';
  return (
    `{"@timestamp":"${time}",${host.head},` +
    `"event":{"action":"${action}","category":["process"],"kind":"event","module":"endpoint","sequence":${sequence},"type":["${action}"]},` +
    `"process":{"Ext":{"ancestry":[${process.ancestry}],"session_info":{"id":${session}},"token":{"integrity_level_name":"${session === 0 ? 'system' : 'medium'}"}},` +
    `"command_line":${process.commandLine},${ended}"entity_id":"${process.entityId}",${image.process},${parentJson}"pid":${process.pid},"start":"${new Date(process.start).toISOString()}","thread":{"id":${sequence % 9973}}},` +
    `${host.users[session === 0 ? 0 : 1]}}`
  );
}

interface ImageJson {
  readonly process: string;
  readonly parent: string;
}

const CACHE = new Map<Image, ImageJson>();

function imageJson(image: Image): ImageJson {
  const cached = CACHE.get(image);
  if (cached !== undefined) return cached;
  const signed = image.signer !== undefined;
  const signature = signed
    ? `{"exists":true,"status":"trusted","subject_name":${JSON.stringify(image.signer)},"trusted":true}`
    : '{"exists":false}';
  const names = `"executable":${JSON.stringify(image.path)},"name":${JSON.stringify(image.name)}`;
  const json: ImageJson = {
    process: `"code_signature":${signature},${names},"hash":{"sha256":"${digest(image.path, 64)}"},"pe":{"original_file_name":${JSON.stringify(image.name.toUpperCase())}}`,
    parent: names,
  };
  CACHE.set(image, json);
  return json;
}

/** So many hex digits that depend on a text alone. */
function digest(text: string, digits: number): string {
  let state = 0x811c9dc5 ^ digits;
  for (let index = 0; index < text.length; index++)
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  let hex = '';
  while (hex.length < digits) {
    state = Math.imul(state ^ (state >>> 13), 0x5bd1e995) + 1;
    hex += (state >>> 4).toString(16).padStart(7, '0');
  }
  return hex.slice(0, digits);
}
