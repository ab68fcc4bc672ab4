/** Where one of a record's values goes in its template; it is null where the record has none. */
export interface SlotSpec {
  readonly slot: number;
  readonly type: number;
}

/** An element of a template: text, slots and elements in it, attributes of text and slots. */
export interface ElementSpec {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | SlotSpec>>;
  readonly children: readonly (string | SlotSpec | ElementSpec)[];
}

export const element = (
  name: string,
  attributes: ElementSpec['attributes'] = {},
  ...children: ElementSpec['children']
): ElementSpec => ({ name, attributes, children });

export const slot = (index: number, type = 0x01): SlotSpec => ({ slot: index, type });

/** A value of a BinXML type, or binary XML of its own. */
export type ValueSpec =
  | { readonly type: number; readonly bytes: Buffer }
  | { readonly template: ElementSpec; readonly values: readonly ValueSpec[] };

const typed = (type: number, bytes: Buffer): ValueSpec => ({ type, bytes });

function number(type: number, size: number, write: (bytes: Buffer) => void): ValueSpec {
  const bytes = Buffer.alloc(size);
  write(bytes);
  return { type, bytes };
}

/** Makers of values, named after their types. */
export const value = {
  null: typed(0x00, Buffer.alloc(0)),
  text: (text: string) => typed(0x01, Buffer.from(text, 'utf16le')),
  ansi: (text: string) => typed(0x02, Buffer.from(text, 'latin1')),
  int8: (n: number) => number(0x03, 1, (bytes) => bytes.writeInt8(n)),
  uint8: (n: number) => number(0x04, 1, (bytes) => bytes.writeUInt8(n)),
  int16: (n: number) => number(0x05, 2, (bytes) => bytes.writeInt16LE(n)),
  uint16: (n: number) => number(0x06, 2, (bytes) => bytes.writeUInt16LE(n)),
  int32: (n: number) => number(0x07, 4, (bytes) => bytes.writeInt32LE(n)),
  uint32: (n: number) => number(0x08, 4, (bytes) => bytes.writeUInt32LE(n)),
  int64: (n: bigint) => number(0x09, 8, (bytes) => bytes.writeBigInt64LE(n)),
  uint64: (n: bigint) => number(0x0a, 8, (bytes) => bytes.writeBigUInt64LE(n)),
  float: (n: number) => number(0x0b, 4, (bytes) => bytes.writeFloatLE(n)),
  double: (n: number) => number(0x0c, 8, (bytes) => bytes.writeDoubleLE(n)),
  bool: (n: number) => number(0x0d, 4, (bytes) => bytes.writeUInt32LE(n)),
  binary: (hex: string) => typed(0x0e, Buffer.from(hex, 'hex')),
  guid: (hex: string) => typed(0x0f, Buffer.from(hex, 'hex')),
  size: (hex: string) => typed(0x10, Buffer.from(hex, 'hex')),
  filetime: (ticks: bigint) => number(0x11, 8, (bytes) => bytes.writeBigUInt64LE(ticks)),
  systemtime: (...parts: number[]) =>
    number(0x12, 16, (bytes) => {
      for (const [index, part] of parts.entries()) bytes.writeUInt16LE(part, 2 * index);
    }),
  sid: (authority: number, ...parts: number[]) =>
    number(0x13, 8 + 4 * parts.length, (bytes) => {
      bytes.writeUInt8(1, 0);
      bytes.writeUInt8(parts.length, 1);
      bytes.writeUIntBE(authority, 2, 6);
      for (const [index, part] of parts.entries()) bytes.writeUInt32LE(part, 8 + 4 * index);
    }),
  hex32: (n: number) => number(0x14, 4, (bytes) => bytes.writeUInt32LE(n)),
  hex64: (n: bigint) => number(0x15, 8, (bytes) => bytes.writeBigUInt64LE(n)),
  texts: (...texts: string[]) =>
    typed(0x81, Buffer.from(texts.map((text) => `${text}\0`).join(''), 'utf16le')),
  array: (type: number, ...hex: string[]) => typed(0x80 | type, Buffer.from(hex.join(''), 'hex')),
  xml: (template: ElementSpec, ...values: ValueSpec[]): ValueSpec => ({ template, values }),
  /** Any bytes under any type. */
  raw: typed,
};
