import { crc32 } from 'node:zlib';
import { ChunkWriter, type RecordSpec } from './chunk-writer.ts';
import { type ElementSpec, element, slot, type ValueSpec, value } from './xml.ts';

/** A log of chunks. */
export function evtxOfChunks(chunks: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(4096);
  header.write('ElfFile\0', 0, 'latin1');
  header.writeBigUInt64LE(BigInt(Math.max(0, chunks.length - 1)), 16);
  header.writeUInt32LE(128, 32);
  header.writeUInt16LE(1, 36);
  header.writeUInt16LE(3, 38);
  header.writeUInt16LE(4096, 40);
  header.writeUInt16LE(chunks.length, 42);
  header.writeUInt32LE(crc32(header.subarray(0, 120)), 124);
  return Buffer.concat([header, ...chunks]);
}

/** Records in as many chunks as they need. */
export function chunksOf(records: readonly RecordSpec[]): ChunkWriter[] {
  const chunks: ChunkWriter[] = [];
  for (const record of records) {
    let chunk = chunks.at(-1);
    if (chunk === undefined || !chunk.hasRoom) {
      chunk = new ChunkWriter();
      chunks.push(chunk);
    }
    chunk.record(record);
  }
  return chunks;
}

/** A log of records. */
export const evtxOf = (records: readonly RecordSpec[]): Buffer =>
  evtxOfChunks(chunksOf(records).map((chunk) => chunk.finish()));

/** FILETIME of 2026-03-10T08:00:00.1234567Z. */
export const TIME = 134_176_032_001_234_567n;

/** What an event says; `data` becomes its EventData, or `content` what stands in that place. */
export interface EventSpec {
  readonly provider?: string;
  readonly channel?: string;
  readonly eventId?: number;
  readonly recordId?: number;
  readonly computer?: string;
  readonly written?: bigint;
  readonly data?: Readonly<Record<string, string | ValueSpec>>;
  readonly content?: ValueSpec;
}

const EVENT = element(
  'Event',
  { xmlns: 'http://schemas.microsoft.com/win/2004/08/events/event' },
  element(
    'System',
    {},
    element('Provider', { Name: slot(0), Guid: slot(1, 0x0f) }),
    element('EventID', { Qualifiers: slot(2, 0x06) }, slot(3, 0x06)),
    element('TimeCreated', { SystemTime: slot(4, 0x11) }),
    element('EventRecordID', {}, slot(5, 0x0a)),
    element('Correlation', { ActivityID: slot(6, 0x0f) }),
    element('Channel', {}, slot(7)),
    element('Computer', {}, slot(8)),
  ),
  slot(9, 0x21),
);

const dataTemplates = new Map<string, ElementSpec>();

function dataTemplate(names: readonly string[]): ElementSpec {
  const key = names.join('\0');
  const known = dataTemplates.get(key);
  if (known !== undefined) return known;
  const items = names.map((name, index) => element('Data', name === '' ? {} : { Name: name }, slot(index)));
  const template = element('EventData', {}, ...items);
  dataTemplates.set(key, template);
  return template;
}

/** A record as Windows writes an event: the system's part in one template, the event's data in another. */
export function eventRecord(event: EventSpec): RecordSpec {
  const { recordId = 1, written = TIME, data = {} } = event;
  const items = Object.values(data).map((item) => (typeof item === 'string' ? value.text(item) : item));
  return {
    id: BigInt(recordId),
    written,
    template: EVENT,
    values: [
      value.text(event.provider ?? 'Microsoft-Windows-Sysmon'),
      value.null,
      value.null,
      value.uint16(event.eventId ?? 1),
      value.filetime(written),
      value.uint64(BigInt(recordId)),
      value.null,
      value.text(event.channel ?? 'Microsoft-Windows-Sysmon/Operational'),
      value.text(event.computer ?? 'WS-014.corp.example'),
      event.content ?? value.xml(dataTemplate(Object.keys(data)), ...items),
    ],
  };
}

/** A log of events. */
export const evtxOfEvents = (events: readonly EventSpec[]): Buffer => evtxOf(events.map(eventRecord));
