import { uint16, uint32 } from './little-endian.ts';
import type { Escapes, Sink } from './sink.ts';
import { textEnd } from './text-end.ts';
import { systemtimeText, writeFiletime } from './time-text.ts';

/** Writes the bytes `[start, end)` of a chunk as text. */
type Write = (sink: Sink, bytes: Buffer, start: number, end: number, escapes: Escapes) => void;

interface ValueType {
  /** Bytes that a value takes; undefined where the value's own size tells. */
  readonly size: number | undefined;
  /** Whether the text is a JSON number or word. */
  readonly isBare: boolean;
  readonly write: Write;
}

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

const DASH = 0x2d;

const hexBytes: Write = (sink, bytes, start, end) => sink.hexBytes(bytes, start, end);

const string: Write = (sink, bytes, start, end, escapes) =>
  sink.utf16(bytes, start, textEnd(bytes, start, end), escapes);

const windows1252 = new TextDecoder('windows-1252');

const ansi: Write = (sink, bytes, start, end, escapes) => {
  let last = end;
  while (last > start && bytes[last - 1] === 0) last -= 1;
  sink.text(windows1252.decode(bytes.subarray(start, last)), escapes);
};

const text = (write: Write, size?: number): ValueType => ({ size, isBare: false, write });
const bare = (size: number, write: Write): ValueType => ({ size, isBare: true, write });

const unsigned = (size: number, read: (bytes: Buffer, at: number) => number): ValueType =>
  bare(size, (sink, bytes, start) => sink.integer(read(bytes, start)));

const signed = (size: number, read: (bytes: Buffer, at: number) => number): ValueType =>
  bare(size, (sink, bytes, start) => {
    const value = read(bytes, start);
    if (value < 0) sink.code(DASH);
    sink.integer(Math.abs(value));
  });

/** Not bare: most readers of JSON lose digits of integers beyond 2^53. */
const long = (read: (bytes: Buffer, at: number) => bigint): ValueType =>
  text((sink, bytes, start) => {
    if (uint32(bytes, start + 4) === 0) sink.integer(uint32(bytes, start));
    else sink.ascii(String(read(bytes, start)));
  }, 8);

const float = (size: number, read: (bytes: Buffer, at: number) => number): ValueType =>
  text((sink, bytes, start) => sink.ascii(String(read(bytes, start))), size);

const hex32: Write = (sink, bytes, start) => {
  sink.ascii('0x');
  sink.hex(uint32(bytes, start));
};

const hex64: Write = (sink, bytes, start) => {
  const high = uint32(bytes, start + 4);
  const low = uint32(bytes, start);
  sink.ascii('0x');
  if (high !== 0) sink.hex(high);
  sink.hex(low, high === 0 ? 1 : 8);
};

const filetime: Write = (sink, bytes, start) =>
  writeFiletime(sink, uint32(bytes, start), uint32(bytes, start + 4));

const systemtime: Write = (sink, bytes, start) =>
  sink.ascii(systemtimeText(Array.from({ length: 8 }, (_, part) => uint16(bytes, start + 2 * part))));

const sid: Write = (sink, bytes, start, end, escapes) => {
  const parts = bytes[start + 1] as number;
  if (end - start < 8 || end - start < sidBytes(bytes, start))
    return hexBytes(sink, bytes, start, end, escapes);
  sink.ascii('S-');
  sink.integer(bytes[start] as number);
  sink.code(DASH);
  sink.integer(bytes.readUIntBE(start + 2, 6));
  for (let part = 0; part < parts; part += 1) {
    sink.code(DASH);
    sink.integer(uint32(bytes, start + 8 + 4 * part));
  }
};

/** Bytes of the SID that begins at an offset. */
export const sidBytes = (bytes: Buffer, start: number): number => 8 + 4 * (bytes[start + 1] as number);

const TYPES: Readonly<Record<number, ValueType>> = {
  [TYPE.null]: text(() => {}),
  [TYPE.string]: text(string),
  [TYPE.ansi]: text(ansi),
  3: signed(1, (bytes, at) => bytes.readInt8(at)),
  4: unsigned(1, (bytes, at) => bytes.readUInt8(at)),
  5: signed(2, (bytes, at) => bytes.readInt16LE(at)),
  6: unsigned(2, uint16),
  7: signed(4, (bytes, at) => bytes.readInt32LE(at)),
  8: unsigned(4, uint32),
  9: long((bytes, at) => bytes.readBigInt64LE(at)),
  10: long((bytes, at) => bytes.readBigUInt64LE(at)),
  11: float(4, (bytes, at) => Number(bytes.readFloatLE(at).toPrecision(9))),
  12: float(8, (bytes, at) => bytes.readDoubleLE(at)),
  13: bare(4, (sink, bytes, start) => sink.ascii(uint32(bytes, start) === 0 ? 'false' : 'true')),
  14: text(hexBytes),
  15: text((sink, bytes, start) => sink.guid(bytes, start), 16),
  16: text((sink, bytes, start, end, escapes) =>
    (end - start === 8 ? hex64 : hex32)(sink, bytes, start, end, escapes),
  ),
  17: text(filetime, 8),
  18: text(systemtime, 16),
  [TYPE.sid]: text(sid),
  20: text(hex32, 4),
  21: text(hex64, 8),
};

const UNKNOWN = text(hexBytes);

/** Bytes that a value of a type takes by itself, undefined where that is not fixed. */
export const fixedSize = (type: number): number | undefined => TYPES[type]?.size;

/** How a value of a type and size is written: what does not have its type's size, or no known type, as its bytes in hex. */
export function valueType(type: number, size: number): ValueType {
  const known = TYPES[type] ?? UNKNOWN;
  if (known.size !== undefined && known.size !== size) return UNKNOWN;
  return type === 16 && size !== 4 && size !== 8 ? UNKNOWN : known;
}
