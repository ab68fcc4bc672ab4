import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonSplitter } from '../../src/formats/json.ts';
import type { Reject } from '../../src/model/reject.ts';

interface Split {
  records: string[];
  rejects: Reject[];
}

function split(
  json: string,
  options: { chunkBytes?: number; recordBytes?: number; damage?: string } = {},
): Split {
  const { chunkBytes = 1, recordBytes = 10_000, damage } = options;
  const records: string[] = [];
  const rejects: Reject[] = [];
  const splitter = new JsonSplitter(
    {
      record: (pieces) => records.push(Buffer.concat(pieces).toString()),
      reject: (reject) => rejects.push(reject),
    },
    { recordBytes },
  );
  const bytes = Buffer.from(json);
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    splitter.push(Buffer.from(bytes.subarray(at, at + chunkBytes)));
  }
  splitter.end(damage);
  return { records, rejects };
}

const RESPONSE = `{"took":3,"_shards":{"total":1,"hits":[9]},"hits":{"total":{"value":2},"hits":[
  {"_id":"a","_source":{"hits":{"hits":[{"x":1}]}}},
  {"_id":"b"}
],"max_score":null},"aggregations":{"top":{"hits":{"hits":[{"z":1}]}}}}`;
const RESPONSE_RECORDS = ['{"_id":"a","_source":{"hits":{"hits":[{"x":1}]}}}', '{"_id":"b"}'];

