import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FieldName, fieldType } from '../../src/model/field.ts';
import { caseOf, ndjson } from '../support/case.ts';
import { eventRows } from '../support/events.ts';

const SHARED = join(import.meta.dirname, '../../../shared');
const CASES = join(SHARED, 'spec/source-conformance.json');
const SOURCES = new Set([
  'windows_sysmon_operational',
  'windows_forwarded',
  'system_security',
  'winlogbeat',
  'endpoint',
]);

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
  ? (JSON.parse(readFileSync(CASES, 'utf8')) as Conformance[]).filter(({ source }) => SOURCES.has(source))
  : [];

/** The value at a dotted path of a nested document. */
const at = (document: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);

/** The documents of a file; those that Elastic makes stand there under `expected`. */
const documentsOf = (path: string): unknown[] =>
  readFileSync(join(SHARED, path), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { expected?: unknown })
    .map((each) => each.expected ?? each);

/** A value as it compares: times in milliseconds, ids in one spelling. */
function canonical(field: FieldName, value: unknown): unknown {
  if (fieldType(field) === 'date') return Math.floor(Date.parse(String(value)));
  if (field.endsWith('entity_id')) return String(value).replace(/[{}]/g, '').toUpperCase();
  return value;
}

const pairs = [...new Set(cases.map(({ raw, expected }) => `${raw}\n${expected}`))].map((pair) => {
  const [raw, expected] = pair.split('\n') as [string, string];
  return { raw, expected, cases: cases.filter((each) => each.raw === raw && each.expected === expected) };
});

describe.skipIf(cases.length === 0)(
  `what Elastic makes of records (skipped where ${CASES} is absent)`,
  () => {
    it('is more than twenty cases', () => expect(cases.length).toBeGreaterThan(20));

    it.each(pairs)('$raw', async ({ raw, expected, cases: own }) => {
      for (const side of ['raw', 'expected'] as const) {
        await using loaded = await caseOf({
          'x.ndjson': ndjson(documentsOf(side === 'raw' ? raw : expected)),
        });
        const rows = await eventRows(loaded);
        for (const each of own) {
          const line = side === 'raw' ? each.raw_line : each.expected_line;
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
    });
  },
);
