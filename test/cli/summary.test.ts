import { describe, expect, it } from 'vitest';
import type { IngestReport } from '../../src/analyze.ts';
import { printIngest } from '../../src/cli/print/summary.ts';
import { terminalOf } from '../../src/cli/print/terminal.ts';

const summary = (report: Partial<IngestReport>): string[] =>
  printIngest(terminalOf(process.stderr, false), {
    files: [],
    unloaded: [],
    links: {
      processes: 0,
      hosts: 0,
      hostsLinked: 0,
      processesBySeenVia: {},
      linksByMethod: {},
      merged: 0,
      cyclesCut: 0,
      findings: { copies: 0, clocks: [], conflicts: {}, malformedParents: [] },
    },
    ...report,
  }).split('\n');

const unloaded = (count: number, reason: (index: number) => string, twin = false) =>
  Array.from({ length: count }, (_, index) => ({ path: `${index}.parquet`, reason: reason(index), twin }));

describe('the summary of an ingest', () => {
  it('lists ten files that were not loaded for one reason, and groups more', () => {
    const parquet = (count: number) =>
      summary({ unloaded: unloaded(count, () => 'Parquet is not read yet') });
    expect(
      parquet(10).filter((line) => /^not loaded {2}\d\.parquet: Parquet is not read yet$/.test(line)),
    ).toHaveLength(10);
    expect(parquet(84)[0]).toBe(
      'not loaded  84 files: Parquet is not read yet: 0.parquet, 1.parquet, 2.parquet, …',
    );
    expect(parquet(84)[1]).toMatch(/^0 files/);
  });

  it('groups files that are loaded already, whichever they repeat', () => {
    const again = summary({
      unloaded: unloaded(11, (index) => `same content as ${index}, which is loaded`, true),
    });
    expect(again[0]).toBe(
      'not loaded  11 files: same content as a file that is loaded: 0.parquet, 1.parquet, 2.parquet, …',
    );
  });

  it('lists forty reasons at most', () => {
    const many = summary({ unloaded: unloaded(100, (index) => `reason ${index}`) });
    expect(many.filter((line) => line.startsWith('not loaded'))).toHaveLength(40);
    expect(many[40]).toBe('… and 60 more that were not loaded');
  });
});
