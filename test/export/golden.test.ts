import { describe, expect, it } from 'vitest';
import { TREE_FORMATS } from '../../src/cli/formats.ts';
import type { TreeExporter } from '../../src/export/index.ts';
import { excerpt } from '../../src/hunt/excerpt.ts';
import type { TreeExcerpt } from '../../src/model/tree-excerpt.ts';
import { triageReference } from '../../src/rules/triage-reference.ts';
import { judge } from '../../src/triage/judge.ts';
import { caseFrom } from '../support/case.ts';
import { bytesOf, textOf } from '../support/pieces.ts';
import { shippedRule } from '../support/rules.ts';

/** How the golden file of each format is called. What is no text is held to its content by other tests. */
const GOLDENS: Record<string, string | undefined> = {
  html: undefined,
  svg: 'svg',
  png: undefined,
  graphviz: 'graphviz.svg',
  dot: 'dot',
  mermaid: 'mmd',
  graphml: 'graphml',
  gexf: 'gexf',
  json: 'json',
  elastic: 'elastic.json',
  csv: 'csv',
  arrow: undefined,
  parquet: undefined,
  ecs: 'ecs.ndjson',
  sarif: 'sarif.json',
  navigator: 'navigator.json',
  timesketch: 'timesketch.csv',
};
const RULE = await shippedRule(314);
const REFERENCE = await triageReference();
const SCOPE = { kind: 'entity', name: 'WS-014:6292' } as const;
const CAPS = { siblings: 2, descendants: 6 };

/** The example's files whole, and the two logs of one host in two orders and one after the other. */
const WINDOWS = ['fixtures/example/ws-014-sysmon.ndjson', 'fixtures/example/ws-014-security.ndjson'] as const;
const [shown, ...reordered] = await Promise.all(
  [[['fixtures/example']], [WINDOWS], [[...WINDOWS].reverse()], [[WINDOWS[1]], [WINDOWS[0]]]].map(
    async (groups) => {
      await using loaded = await caseFrom(groups);
      const around = await excerpt(loaded.database, SCOPE, { rules: [RULE], caps: CAPS });
      return { ...around, alerts: await judge(loaded.database, around.alerts, { reference: REFERENCE }) };
    },
  ),
);

const write = (format: string, of: TreeExcerpt) => (TREE_FORMATS[format] as TreeExporter)(of, [RULE.rule]);

it('knows every format', () => {
  expect(Object.keys(TREE_FORMATS).sort()).toEqual(Object.keys(GOLDENS).sort());
});

describe.each(Object.entries(GOLDENS))('%s', (format, ending) => {
  it.runIf(ending !== undefined)('writes the shipped example as it always did', async () => {
    const golden = `${import.meta.dirname}/../../fixtures/golden/example-tree.${ending}`;
    await expect(await textOf(write(format, shown as TreeExcerpt))).toMatchFileSnapshot(golden);
  });

  it('writes the same bytes in whatever order the files come', async () => {
    const [first, ...others] = await Promise.all(
      reordered.map((found) => bytesOf(write(format, found as TreeExcerpt))),
    );
    for (const other of others) expect(other.equals(first as Buffer)).toBe(true);
  });
});

it('the picture shows the chain, both alerts and what a cap left out', async () => {
  const picture = await textOf(write('svg', shown as TreeExcerpt));
  for (const name of ['System', 'WINWORD.EXE', 'OneDriveUpd.exe', 'svchost.exe', 'cmd.exe', 'T1055.012'])
    expect(picture).toContain(name);
  expect(picture).toContain('4 descendants of svchost.exe (6292) beyond --max-descendants 6');
});