describe('JsonSplitter', () => {
  it.each<[string, string, string[]]>([
    ['an empty array', '[]', []],
    ['an empty document, which is a record', '{}', ['{}']],
    ['no text', ' \n ', []],
    ['an array', '[{"a":1},{"b":[1,{"x":"]"}]}]', ['{"a":1}', '{"b":[1,{"x":"]"}]}']],
    ['documents one after another', '{"a":1}{"b":2}\n{"c":3}', ['{"a":1}', '{"b":2}', '{"c":3}']],
    ['documents with commas between', '{"a":1},\n{"b":2},\n', ['{"a":1}', '{"b":2}']],
    ['arrays one after another', '[{"a":1}][{"b":2}]', ['{"a":1}', '{"b":2}']],
    ['a pretty-printed document', '{\r\n "a": {\n  "b": "\\"}"\n }\n}', ['{   "a": {   "b": "\\"}"  } }']],
    ['a search response', RESPONSE, RESPONSE_RECORDS],
    ['search responses in a row', `${RESPONSE}\n${RESPONSE}`, [...RESPONSE_RECORDS, ...RESPONSE_RECORDS]],
    ['a search response in an array', `[${RESPONSE},{"c":1}]`, [...RESPONSE_RECORDS, '{"c":1}']],
    ['a search response with spaces', '{ "hits" :\n{ "hits" :\t[ {"a":1} ] } }', ['{"a":1}']],
    ['a search response without hits', '{"hits":{"total":0,"hits":[]},"took":1}', []],
    [
      'a record with another key that ends like it',
      '{"x\\"hits":{"hits":[1]}}',
      ['{"x\\"hits":{"hits":[1]}}'],
    ],
    ['a record whose hits are no response', '{"hits":[{"hits":[1]}]}', ['{"hits":[{"hits":[1]}]}']],
    [
      'a record whose hits come apart',
      '{"hits":{"a":1},"b":{"hits":[1]}}',
      ['{"hits":{"a":1},"b":{"hits":[1]}}'],
    ],
  ])('splits %s, whatever the chunks', (_, json, records) => {
    for (const chunkBytes of [1, 2, 7, 1_000_000]) {
      expect(split(json, { chunkBytes })).toEqual({ records, rejects: [] });
    }
  });

  it('rejects elements that are not objects under their numbers', () => {
    const { records, rejects } = split('[1,"x, ]",[{}],null,tru,{"a":1}]');
    expect(records).toEqual(['{"a":1}']);
    expect(rejects).toEqual([
      { record: 1, reason: 'not an object', excerpt: '1' },
      { record: 2, reason: 'not an object', excerpt: '"x, ]"' },
      { record: 3, reason: 'not an object', excerpt: '[{}]' },
      { record: 4, reason: 'not an object', excerpt: 'null' },
      { record: 5, reason: 'not JSON', excerpt: 'tru' },
    ]);
  });

  it('rejects garbage between documents, and goes on', () => {
    const { records, rejects } = split('{"a":1}\nhello "{" world {"b":2}\n}{"c":3}');
    expect(records).toEqual(['{"a":1}', '{"b":2}', '{"c":3}']);
    expect(rejects.map(({ record, reason }) => [record, reason])).toEqual([
      [2, 'not JSON'],
      [4, 'not JSON'],
    ]);
  });

  it.each([
    ['a string without end', '[\n{"a":1},\n{"b":"x},\n{"c":3}\n]'],
    ['a line end that is escaped', '[\n{"a":1},\n{"b":"x\\\n"},\n{"c":3}\n]'],
    ['brackets that do not match', '[\n{"a":1},\n{"b":[2},\n{"c":3}\n]'],
  ])('finds the next line after %s', (_, json) => {
    for (const chunkBytes of [1, 2, 3, 1000]) {
      const { records, rejects } = split(json, { chunkBytes });
      expect(records).toEqual(['{"a":1}', '{"c":3}']);
      expect(rejects).toMatchObject([{ record: 2, reason: 'not JSON' }]);
    }
  });

  it('does not take the inside of a broken pretty-printed record for records', () => {
    const json =
      '[\n  {\n    "a": "x\n    "b": [\n      {\n        "c": 1\n      }\n    ]\n  },\n  {\n    "d": 1\n  }\n]';
    const { records, rejects } = split(json);
    expect(records.map((record) => JSON.parse(record))).toEqual([{ d: 1 }]);
    expect(rejects).toMatchObject([{ record: 1, reason: 'not JSON' }]);
  });

  it('rejects what is cut off once, wherever the cut is', () => {
    const whole = JSON.stringify([{ a: 1 }, { b: 'x]' }, [2], { c: { d: [3] } }]);
    for (let bytes = 1; bytes < whole.length; bytes += 1) {
      const { records, rejects } = split(whole.slice(0, bytes));
      const cutOff = rejects.filter(({ reason }) => reason === 'cut off');
      expect(cutOff, whole.slice(0, bytes)).toHaveLength(1);
      expect(cutOff[0]?.record).toBe(records.length + rejects.length);
    }
    expect(split(whole).rejects).toMatchObject([{ record: 3, reason: 'not an object' }]);
  });

  it('rejects a cut-off search response once, and keeps its hits', () => {
    for (let bytes = 1; bytes < RESPONSE.length; bytes += 1) {
      const { records, rejects } = split(RESPONSE.slice(0, bytes));
      expect(rejects).toMatchObject([{ record: records.length + 1, reason: 'cut off' }]);
    }
  });

  it('says why a stream ended early even where its text is complete', () => {
    expect(split('{"a":1}', { damage: 'corrupt' }).rejects).toEqual([
      { record: 2, reason: 'corrupt', excerpt: '' },
    ]);
  });

  it('rejects a record that is too long without holding it', () => {
    const long = 'y'.repeat(5000);
    const { records, rejects } = split(`[{"a":1},{"long":"${long}"},{"b":2}]`, {
      recordBytes: 1000,
      chunkBytes: 64,
    });
    expect(records).toEqual(['{"a":1}', '{"b":2}']);
    expect(rejects).toMatchObject([{ record: 2, reason: 'record too long' }]);
    expect(rejects[0]?.excerpt).toBe(`{"long":"${'y'.repeat(191)}`);
  });

  it('reads a search response whose beginning is longer than a record may be', () => {
    const json = `{"aggregations":{"long":"${'y'.repeat(5000)}"},"hits":{"hits":[{"a":1}]}}`;
    const found = split(json, { recordBytes: 1000, chunkBytes: 3 });
    expect(found).toEqual({ records: ['{"a":1}'], rejects: [] });
  });

  it('returns the objects of any list of JSON values, however it is written', () => {
    const separators = ['\n', ' ', '\r\n'];
    const property = fc.property(
      fc.array(
        fc.oneof(
          { weight: 3, arbitrary: fc.dictionary(fc.string(), fc.jsonValue()) },
          { weight: 1, arbitrary: fc.jsonValue() },
        ),
      ),
      fc.constantFrom('array', 'pretty array', 'lines', 'pretty documents'),
      fc.constantFrom(...separators),
      fc.integer({ min: 1, max: 50 }),
      (values, writing, separator, chunkBytes) => {
        const documents = values.filter(isRecord);
        const written: Record<typeof writing, () => string> = {
          array: () => JSON.stringify(values),
          'pretty array': () => JSON.stringify(values, null, 2),
          lines: () => documents.map((value) => JSON.stringify(value)).join(separator),
          'pretty documents': () =>
            documents.map((value) => JSON.stringify(value, null, '\t')).join(separator),
        };
        const { records, rejects } = split(written[writing](), { chunkBytes, recordBytes: 1_000_000 });
        const expected = documents.filter((value) => !isSearchResponse(value as Record<string, unknown>));
        expect(records.map((record) => JSON.parse(record))).toEqual(JSON.parse(JSON.stringify(expected)));
        expect(records.some((record) => record.includes('\n'))).toBe(false);
        const isWhole = writing.includes('array');
        expect(rejects).toHaveLength(isWhole ? values.length - documents.length : 0);
      },
    );
    fc.assert(property, { numRuns: 500 });
  });
});

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSearchResponse(value: Record<string, unknown>): boolean {
  return isRecord(value.hits) && Array.isArray(value.hits.hits);
}
