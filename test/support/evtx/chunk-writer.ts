import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ElementSpec, SlotSpec, ValueSpec } from './xml.ts';

const CHUNK_BYTES = 65_536;
const HEADER_BYTES = 512;

/** A record: where its content stands in a template, and its values. */
export interface RecordSpec {
  readonly id: bigint;
  /** FILETIME. */
  readonly written: bigint;
  readonly template: ElementSpec;
  readonly values: readonly ValueSpec[];
}

/** A template's GUID: its text, hashed. */
const guidOf = (template: ElementSpec): Buffer => createHash('md5').update(JSON.stringify(template)).digest();

/** Builds one chunk: names and templates are written where they are first used, as Windows does. */
export class ChunkWriter {
  readonly bytes = Buffer.alloc(CHUNK_BYTES);
  /** Where each record begins. */
  readonly records: number[] = [];
  /** Where each template is defined. */
  readonly templates = new Map<ElementSpec, number>();
  #at = HEADER_BYTES;
  readonly #names = new Map<string, number>();
  #firstId: bigint | undefined;
  #lastId = 0n;

  /** Whether another record of some kilobytes fits. */
  get hasRoom(): boolean {
    return this.#at < CHUNK_BYTES - 12_000;
  }

  record({ id, written, template, values }: RecordSpec): void {
    const start = this.#at;
    this.records.push(start);
    this.#firstId ??= id;
    this.#lastId = id;
    this.#u32(0x2a2a);
    this.#u32(0);
    this.#u64(id);
    this.#u64(written);
    this.#fragment(template, values);
    while ((this.#at + 4 - start) % 8 !== 0) this.#u8(0);
    const size = this.#at + 4 - start;
    this.#u32(size);
    this.bytes.writeUInt32LE(size, start + 4);
  }

  /** The chunk with its header, ready for a file. */
  finish(): Buffer {
    const { bytes } = this;
    bytes.write('ElfChnk\0', 0, 'latin1');
    for (const at of [8, 24]) bytes.writeBigUInt64LE(this.#firstId ?? 0n, at);
    for (const at of [16, 32]) bytes.writeBigUInt64LE(this.#lastId, at);
    bytes.writeUInt32LE(128, 40);
    bytes.writeUInt32LE(this.records.at(-1) ?? 0, 44);
    bytes.writeUInt32LE(this.#at, 48);
    bytes.writeUInt32LE(crc32(bytes.subarray(HEADER_BYTES, this.#at)), 52);
    bytes.writeUInt32LE(crc32(bytes.subarray(128, HEADER_BYTES), crc32(bytes.subarray(0, 120))), 124);
    return bytes;
  }

  #fragment(template: ElementSpec, values: readonly ValueSpec[]): void {
    this.#tokens(0x0f, 1, 1, 0, 0x0c, 1);
    this.#append(guidOf(template).subarray(0, 4));
    const known = this.templates.get(template);
    this.#u32(known ?? this.#at + 4);
    if (known === undefined) this.#definition(template);
    this.#u32(values.length);
    const table = this.#at;
    this.#at += 4 * values.length;
    for (const [index, value] of values.entries()) {
      const start = this.#at;
      if ('bytes' in value) this.#append(value.bytes);
      else this.#fragment(value.template, value.values);
      this.bytes.writeUInt16LE(this.#at - start, table + 4 * index);
      this.bytes.writeUInt8('bytes' in value ? value.type : 0x21, table + 4 * index + 2);
    }
    this.#u8(0);
  }

  #definition(template: ElementSpec): void {
    this.templates.set(template, this.#at);
    this.#u32(0);
    this.#append(guidOf(template));
    this.#u32(0);
    const start = this.#at;
    this.#tokens(0x0f, 1, 1, 0);
    this.#element(template);
    this.#u8(0);
    this.bytes.writeUInt32LE(this.#at - start, start - 4);
  }

  #element({ name, attributes, children }: ElementSpec): void {
    const named = Object.entries(attributes);
    this.#u8(named.length > 0 ? 0x41 : 0x01);
    this.#u16(0xffff);
    const size = this.#sizeLater();
    this.#name(name);
    if (named.length > 0) {
      const attributesSize = this.#sizeLater();
      for (const [index, [key, content]] of named.entries()) {
        this.#u8(index < named.length - 1 ? 0x46 : 0x06);
        this.#name(key);
        this.#content(content);
      }
      attributesSize();
    }
    this.#u8(children.length === 0 ? 0x03 : 0x02);
    for (const child of children)
      if (typeof child === 'object' && 'name' in child) this.#element(child);
      else this.#content(child);
    if (children.length > 0) this.#u8(0x04);
    size();
  }

  #content(content: string | SlotSpec): void {
    if (typeof content === 'string') {
      this.#tokens(0x05, 0x01);
      this.#u16(content.length);
      this.#append(Buffer.from(content, 'utf16le'));
    } else {
      this.#u8(0x0e);
      this.#u16(content.slot);
      this.#u8(content.type);
    }
  }

  #name(name: string): void {
    const known = this.#names.get(name);
    this.#u32(known ?? this.#at + 4);
    if (known !== undefined) return;
    this.#names.set(name, this.#at);
    this.#u32(0);
    this.#u16(0);
    this.#u16(name.length);
    this.#append(Buffer.from(`${name}\0`, 'utf16le'));
  }

  /** A size field, which the returned function fills in with what came after it. */
  #sizeLater(): () => void {
    const at = this.#at;
    this.#u32(0);
    return () => this.bytes.writeUInt32LE(this.#at - at - 4, at);
  }

  #append(bytes: Buffer): void {
    if (this.#at + bytes.length > CHUNK_BYTES) throw new Error('the chunk is full');
    bytes.copy(this.bytes, this.#at);
    this.#at += bytes.length;
  }

  #tokens(...tokens: number[]): void {
    for (const token of tokens) this.#u8(token);
  }

  #u8(value: number): void {
    this.#at = this.bytes.writeUInt8(value, this.#at);
  }

  #u16(value: number): void {
    this.#at = this.bytes.writeUInt16LE(value, this.#at);
  }

  #u32(value: number): void {
    this.#at = this.bytes.writeUInt32LE(value, this.#at);
  }

  #u64(value: bigint): void {
    this.#at = this.bytes.writeBigUInt64LE(value, this.#at);
  }
}
