import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FieldName, fieldType } from '../../src/model/field.ts';
import { caseFrom, caseOf, ndjson, type TestCase } from '../support/case.ts';
import { eventRows } from '../support/events.ts';

const SHARED = join(import.meta.dirname, '../../../shared');
const CASES = join(SHARED, 'spec/source-conformance.json');
/** One vendor record, what Elastic's pipeline makes of it, and the fields in which that is right. */
interface Conformance {
  readonly source: string;
  readonly raw: string;
  readonly raw_line: number;
  readonly expected: string;
  readonly expected_line: number;
  readonly kind: string;
  readonly fields_agree: readonly string[];
}

const cases: Conformance[] = existsSync(CASES)
  ? (JSON.parse(readFileSync(CASES, 'utf8')) as Conformance[])
  : [];

/** The value at a dotted path of a nested document. */
const at = (document: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);

/** The documents of a file; those that Elastic makes stand there under `expected`. */
function documentsOf(path: string): unknown[] {
  const text = readFileSync(join(SHARED, path), 'utf8').trimEnd();
  const lines = path.endsWith('.ndjson') ? text.split('\n') : [text];
  return lines.map((line) => JSON.parse(line) as { expected?: unknown }).map((each) => each.expected ?? each);
}

/** What Elastic's pipeline has made of the same records until 2023, where the expected document is a later one. */
const exportOf = ({ raw, expected, raw_line, expected_line }: Conformance): { path: string; line: number } =>
  expected.includes('.current-ecs.')
    ? { path: raw.replace('.raw.', '.expected.'), line: raw_line }
    : { path: expected, line: expected_line };

/** A value as it compares: times in milliseconds, ids in one spelling. */
function canonical(field: FieldName, value: unknown): unknown {
  if (fieldType(field) === 'date') return Math.floor(Date.parse(String(value)));
  if (field.endsWith('entity_id')) return String(value).replace(/[{}]/g, '').toUpperCase();
  return value;
}

/** A case of a file of records; one that is no JSON is read as it is. */
const loadedFrom = (path: string): Promise<TestCase> =>
  path.endsWith('.xml')
    ? caseFrom([[join(SHARED, path)]])
    : caseOf({ 'x.ndjson': ndjson(documentsOf(path)) });

const pairs = [...new Set(cases.map(({ raw, expected }) => `${raw}\n${expected}`))].map((pair) => {
  const [raw, expected] = pair.split('\n') as [string, string];
  return { raw, expected, cases: cases.filter((each) => each.raw === raw && each.expected === expected) };
});

describe.skipIf(cases.length === 0)(
  `what Elastic makes of records (skipped where ${CASES} is absent)`,
  () => {
    it('is all of them', () => expect(cases.length).toBe(55));

    it.each(pairs)('$raw', async ({ expected, cases: own }) => {
      for (const side of ['raw', 'export'] as const) {
        for (const path of new Set(own.map((each) => (side === 'raw' ? each.raw : exportOf(each).path)))) {
          await using loaded = await loadedFrom(path);
          const rows = await eventRows(loaded);
          for (const each of own) {
            const line = side === 'raw' ? each.raw_line : exportOf(each).line;
            const document = documentsOf(expected)[each.expected_line - 1];
            const row = rows.get(line);
            const fields = each.fields_agree.filter(
              (field): field is FieldName => fieldType(field) !== undefined,
            );
            const of = (read: (field: FieldName) => unknown): Record<string, unknown> =>
              Object.fromEntries(fields.map((field) => [field, canonical(field, read(field))]));
            expect(
              of((field) => row?.[field]),
              `${side} line ${line}, ${each.kind}`,
            ).toEqual(of((field) => at(document, field)));
          }
        }
      }
    });
  },
);
