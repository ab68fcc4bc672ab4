import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.ts';
import { findRules } from '../../src/rules/find-rules.ts';
import { DEFAULT_RULE, shippedRules } from '../../src/rules/shipped-rules.ts';

const UUID = '35df0dd8-092d-4a83-88c1-5151a804f31b';
const SHORT = 'unusual_parentchild_relationship';
const FULL = `privilege_escalation_${SHORT}`;

let folder: string;

function ruleText(id: string, changes: Readonly<Record<string, string>> = {}): string {
  const keys = {
    rule_id: `"${id}"`,
    name: `"Rule ${id}"`,
    description: '"x"',
    severity: '"low"',
    risk_score: '1',
    language: '"eql"',
    query: '"process where true"',
    ...changes,
  };
  return `[rule]\n${Object.entries(keys)
    .map(([key, value]) => `${key} = ${value}\n`)
    .join('')}`;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stemma-rules-'));
  await mkdir(join(folder, 'deep/deeper'), { recursive: true });
  await writeFile(join(folder, 'b.toml'), ruleText('b'));
  await writeFile(join(folder, 'deep/a.toml'), ruleText('a'));
  await writeFile(join(folder, 'deep/kuery.toml'), ruleText('k', { language: '"kuery"' }));
  await writeFile(join(folder, 'deep/deeper/bad.toml'), '[rule]\nname = \n');
  await writeFile(join(folder, 'deep/deeper/notes.txt'), 'not a rule');
  await writeFile(join(folder, 'deep/deeper/project.toml'), 'name = "x"');
  await writeFile(join(folder, 'deep/shell.EQL'), 'process where process.name : "cmd.exe"');
});

afterAll(() => rm(folder, { recursive: true }));

async function errorOf(...names: string[]): Promise<InputError> {
  const error: unknown = await findRules(names).catch((thrown: unknown) => thrown);
  if (!(error instanceof InputError)) throw new Error(`no InputError but ${String(error)}`);
  return error;
}

async function versionsOf(...names: string[]): Promise<string[]> {
  return (await findRules(names)).rules.map((rule) => `${rule.shortName}@${rule.version}`);
}

describe('shippedRules', () => {
  it('holds both versions of the rule with its published particulars', async () => {
    const [first, second] = await shippedRules();
    expect([first?.version, second?.version]).toEqual([314, 323]);
    for (const rule of [first, second]) {
      expect(rule).toMatchObject({
        id: UUID,
        name: 'Unusual Parent-Child Relationship',
        shortName: FULL,
        author: ['Elastic'],
        license: 'Elastic License v2',
        severity: 'medium',
        riskScore: 47,
        interval: '5m',
        from: 'now-9m',
        maxSignals: 100,
        language: 'eql',
      });
      expect(rule?.index).toHaveLength(9);
    }
    const subtechniques = (rule: typeof first) =>
      rule?.threat.map(({ tactic, technique }) => [
        tactic.id,
        ...technique.flatMap(({ id, subtechnique }) => [id, ...subtechnique.map((each) => each.id)]),
      ]);
    const escalation = ['TA0004', 'T1055', 'T1055.012'];
    expect(subtechniques(first)).toEqual([escalation]);
    expect(subtechniques(second)).toEqual([
      escalation,
      ['TA0005', 'T1036', 'T1036.009', 'T1134', 'T1134.004'],
    ]);
  });

  it('keeps the backslashes of the query as they are in EQL', async () => {
    const [first, second] = await shippedRules();
    expect(second?.query).toContain(String.raw`process.parent.executable like ("?:\\*", "\\Device\\*")`);
    expect(first?.query).not.toContain('process.parent.executable');
  });
});

