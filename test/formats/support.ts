import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterAll } from 'vitest';
import { fileBytes } from '../../src/formats/byte-source.ts';
import { decompress } from '../../src/formats/decompress.ts';
import { LIMITS, type Limits } from '../../src/formats/limits.ts';
import { type Prepared, type PreparedFile, prepareFile } from '../../src/formats/prepare.ts';

/** A new folder that is removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-formats-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file below `folder` and returns its path. */
export function put(folder: string, name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** The unpacked text of a prepared file. */
export async function textOf(file: PreparedFile): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of decompress(fileBytes(file.file), file.compression)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

export type Read = { prepared: Prepared; text: string };

/** Prepares one input and reads each file while it is there. */
export async function prepareAll(
  path: string,
  tempDir: string,
  limits: Partial<Limits> = {},
): Promise<Read[]> {
  const all: Read[] = [];
  for await (const prepared of prepareFile(path, { tempDir, limits: { ...LIMITS, ...limits } })) {
    all.push({ prepared, text: prepared.kind === 'records' ? await textOf(prepared) : '' });
  }
  return all;
}

/** The only file of an input, which has to have records. */
export async function prepareOne(
  path: string,
  tempDir: string,
  limits: Partial<Limits> = {},
): Promise<PreparedFile & { text: string }> {
  const [first, ...others] = await prepareAll(path, tempDir, limits);
  if (first?.prepared.kind !== 'records' || others.length > 0) {
    throw new Error(`expected one file with records, got ${JSON.stringify([first, ...others])}`);
  }
  return { ...first.prepared, text: first.text };
}

/** What an input yields in short: `path: container` and `path: - reason`, paths after the input's. */
export async function outline(
  path: string,
  tempDir: string,
  limits: Partial<Limits> = {},
): Promise<string[]> {
  const all = await prepareAll(path, tempDir, limits);
  return all.map(({ prepared }) => {
    const what = prepared.kind === 'records' ? prepared.container : `- ${prepared.reason}`;
    return `${prepared.path.slice(path.length)}: ${what}`;
  });
}

export interface ZipEntry {
  readonly name: string | Buffer;
  readonly content: string | Buffer;
  /** 0 stored, 8 deflated; others are only written into the header. */
  readonly method?: number;
  readonly flags?: number;
  /** Unix mode of the file. */
  readonly mode?: number;
  readonly checksum?: number;
  /** Takes the place of the packed bytes. */
  readonly packed?: Buffer;
  /** Index of an earlier entry whose bytes are meant instead of own ones. */
  readonly sameAs?: number;
}

/** A zip by hand, so that it can be wrong on purpose. */
export function zipOf(entries: readonly ZipEntry[], trailing = ''): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name as string);
    const content = Buffer.from(entry.content as string);
    const method = entry.method ?? 8;
    const packed = entry.packed ?? (method === 0 ? content : deflateRawSync(content));
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt16LE(entry.flags ?? 0x800, 2);
    header.writeUInt16LE(method, 4);
    header.writeUInt32LE(entry.checksum ?? crc32(content), 10);
    header.writeUInt32LE(packed.length, 14);
    header.writeUInt32LE(content.length, 18);
    header.writeUInt16LE(name.length, 22);
    offsets.push(entry.sameAs === undefined ? offset : (offsets[entry.sameAs] ?? 0));
    if (entry.sameAs === undefined) {
      const local = Buffer.concat([Buffer.from('PK\x03\x04'), header, name, packed]);
      parts.push(local);
      offset += local.length;
    }
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    rest.writeUInt32LE(offsets.at(-1) ?? 0, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), header, rest, name]));
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, central, Buffer.from('PK\x05\x06'), end, Buffer.from(trailing)]);
}

export type TarEntry = { name: string; content?: string | Buffer; type?: 'file' | 'symlink' | 'directory' };

/** A tar of the entries. */
export async function tarOf(entries: readonly TarEntry[]): Promise<Buffer> {
  const archive = pack();
  for (const { name, content = '', type = 'file' } of entries) {
    if (type === 'file') archive.entry({ name, type }, content);
    else archive.entry({ name, type, linkname: 'elsewhere' });
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive as unknown as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Content of a file, to compare with. */
export function contentOf(path: string): Buffer {
  return readFileSync(path);
}
