import type { Escapes } from './escapes.ts';
import { uint16 } from './little-endian.ts';
import type { Sink } from './sink.ts';
import { systemtimeText } from './time-text.ts';

/** Writes the bytes `[start, end)` of a chunk as text. */
type Write = (sink: Sink, bytes: Buffer, start: number, end: number, escapes: Escapes) => void;

/** BinXML's value types that are told apart by what uses them. */
export const TYPE = {
  null: 0x00,
  string: 0x01,
  ansi: 0x02,
  uint16: 0x06,
  sid: 0x13,
  binxml: 0x21,
  array: 0x80,
} as const;

/** Bytes that a value of a type takes by itself, for types of a fixed size. */
const SIZES: Readonly<Record<number, number>> = {
  3: 1,
  4: 1,
  5: 2,
  6: 2,
  7: 4,
  8: 4,
  9: 8,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  15: 16,
  17: 8,
  18: 16,
  20: 4,
  21: 8,
};

const windows1252 = new TextDecoder('windows-1252');

const ansi: Write = (sink, bytes, start, end, escapes) => {
  let last = end;
  while (last > start && bytes[last - 1] === 0) last -= 1;
  sink.text(windows1252.decode(bytes.subarray(start, last)), escapes);
};

const systemtime: Write = (sink, bytes, start) =>
  sink.ascii(systemtimeText(Array.from({ length: 8 }, (_, part) => uint16(bytes, start + 2 * part))));

/** Types that are rare; the others are the machine's, in `record.wat`. None is a number or a word in JSON. */
const RARE: Readonly<Record<number, Write>> = {
  [TYPE.null]: () => {},
  [TYPE.ansi]: ansi,
  11: (sink, bytes, start) => sink.ascii(String(Number(bytes.readFloatLE(start).toPrecision(9)))),
  12: (sink, bytes, start) => sink.ascii(String(bytes.readDoubleLE(start))),
  18: systemtime,
};

/** Bytes of the SID that begins at an offset. */
export const sidBytes = (bytes: Buffer, start: number): number => 8 + 4 * (bytes[start + 1] as number);

/** Bytes that a value of a type takes by itself, undefined where that is not fixed. */
export const fixedSize = (type: number): number | undefined => SIZES[type];

/** Writes a value: what does not have its type's size, or no known type, as its bytes in hex. */
export const writeValue = (
  sink: Sink,
  bytes: Buffer,
  type: number,
  start: number,
  end: number,
  escapes: Escapes,
): void => {
  if (!sink.value(type, start, end, escapes)) writeRare(sink, bytes, type, start, end, escapes);
};

function writeRare(
  sink: Sink,
  bytes: Buffer,
  type: number,
  start: number,
  end: number,
  escapes: Escapes,
): void {
  const write = RARE[type];
  const size = SIZES[type] ?? end - start;
  if (write !== undefined && size === end - start) write(sink, bytes, start, end, escapes);
  else sink.hexBytes(start, end);
}

const QUOTE = 0x22;

/** Writes a value as JSON, in quotes unless it is a number or a word. */
export function writeJson(
  sink: Sink,
  bytes: Buffer,
  type: number,
  start: number,
  end: number,
  escapes: Escapes,
): void {
  if (sink.json(type, start, end, escapes)) return;
  sink.code(QUOTE);
  writeRare(sink, bytes, type, start, end, escapes);
  sink.code(QUOTE);
}
