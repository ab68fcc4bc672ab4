import { CHUNK_BYTES, CHUNK_TEXT_BYTES } from '../chunk.ts';
import { ESCAPE_TABLE_BYTES, ESCAPES } from '../escapes.ts';
import { CODE } from './code.ts';

/** Where things lie in the memory; the code knows those of `record.wat` and `numbers.wat` by number. */
export const AT = {
  /** The chunk, so that its offsets are addresses. */
  chunk: 0,
  length: CHUNK_BYTES,
  limit: CHUNK_BYTES + 4,
  guidOrder: 0x1_0010,
  hexPairs: 0x1_0100,
  hexDigits: 0x1_0300,
  escapes: 0x1_1000,
  values: 0x2_0000,
  steps: 0x22_0000,
  text: 0x72_0000,
} as const;

/** Eight bytes for each value of a table that fills a chunk. */
export const VALUE_TABLE_BYTES = 0x2_0000;

/** The first three groups of a GUID are little-endian. */
const GUID_ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

/** Past the limit of the text there is room for what the largest value of a chunk may become. */
const MEMORY_BYTES = AT.text + CHUNK_TEXT_BYTES + 16 * CHUNK_BYTES;
export const MEMORY_PAGES = MEMORY_BYTES / 65_536;

/** What `*.wat` exports, and tells of. */
interface Code {
  readonly memory: { readonly buffer: ArrayBuffer };
  text(at: number, end: number, to: number, escapes: number): number;
  hexBytes(at: number, end: number, to: number): number;
  same(one: number, other: number, length: number): number;
  values(at: number, count: number, table: number): number;
  value(type: number, start: number, end: number, to: number, escapes: number): number;
  json(type: number, start: number, end: number, to: number, escapes: number): number;
  run(step: number, end: number, table: number, count: number, escapes: number, isOpen: number): number;
}

/** The types of Node.js do not have these. */
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: {
    readonly Module: new (bytes: Uint8Array) => object;
    readonly Instance: new (module: object) => { readonly exports: unknown };
  };
};

const code = new WebAssembly.Module(Buffer.from(CODE, 'base64'));

/**
 * WebAssembly that writes values and records as text, in its own memory: a chunk is put there, and the text read from
 * there. It takes a third to half of the time that JavaScript takes for the same.
 */
export class Machine {
  readonly code: Code;
  readonly bytes: Buffer;
  readonly words: Int32Array;

  constructor() {
    this.code = new WebAssembly.Instance(code).exports as Code;
    this.bytes = Buffer.from(this.code.memory.buffer);
    this.words = new Int32Array(this.code.memory.buffer);
    this.words[AT.limit >> 2] = AT.text + CHUNK_TEXT_BYTES;
    this.bytes.set(GUID_ORDER, AT.guidOrder);
    for (let byte = 0; byte < 256; byte += 1)
      this.bytes.write(byte.toString(16).toUpperCase().padStart(2, '0'), AT.hexPairs + 2 * byte);
    this.bytes.write('0123456789abcdef', AT.hexDigits);
    ESCAPES.forEach(({ table }, index) => {
      this.bytes.set(table, AT.escapes + index * ESCAPE_TABLE_BYTES);
    });
  }

  /** Puts a chunk into the memory, where it is until the next. */
  load(chunk: Uint8Array): Buffer {
    this.bytes.set(chunk, AT.chunk);
    return this.bytes.subarray(AT.chunk, AT.chunk + chunk.length);
  }
}