describe('findRules', () => {
  it.each([SHORT, FULL, UUID, UUID.toUpperCase(), DEFAULT_RULE])('takes %s as version 314', async (name) => {
    expect(await versionsOf(name)).toEqual([`${FULL}@314`]);
  });

  it.each([`${SHORT}@323`, `${FULL}@323`, `${UUID}@323`, `${FULL}_v323`])(
    'takes %s as version 323',
    async (name) => {
      expect(await versionsOf(name)).toEqual([`${FULL}@323`]);
    },
  );

  it('gives each rule once, sorted by id and version, in whatever order they are named', async () => {
    const names = [
      `${SHORT}@323`,
      join(folder, 'b.toml'),
      SHORT,
      UUID,
      'queries/rules',
      join(folder, 'deep/a.toml'),
    ];
    const expected = [`${FULL}@314`, `${FULL}@323`, 'a@1', 'b@1'];
    expect(await versionsOf(...names)).toEqual(expected);
    expect(await versionsOf(...names.toReversed())).toEqual(expected);
  });

  it('reads a folder at any depth and tells apart what it can not run', async () => {
    const { rules, unsupported, broken, noRules } = await findRules([folder]);
    expect(rules.map((rule) => rule.id)).toEqual(['a', 'b', expect.stringMatching(/^eql:/)]);
    expect(unsupported.map(({ id, kind, reason }) => [id, kind, reason])).toEqual([
      ['k', 'kuery', 'its query is in KQL, not in EQL'],
    ]);
    expect(broken.map(({ path }) => path)).toEqual([join(folder, 'deep/deeper/bad.toml')]);
    expect(broken[0]?.error.message).toContain('is not valid TOML');
    expect(noRules.map(({ path }) => path)).toEqual([join(folder, 'deep/deeper/project.toml')]);
  });

  it('tells what was named by itself, also where a folder holds it too', async () => {
    const { rules, named } = await findRules([folder, join(folder, 'b.toml')]);
    expect(rules.map((rule) => [rule.shortName, named.has(rule.path)])).toEqual([
      ['a', false],
      ['b', true],
      ['shell', false],
    ]);
  });

  it('expands a glob', async () => {
    expect(await versionsOf(`${folder}/deep/*.toml`)).toEqual(['a@1']);
    expect(await versionsOf(`${folder}/deep/**/*`)).toEqual(['a@1', 'shell@1']);
    expect((await errorOf(`${folder}/nothing*.toml`)).message).toContain('leads to no rule files');
  });

  it('keeps the first of two files that claim one id and version, and says so', async () => {
    const other = join(folder, 'other.toml');
    await writeFile(other, ruleText('b', { query: '"process where false"' }));
    const { rules, broken } = await findRules([join(folder, 'b.toml'), `${folder}/*.toml`]);
    expect((await errorOf(other, join(folder, 'b.toml'))).message).toContain('has the id and version of');
    await rm(other);
    expect(rules.map((rule) => rule.query)).toEqual(['process where true']);
    expect(broken[0]?.error.message).toContain('has the id and version of');
  });

  it('throws for a bad file and for one that is no EQL rule when it is named by itself', async () => {
    expect((await errorOf(join(folder, 'deep/deeper/project.toml'))).message).toContain('no [rule] table');
    expect((await errorOf(join(folder, 'deep/deeper/bad.toml'))).place).toMatch(/bad\.toml:2:\d+$/);
    expect((await errorOf(join(folder, 'deep/kuery.toml'))).message).toContain('only EQL rules run');
  });

  it('throws for a folder without rule files', async () => {
    const empty = join(folder, 'deep/empty');
    await mkdir(empty);
    expect((await errorOf(empty)).message).toContain('leads to no rule files');
  });

  it('lists the nearest names for an unknown one', async () => {
    const error = await errorOf('unusual_parent_child');
    expect(error.message).toBe('No rule is named unusual_parent_child, and no file or folder has that path.');
    expect(error.remedy).toContain(`Did you mean ${SHORT}?`);
    expect(error.remedy).toContain('Shipped: ');
    expect((await errorOf('something/else.toml')).remedy).toMatch(/^Shipped: /);
  });

  it('lists the shipped versions for an unknown one', async () => {
    const error = await errorOf(`${SHORT}@999`);
    expect(error.message).toContain('"999"');
    expect(error.remedy).toContain(`${SHORT}@314 and ${SHORT}@323`);
  });
});
