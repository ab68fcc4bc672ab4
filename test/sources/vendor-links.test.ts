import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { caseOf } from '../support/case.ts';

const ROOT = join(import.meta.dirname, '../../fixtures/sources');

/** Chains of ancestors of the processes of some name, nearest first, as `name (how it is linked to its child)`. */
async function chains(file: string, name: string): Promise<string[][]> {
  await using loaded = await caseOf({ 'x.ndjson': readFileSync(join(ROOT, file)) });
  const links = await loaded.rows<{ child: number; parent: number; method: string }>(
    'SELECT child_rid AS child, parent_rid AS parent, method FROM flat.links',
  );
  const processes = await loaded.rows<{ rid: number; name: string | null; seen_via: string }>(
    'SELECT rid, name, seen_via FROM flat.processes ORDER BY rid',
  );
  return processes
    .filter((process) => process.name === name)
    .map(({ rid }) => {
      const chain: string[] = [];
      for (let at = rid; ; ) {
        const link = links.find(({ child }) => child === at);
        if (link === undefined) return chain;
        at = link.parent;
        const parent = processes.find((process) => process.rid === at);
        chain.push(`${parent?.name ?? '?'} ${parent?.seen_via} ${link.method}`);
      }
    });
}

it.each<[string, string, string[][]]>([
  [
    'defender/hunting.ndjson',
    'powershell.exe',
    [['WINWORD.EXE mentioned entity_id', 'explorer.exe placeholder reported']],
  ],
  [
    'defender/elastic.ndjson',
    'powershell.exe',
    [['WINWORD.EXE mentioned entity_id', 'explorer.exe placeholder reported']],
  ],
  [
    'defender/sensor.ndjson',
    'powershell.exe',
    [['WINWORD.EXE placeholder reported', 'explorer.exe placeholder ancestry']],
  ],
  [
    'sentinel_one/funnel.ndjson',
    'powershell.exe',
    [['winword.exe mentioned entity_id', 'explorer.exe placeholder reported']],
  ],
  [
    'crowdstrike/replicator.ndjson',
    'x.exe',
    [['powershell.exe start entity_id', 'winword.exe already_running entity_id']],
  ],
  [
    'endgame/sensor.ndjson',
    'powershell.exe',
    [['winword.exe already_running entity_id', '? placeholder reported']],
  ],
  ['endgame/elastic.ndjson', 'powershell.exe', [['winword.exe placeholder reported']]],
])('%s: %s', async (file, name, expected) => {
  expect(await chains(file, name)).toEqual(expected);
});

it('gives a process the name of its parent where the record has none', async () => {
  await using loaded = await caseOf({
    'x.ndjson': readFileSync(join(ROOT, 'crowdstrike/replicator.ndjson')),
  });
  expect(
    await loaded.rows(
      "SELECT process.parent.name AS parent, process.parent.pid AS pid, parent_source FROM events WHERE process.name = 'x.exe'",
    ),
  ).toEqual([{ parent: 'powershell.exe', pid: 7020, parent_source: 'resolved' }]);
});
