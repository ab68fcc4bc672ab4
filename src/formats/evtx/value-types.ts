import type { Escapes, Sink } from './sink.ts';
import { filetimeText, systemtimeText } from './time-text.ts';

/** Writes the bytes `[start, end)` of a chunk as text. */
type Write = (sink: Sink, bytes: Buffer, start: number, end: number, escapes: Escapes) => void;

interface ValueType {
  /** Bytes that a value takes; undefined where the value's own size tells. */
  readonly size?: number;
  /** Whether the text is a JSON number or word. */
  readonly isBare?: boolean;
  readonly write: Write;
}

/** BinXML's value types that are told apart by what uses them. */
export const TYPE = { null: 0x00, string: 0x01, ansi: 0x02, sid: 0x13, binxml: 0x21, array: 0x80 } as const;

const HEX = '0123456789ABCDEF';

const hexBytes: Write = (sink, bytes, start, end) => {
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    sink.code(HEX.charCodeAt(byte >> 4));
    sink.code(HEX.charCodeAt(byte & 15));
  }
};

const string: Write = (sink, bytes, start, end, escapes) => {
  let last = end;
  while (last - 2 >= start && bytes[last - 1] === 0 && bytes[last - 2] === 0) last -= 2;
  sink.utf16(bytes, start, last, escapes);
};

const windows1252 = new TextDecoder('windows-1252');

const ansi: Write = (sink, bytes, start, end, escapes) =>
  sink.text(windows1252.decode(bytes.subarray(start, end)).replace(/\0+$/, ''), escapes);

const number = (size: number, read: (bytes: Buffer, at: number) => number): ValueType => ({
  size,
  isBare: true,
  write: (sink, bytes, start) => sink.ascii(String(read(bytes, start))),
});

/** Not bare: most readers of JSON lose digits of integers beyond 2^53. */
const long = (read: (bytes: Buffer, at: number) => bigint): ValueType => ({
  size: 8,
  write: (sink, bytes, start) => {
    const isSmall = bytes.readUInt32LE(start + 4) === 0;
    sink.ascii(String(isSmall ? bytes.readUInt32LE(start) : read(bytes, start)));
  },
});

const float = (size: number, read: (bytes: Buffer, at: number) => number): ValueType => ({
  size,
  write: (sink, bytes, start) => sink.ascii(String(read(bytes, start))),
});

const hex32: Write = (sink, bytes, start) => sink.ascii(`0x${bytes.readUInt32LE(start).toString(16)}`);

const hex64: Write = (sink, bytes, start) => {
  const high = bytes.readUInt32LE(start + 4);
  const low = bytes.readUInt32LE(start).toString(16);
  sink.ascii(high === 0 ? `0x${low}` : `0x${high.toString(16)}${low.padStart(8, '0')}`);
};

/** Where each of a GUID's digits comes from: the first three groups are little-endian. */
const GUID_ORDER = [3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15];

const guid: Write = (sink, bytes, start) => {
  sink.code(0x7b);
  for (const place of GUID_ORDER)
    if (place < 0) sink.code(0x2d);
    else hexBytes(sink, bytes, start + place, start + place + 1, NOTHING);
  sink.code(0x7d);
};

const NOTHING: Escapes = { plain: new Uint8Array(0x80), replacements: [], loneSurrogate: () => '' };

const sid: Write = (sink, bytes, start, end, escapes) => {
  const parts = bytes[start + 1] as number;
  if (end - start < 8 || end - start < sidBytes(bytes, start))
    return hexBytes(sink, bytes, start, end, escapes);
  sink.ascii(`S-${bytes[start]}-${bytes.readUIntBE(start + 2, 6)}`);
  for (let part = 0; part < parts; part += 1) sink.ascii(`-${bytes.readUInt32LE(start + 8 + 4 * part)}`);
};

/** Bytes of the SID that begins at an offset. */
export const sidBytes = (bytes: Buffer, start: number): number => 8 + 4 * (bytes[start + 1] as number);

const TYPES: Readonly<Record<number, ValueType>> = {
  [TYPE.null]: { write: () => {} },
  [TYPE.string]: { write: string },
  [TYPE.ansi]: { write: ansi },
  3: number(1, (bytes, at) => bytes.readInt8(at)),
  4: number(1, (bytes, at) => bytes.readUInt8(at)),
  5: number(2, (bytes, at) => bytes.readInt16LE(at)),
  6: number(2, (bytes, at) => bytes.readUInt16LE(at)),
  7: number(4, (bytes, at) => bytes.readInt32LE(at)),
  8: number(4, (bytes, at) => bytes.readUInt32LE(at)),
  9: long((bytes, at) => bytes.readBigInt64LE(at)),
  10: long((bytes, at) => bytes.readBigUInt64LE(at)),
  11: float(4, (bytes, at) => Number(bytes.readFloatLE(at).toPrecision(9))),
  12: float(8, (bytes, at) => bytes.readDoubleLE(at)),
  13: {
    size: 4,
    isBare: true,
    write: (sink, bytes, start) => sink.ascii(bytes.readUInt32LE(start) === 0 ? 'false' : 'true'),
  },
  14: { write: hexBytes },
  15: { size: 16, write: guid },
  16: {
    write: (sink, bytes, start, end, escapes) =>
      (end - start === 8 ? hex64 : hex32)(sink, bytes, start, end, escapes),
  },
  17: {
    size: 8,
    write: (sink, bytes, start) =>
      sink.ascii(filetimeText(bytes.readUInt32LE(start), bytes.readUInt32LE(start + 4))),
  },
  18: {
    size: 16,
    write: (sink, bytes, start) =>
      sink.ascii(
        systemtimeText(Array.from({ length: 8 }, (_, part) => bytes.readUInt16LE(start + 2 * part))),
      ),
  },
  [TYPE.sid]: { write: sid },
  20: { size: 4, write: hex32 },
  21: { size: 8, write: hex64 },
};

const UNKNOWN: ValueType = { write: hexBytes };

/** Bytes that a value of a type takes by itself, undefined where that is not fixed. */
export const fixedSize = (type: number): number | undefined => TYPES[type]?.size;

/** How a value of a type and size is written: what does not have its type's size, or no known type, as its bytes in hex. */
export function valueType(type: number, size: number): ValueType {
  const known = TYPES[type] ?? UNKNOWN;
  if (known.size !== undefined && known.size !== size) return UNKNOWN;
  return type === 16 && size !== 4 && size !== 8 ? UNKNOWN : known;
}
