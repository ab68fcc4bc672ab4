import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.ts';
import { readRule } from '../../src/rules/read-rule.ts';

const ID = '00000000-0000-4000-8000-000000000001';

const LINES = [
  '[metadata]',
  'maturity = "production"',
  '',
  '[rule]',
  'author = ["A"]',
  'description = "What it finds."',
  'language = "eql"',
  'license = "Apache-2.0"',
  'name = "A rule"',
  'risk_score = 21',
  'rule_id = "00000000-0000-4000-8000-000000000001"',
  'severity = "low"',
  'type = "eql"',
  'version = 7',
  "query = '''",
  'process where process.executable like "C:\\\\Temp\\\\*"',
  "'''",
] as const;

function rule(changes: Readonly<Record<string, string | undefined>> = {}, added = ''): string {
  const lines = LINES.flatMap((line) => {
    const key = Object.keys(changes).find((each) => line.startsWith(`${each} =`));
    if (key === undefined) return [line];
    const value = changes[key];
    return value === undefined ? [] : [`${key} = ${value}`];
  });
  return `${lines.join('\n')}\n${added}`;
}

function errorOf(text: string): InputError {
  try {
    readRule(text, 'some/rule_v7.toml');
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('no error');
}

describe('readRule', () => {
  it('reads what the file states', () => {
    expect(readRule(rule(), 'some/rule_v7.toml')).toEqual({
      id: '00000000-0000-4000-8000-000000000001',
      name: 'A rule',
      shortName: 'rule',
      version: 7,
      description: 'What it finds.',
      author: ['A'],
      license: 'Apache-2.0',
      severity: 'low',
      riskScore: 21,
      index: [],
      interval: '5m',
      from: 'now-6m',
      maxSignals: 100,
      references: [],
      tags: [],
      threat: [],
      guide: '',
      notes: [],
      language: 'eql',
      query: 'process where process.executable like "C:\\\\Temp\\\\*"',
      path: 'some/rule_v7.toml',
    });
  });

  it('passes over keys that it does not know, a byte order mark and CRLF', () => {
    const text = `\uFEFF${rule({}, 'note = "x"\nalpha = [1, 2]\n[[transform.osquery]]\nlabel = "x"\n')}`;
    expect(readRule(text.replaceAll('\n', '\r\n'), 'rule.toml').riskScore).toBe(21);
  });

  it('takes version 1 where the file gives none, as in the public repository', () => {
    expect(readRule(rule({ version: undefined }), 'rule.toml').version).toBe(1);
  });

  it('reads the threats with technique and sub-technique', () => {
    const reference = 'reference = "https://attack.mitre.org/x/"';
    const threat = [
      '[[rule.threat]]',
      'framework = "MITRE ATT&CK"',
      `[[rule.threat.technique]]\nid = "T1"\nname = "One"\n${reference}`,
      `[[rule.threat.technique.subtechnique]]\nid = "T1.001"\nname = "Sub"\n${reference}`,
      `[rule.threat.tactic]\nid = "TA1"\nname = "Tactic"\n${reference}`,
    ].join('\n');
    expect(readRule(rule({}, threat), 'rule.toml').threat).toEqual([
      {
        framework: 'MITRE ATT&CK',
        tactic: { id: 'TA1', name: 'Tactic', reference: 'https://attack.mitre.org/x/' },
        technique: [
          {
            id: 'T1',
            name: 'One',
            reference: 'https://attack.mitre.org/x/',
            subtechnique: [{ id: 'T1.001', name: 'Sub', reference: 'https://attack.mitre.org/x/' }],
          },
        ],
      },
    ]);
    const noName = errorOf(rule({}, threat.replace('name = "Tactic"\n', '')));
    expect(noName.message).toBe(
      'some/rule_v7.toml is not a usable rule: `rule.threat[0].tactic.name` is missing.',
    );
  });

  it.each(['rule_id', 'name', 'description', 'severity', 'risk_score', 'query'])(
    'names a missing %s',
    (key) => {
      const text = key === 'query' ? rule().replace(/query = '''[^']*'''/, '') : rule({ [key]: undefined });
      const error = errorOf(text);
      expect(error.message).toBe(`some/rule_v7.toml is not a usable rule: \`rule.${key}\` is missing.`);
      expect(error.remedy).toMatch(new RegExp(`Add \`${key}\``));
    },
  );

  it.each([
    ['severity', '"grave"', 'must be one of "low", "medium", "high", "critical"', 12],
    ['severity', '3', 'must be one of "low", "medium", "high", "critical"', 12],
    ['risk_score', '"21"', 'must be a whole number from 0 to 100', 10],
    ['risk_score', '101', 'must be a whole number from 0 to 100', 10],
    ['risk_score', '2.5', 'must be a whole number from 0 to 100', 10],
    ['version', '0', 'must be a whole number from 1 to 9007199254740991', 14],
    ['name', '""', 'must be a non-empty string', 9],
    ['rule_id', '12', 'must be a non-empty string', 11],
    ['author', '"A"', 'must be a list of strings', 5],
    ['author', '[1]', 'must be a list of strings', 5],
  ])('names a wrong %s (%s) with its line', (key, value, problem, line) => {
    const error = errorOf(rule({ [key]: value }));
    expect(error.message).toBe(`some/rule_v7.toml is not a usable rule: \`rule.${key}\` ${problem}.`);
    expect(error.place).toBe(`some/rule_v7.toml:${line}`);
    expect(error.remedy).toBeTruthy();
  });

  it.each([
    ['interval = "five minutes"', '`rule.interval` is "five minutes", not a duration'],
    ['from = "yesterday"', '`rule.from` is "yesterday", not a duration'],
    ['max_signals = -1', '`rule.max_signals` must be a whole number from 1 to 9007199254740991'],
    ['index = "logs-*"', '`rule.index` must be a list of strings'],
    ['threat = "x"', '`rule.threat` must be an array of tables'],
  ])('refuses %s', (line, problem) => {
    expect(errorOf(rule({}, line)).message).toContain(problem);
  });

  it('gives line and column of bad TOML', () => {
    const error = errorOf(rule({ name: '"never closed' }));
    expect(error.place).toMatch(/^some\/rule_v7\.toml:9:\d+$/);
    expect(error.message).toMatch(/^some\/rule_v7\.toml is not valid TOML: /);
    expect(error.remedy).toBeTruthy();
  });

  it.each(['', 'a = 1\n', 'rule = 3\n'])(
    'says of a TOML file without [rule] that it is no rule: %j',
    (text) => {
      expect(errorOf(text).message).toBe('some/rule_v7.toml is not a rule: it has no [rule] table.');
    },
  );

  it.each([
    ['kuery', { language: '"kuery"', type: '"query"' }, 'its query is in KQL, not in EQL'],
    ['lucene', { language: '"lucene"', type: '"saved_query"' }, 'its query is in Lucene, not in EQL'],
    ['esql', { language: '"esql"', type: '"esql"' }, 'its query is in ES|QL, not in EQL'],
    ['esql', { language: undefined, type: '"esql"' }, 'its query is in ES|QL, not in EQL'],
    ['threshold', { language: '"kuery"', type: '"threshold"' }, 'it alerts on a number of events'],
    [
      'new_terms',
      { language: '"kuery"', type: '"new_terms"' },
      'it alerts on values that were not seen before',
    ],
    [
      'threat_match',
      { language: '"kuery"', type: '"threat_match"' },
      'it matches events against threat indicators',
    ],
    ['constructor', { language: '"constructor"' }, 'its query is in "constructor", not in EQL'],
  ])('reads a rule that is no EQL query: %s', (kind, changes, reason) => {
    expect(readRule(rule(changes), 'rule.toml')).toMatchObject({ id: ID, name: 'A rule', kind, reason });
  });

  it('reads a rule without any query or version, and one that is EQL by its type alone', () => {
    const text = rule({ language: undefined, version: undefined, type: '"machine_learning"' });
    const learnt = readRule(`${text.replace(/query = '''[^']*'''/, '')}anomaly_threshold = 50`, 'rule.toml');
    expect(learnt).toMatchObject({ kind: 'machine_learning', version: 1 });
    expect(learnt.query).toBeUndefined();
    expect(readRule(rule({ language: undefined }), 'rule.toml')).toMatchObject({ language: 'eql' });
    expect(errorOf(rule({ language: undefined, type: undefined })).message).toContain(
      '`rule.type` is missing',
    );
  });

  it('notes what the file asks for and is not done', () => {
    const text = rule(
      { maturity: '"deprecated"' },
      '[[rule.filters]]\n[rule.alert_suppression]\ngroup_by = ["x"]\n[[transform.osquery]]\nlabel = "x"\n',
    );
    expect(readRule(text, 'rule.toml').notes).toEqual([
      'its maturity is "deprecated"',
      '[[rule.filters]] is not applied: more may match than in Elastic',
      '[rule.alert_suppression] is not applied: every match alerts',
      '[transform] is ignored: it is part of the investigation guide',
    ]);
  });

  it('tolerates what rules of the public repository have besides', () => {
    const added = [
      'building_block_type = "default"\nfalse_positives = ["x"]\nnote = "x"\nsetup = "x"',
      'timestamp_override = "event.ingested"\nfrom = "now-24h/h"\ninterval = "60m"\nmax_signals = 1000',
      '[[rule.required_fields]]\nname = "x"\n[[rule.related_integrations]]\npackage = "x"',
      '[rule.investigation_fields]\nfield_names = ["x"]\n[rule.something_new]\nx = 1\n[other]\nx = 1',
      '[[rule.threat]]\nframework = "x"\n[rule.threat.tactic]\nid = "x"\nname = "x"\nreference = "x"',
    ].join('\n');
    expect(readRule(rule({}, added), 'rule.toml')).toMatchObject({ notes: [], maxSignals: 1000 });
  });
});
