import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileBytes } from '../../src/formats/byte-source.ts';
import { EvtxReader } from '../../src/formats/evtx/evtx-reader.ts';
import { JSON_FORMS } from '../../src/formats/evtx/json-record.ts';
import { readEvtx } from '../../src/formats/evtx/read-evtx.ts';
import type { Wanted } from '../../src/formats/evtx/wanted.ts';
import { chunksOf, type EventSpec, eventRecord, evtxOfChunks } from '../support/evtx/evtx.ts';
import { value } from '../support/evtx/xml.ts';
import { inSeconds, record, section } from './report.ts';

/** Chunks of the log: 100 MB. */
const CHUNKS = 1600;

/** Event ids in turn: one in twelve starts a process, as on a busy host. */
const EVENT_IDS = [10, 7, 12, 10, 13, 1, 3, 10, 11, 7, 22, 13];

function sysmonEvent(recordId: number): EventSpec {
  const eventId = EVENT_IDS[recordId % EVENT_IDS.length] ?? 10;
  const image = `C:\\Program Files\\Vendor ${recordId % 37}\\bin\\program-${recordId % 101}.exe`;
  const guid = value.guid(recordId.toString(16).padStart(32, '4d5ec2a1'));
  return {
    recordId,
    eventId,
    data: {
      RuleName: '-',
      UtcTime: '2026-03-10 08:00:00.123',
      ProcessGuid: guid,
      ProcessId: value.uint32(recordId % 40_000),
      Image: image,
      ...(eventId === 1
        ? {
            CommandLine: `"${image}" --config "C:\\ProgramData\\Vendor\\settings.json" --run ${recordId}`,
            LogonId: value.hex64(0x3e7n),
            Hashes: `SHA256=${'a94f'.repeat(16)},IMPHASH=${'0c1d'.repeat(8)}`,
            ParentProcessGuid: guid,
            ParentProcessId: value.uint32(700),
            ParentImage: 'C:\\Windows\\System32\\services.exe',
          }
        : {
            TargetObject: `HKLM\\System\\CurrentControlSet\\Services\\${recordId % 997}\\Parameters`,
            Details: 'DWORD (0x00000001)',
          }),
      User: 'NT AUTHORITY\\SYSTEM',
    },
  };
}

/** The log; its chunks are a few dozen, over and over. */
function writeLog(path: string): void {
  const events = Array.from({ length: 1800 }, (_, index) => eventRecord(sysmonEvent(index + 1)));
  const chunks = chunksOf(events)
    .slice(0, -1)
    .map((chunk) => chunk.finish());
  writeFileSync(
    path,
    evtxOfChunks(Array.from({ length: CHUNKS }, (_, index) => chunks[index % chunks.length] as Buffer)),
  );
}

const cpuSeconds = async (work: () => Promise<unknown>): Promise<number> => {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
};

async function ours(path: string, wanted?: Wanted): Promise<number> {
  const reader = new EvtxReader(JSON_FORMS.strict, { wanted });
  let bytes = 0;
  for await (const lines of readEvtx(fileBytes(path), reader)) bytes += lines.length;
  return bytes;
}

/** CPU seconds of a program and its output to nowhere, on one core; undefined where it is not installed. */
function program(command: string, args: readonly string[]): number | undefined {
  if (spawnSync(command, ['--help']).error !== undefined) return undefined;
  const script = '"$@" > /dev/null 2>&1; times';
  const { stdout } = spawnSync('bash', ['-c', script, 'bash', command, ...args], { encoding: 'utf8' });
  const [, minutes, seconds, more, rest] = /\n(\d+)m([\d.]+)s (\d+)m([\d.]+)s/.exec(stdout) ?? [];
  return 60 * (Number(minutes) + Number(more)) + Number(seconds) + Number(rest);
}

async function winevtx(path: string): Promise<number | undefined> {
  // No dependency: `npm install --no-save winevtx` brings it.
  const name = 'winevtx';
  const library = await import(name).catch(() => undefined);
  if (library === undefined) return undefined;
  const { readFileSync } = await import('node:fs');
  return cpuSeconds(async () => {
    for (const _ of library.parseEvtxFile(readFileSync(path)));
  });
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] as number;

/** Prints CPU seconds of decoding one event log whole, and of its process events alone, beside what others take. */
export async function benchEvtx(folder: string, runs: number): Promise<void> {
  section(
    `Event logs: CPU seconds for ${CHUNKS} chunks, ${((CHUNKS * 65_536) / 1e6).toFixed(0)} MB, beside stemma's for every record`,
  );
  const path = join(folder, 'sysmon.evtx');
  writeLog(path);
  const isProcess: Wanted = ({ eventId }) => eventId === '1' || eventId === '5';
  const contestants: Record<string, () => Promise<number | undefined>> = {
    'stemma, every record': () => cpuSeconds(() => ours(path)),
    'stemma, process events decoded': () => cpuSeconds(() => ours(path, isProcess)),
    'winevtx (npm)': () => winevtx(path),
    'evtxexport -f xml (libevtx)': async () => program('evtxexport', ['-f', 'xml', path]),
    'evtx_dump -t 1 -o jsonl (Rust)': async () => program('evtx_dump', ['-t', '1', '-o', 'jsonl', path]),
  };
  const taken: Record<string, number[]> = {};
  for (let run = 0; run < runs; run += 1)
    for (const [name, measure] of Object.entries(contestants)) {
      const seconds = await measure();
      if (seconds !== undefined) taken[name] = [...(taken[name] ?? []), seconds];
    }
  const whole = median(taken['stemma, every record'] ?? []);
  for (const name of Object.keys(contestants)) {
    const seconds = taken[name];
    record({
      what: name,
      ours: seconds === undefined ? 'not installed' : inSeconds(median(seconds)),
      other: inSeconds(whole),
      ...(seconds === undefined ? {} : { ratio: median(seconds) / whole }),
    });
  }
}
