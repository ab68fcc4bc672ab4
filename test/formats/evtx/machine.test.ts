import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JSON_EXACT, XML_TEXT } from '../../../src/formats/evtx/escapes.ts';
import { MEMORY_PAGES } from '../../../src/formats/evtx/machine/machine.ts';
import { takeSink } from '../../../src/formats/evtx/sinks.ts';
import { assemble } from '../../support/wat/assemble.ts';

const FOLDER = 'src/formats/evtx/machine';
const SOURCES = ['text', 'numbers', 'time', 'record'];
const sink = takeSink();

/** What a value is written as, at an odd place of the chunk. */
function written(type: number, bytes: Buffer, form: 'json' | 'value' = 'value'): string | undefined {
  sink.clear();
  sink.load(Buffer.concat([Buffer.alloc(7, 0xff), bytes, Buffer.alloc(9, 0xff)]));
  const isWritten = sink[form](type, 7, 7 + bytes.length, form === 'json' ? JSON_EXACT : XML_TEXT);
  return isWritten ? sink.written().toString() : undefined;
}

function long(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, value));
  return bytes;
}

it('the code is what its source says; -u writes it', async () => {
  const source = SOURCES.map((name) => readFileSync(`${FOLDER}/${name}.wat`, 'utf8')).join('\n');
  const code = assemble(source, MEMORY_PAGES).toString('base64');
  const comment = `/** The machine's code: \`*.wat\` of this folder as a module. \`npx vitest run test/formats/evtx/machine.test.ts -u\` writes it. */`;
  await expect(`${comment}\nexport const CODE =\n  '${code}';\n`).toMatchFileSnapshot(
    `../../../${FOLDER}/code.ts`,
  );
});

describe('the machine writes as JavaScript does', () => {
  const unit = fc.oneof(fc.nat(0x7f), fc.nat(0xffff), fc.integer({ min: 0xd700, max: 0xe000 }));
  const bits = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.bigInt({ min: 0n, max: 2n ** 34n }));

  it('any UTF-16, half surrogate pairs too', () => {
    fc.assert(
      fc.property(fc.array(unit), (units) => {
        const text = `${String.fromCharCode(...units)}.`;
        expect(written(1, Buffer.from(text, 'utf16le'), 'json')).toBe(JSON.stringify(text));
      }),
    );
  });

  it('64 bits in decimal and in hex', () => {
    fc.assert(
      fc.property(bits, (value) => {
        expect(written(10, long(value))).toBe(String(value));
        expect(written(9, long(-value))).toBe(String(BigInt.asIntN(64, -value)));
        expect(written(21, long(value))).toBe(`0x${value.toString(16)}`);
      }),
    );
  });

  it('times to the year 2970', () => {
    const ticks = fc.bigInt({ min: 0n, max: (0x0600_0001n << 32n) - 1n });
    fc.assert(
      fc.property(ticks, fc.boolean(), (any, isEdge) => {
        // At the edge of a day, too.
        const time = isEdge ? any - (any % 864_000_000_000n) : any;
        const date = new Date(Number(time / 10_000n) - 11_644_473_600_000).toISOString().slice(0, 20);
        expect(written(17, long(time))).toBe(`${date}${String(time % 10_000_000n).padStart(7, '0')}Z`);
      }),
      { numRuns: 1000 },
    );
  });

  it('SIDs and bytes', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 48n - 1n), fc.array(fc.nat(0xffff_ffff)), (authority, parts) => {
        const bytes = Buffer.alloc(8 + 4 * parts.length);
        bytes.writeBigUInt64BE(authority);
        bytes.set([1, parts.length]);
        for (const [index, part] of parts.entries()) bytes.writeUInt32LE(part, 8 + 4 * index);
        expect(written(19, bytes)).toBe(['S-1', authority, ...parts].join('-'));
        expect(written(19, bytes.subarray(0, -1))).toBeUndefined();
        expect(written(14, bytes)).toBe(bytes.toString('hex').toUpperCase());
      }),
    );
  });
});
