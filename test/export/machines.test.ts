import { describe, expect, it } from 'vitest';
import { ecs } from '../../src/export/ecs.ts';
import { navigator } from '../../src/export/navigator.ts';
import { sarif } from '../../src/export/sarif.ts';
import { timesketch } from '../../src/export/timesketch.ts';
import { compileRule } from '../../src/hunt/compile.ts';
import { hunt } from '../../src/hunt/hunt.ts';
import { caseFrom, caseOf } from '../support/case.ts';
import { INTRUSION } from '../support/intrusion.ts';
import { shippedRule } from '../support/rules.ts';
import { type Shape, wrongs } from '../support/shape.ts';

const { rule, ...rest } = await shippedRule(314);
const compiled = { rule, ...rest };
await using example = await caseFrom([['fixtures/example']]);
const alerts = await hunt(example.database, [compiled]);
const newer = await shippedRule(323);
const ofBoth = await hunt(example.database, [compiled, newer]);
const lines = (text: Iterable<string>): Record<string, unknown>[] =>
  [...text]
    .join('')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const whole = (text: Iterable<string>) => JSON.parse([...text].join(''));

describe('ECS documents', () => {
  const written = lines(ecs(alerts, [rule]));

  it('are an action and a document for each alert, with the source fields at the top', () => {
    expect(written).toHaveLength(2 * alerts.length);
    const document = written[1] as Record<string, never>;
    const [alert] = alerts;
    expect(written[0]).toEqual({ create: { _id: alert?.id } });
    expect(document).toMatchObject({
      '@timestamp': alert?.time,
      event: { kind: 'signal', category: ['process'], type: ['start'] },
      host: { name: alert?.host.name },
      process: { name: alert?.process?.name, parent: { name: alert?.process?.parent.name } },
      'kibana.alert.uuid': alert?.id,
      'kibana.alert.severity': 'medium',
      'kibana.alert.risk_score': 47,
      'kibana.alert.depth': 1,
      'kibana.alert.status': 'active',
      'kibana.alert.original_time': alert?.time,
      'kibana.alert.original_event.category': ['process'],
      'kibana.alert.rule.name': rule.name,
      'kibana.alert.rule.rule_type_id': 'siem.eqlRule',
      'kibana.alert.rule.threat': rule.threat,
      'kibana.alert.rule.parameters': { type: 'eql', query: rule.query, index: rule.index },
    });
    expect(document['kibana.alert.reason']).toMatch(/^process event with process .* created medium alert /);
    expect(document['kibana.alert.ancestors']).toEqual(
      alert?.records
        .filter(({ matched }) => matched)
        .map(({ source, record }) => ({
          id: `${source}#${record}`,
          type: 'event',
          index: source,
          depth: 0,
        })),
    );
    expect(JSON.stringify(document)).not.toMatch(/[:,[]null/);
  });

  it('of a sequence are a building block for each event and one for the whole', async () => {
    await using loaded = await caseOf({ 'log.ndjson': INTRUSION });
    const sequence = compileRule({
      ...rule,
      query:
        'sequence by process.entity_id [process where event.type == "start"] [dns where true] [network where true]',
    });
    const found = await hunt(loaded.database, [sequence]);
    const documents = lines(ecs(found, [sequence.rule])).filter((line) => !('create' in line));
    expect(documents.map((each) => each['kibana.alert.depth'])).toEqual([1, 1, 1, 2]);
    expect(documents.map((each) => each['kibana.alert.group.index'])).toEqual([0, 1, 2, undefined]);
    expect(new Set(documents.map((each) => each['kibana.alert.group.id'])).size).toBe(1);
    expect(new Set(documents.map((each) => each['kibana.alert.uuid'])).size).toBe(4);
    expect(documents.map((each) => each['kibana.alert.building_block_type'])).toEqual([
      'default',
      'default',
      'default',
      undefined,
    ]);
    const ancestors = documents[3]?.['kibana.alert.ancestors'] as { id: string; depth: number }[];
    expect(ancestors.filter(({ depth }) => depth === 1).map(({ id }) => id)).toEqual(
      documents.slice(0, 3).map((each) => each['kibana.alert.uuid']),
    );
    const [first, , last, shell] = documents;
    expect(shell).toMatchObject({
      host: first?.host,
      process: { entity_id: (first as Record<string, { entity_id: string }>).process?.entity_id },
      'kibana.alert.original_time': first?.['@timestamp'],
      'kibana.alert.start': last?.['@timestamp'],
      'kibana.alert.last_detected': last?.['@timestamp'],
    });
    for (const absent of ['dns', 'destination', 'kibana.alert.original_event.category'])
      expect(shell).not.toHaveProperty([absent]);
    expect(shell?.event).toMatchObject({ kind: 'signal' });
    expect(shell?.event).not.toHaveProperty('category');
    expect(documents[1]?.['kibana.alert.reason']).toMatch(/^network event with .*subject cdn\.evil\.example/);
    expect(documents[1]).toMatchObject({ dns: { question: { name: 'cdn.evil.example' } } });
    expect(documents[2]).toMatchObject({ destination: { ip: '203.0.113.9', port: 443 } });
  });
});

it('an execution has a UUID, the same for the same alerts in whatever order, another for others', () => {
  const uuids = (some: typeof alerts): Set<unknown> =>
    new Set(lines(ecs(some, [rule])).flatMap((line) => line['kibana.alert.rule.execution.uuid'] ?? []));
  const [uuid] = uuids(alerts);
  expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(uuids([...alerts].reverse())).toEqual(new Set([uuid]));
  expect(uuids(alerts.slice(1))).not.toEqual(new Set([uuid]));
});

/** What SARIF 2.1.0 demands of what is written here. */
const message: Shape = { object: { text: 'string' } };
const COMPONENT: Shape = { object: { name: 'string', index: { range: [0, 0] } } };
const LOCATION: Shape = {
  object: {
    id: { range: [0, 1e6] },
    physicalLocation: {
      object: { artifactLocation: { object: { uri: { match: /^[\w./:%!~'()*-]+$/ } } } },
    },
    'logicalLocations?': {
      array: { object: { name: 'string', fullyQualifiedName: 'string', kind: 'string' } },
    },
    message,
    properties: 'any',
  },
};
const LEVEL: Shape = { oneOf: ['none', 'note', 'warning', 'error'] };
const SARIF: Shape = {
  object: {
    $schema: { match: /^https:\/\/.*sarif.*2\.1\.0\.json$/ },
    version: { oneOf: ['2.1.0'] },
    runs: {
      array: {
        object: {
          tool: {
            object: {
              driver: {
                object: {
                  name: 'string',
                  supportedTaxonomies: { array: COMPONENT },
                  rules: {
                    array: {
                      object: {
                        id: 'string',
                        name: 'string',
                        shortDescription: message,
                        'fullDescription?': message,
                        defaultConfiguration: { object: { level: LEVEL, rank: { range: [0, 100] } } },
                        relationships: {
                          array: {
                            object: {
                              target: {
                                object: {
                                  id: 'string',
                                  index: { range: [0, 1e6] },
                                  toolComponent: COMPONENT,
                                },
                              },
                              kinds: { array: 'string' },
                            },
                          },
                        },
                        properties: 'any',
                      },
                    },
                  },
                },
              },
            },
          },
          taxonomies: {
            array: {
              object: {
                name: 'string',
                organization: 'string',
                informationUri: { match: /^https:/ },
                shortDescription: message,
                taxa: {
                  array: {
                    object: {
                      id: 'string',
                      name: 'string',
                      shortDescription: message,
                      'helpUri?': { match: /^https:\/\/\S+$/ },
                    },
                  },
                },
              },
            },
          },
          columnKind: { oneOf: ['utf16CodeUnits', 'unicodeCodePoints'] },
          results: {
            array: {
              object: {
                ruleId: 'string',
                ruleIndex: { range: [0, 1e6] },
                level: LEVEL,
                rank: { range: [0, 100] },
                message,
                locations: { array: LOCATION },
                'relatedLocations?': { array: LOCATION },
                taxa: {
                  array: {
                    object: { id: 'string', index: { range: [0, 1e6] }, toolComponent: COMPONENT },
                  },
                },
                'stacks?': {
                  array: {
                    object: {
                      message,
                      frames: {
                        array: { object: { location: { object: { message, logicalLocations: 'any' } } } },
                      },
                    },
                  },
                },
                partialFingerprints: { object: { 'stemmaAlert/v1': { match: /^[0-9a-f]{64}$/ } } },
                properties: 'any',
              },
            },
          },
        },
      },
    },
  },
};

describe('SARIF', () => {
  const log = whole(sarif(alerts, [rule]));

  it('has the shape of the standard, and every index leads somewhere', () => {
    expect(wrongs(SARIF, log)).toEqual([]);
    const [run] = log.runs;
    for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
    for (const { relationships } of run.tool.driver.rules)
      for (const { target } of relationships) expect(run.taxonomies[0].taxa[target.index].id).toBe(target.id);
    for (const { taxa } of run.results) {
      expect(taxa.length).toBeGreaterThan(0);
      for (const { id, index } of taxa) expect(run.taxonomies[0].taxa[index].id).toBe(id);
    }
    expect(run.tool.driver.supportedTaxonomies).toEqual([{ name: run.taxonomies[0].name, index: 0 }]);
    expect(run.results).toHaveLength(alerts.length);
    expect(run.results[0].stacks[0].frames).toHaveLength((alerts[0]?.ancestry.length ?? 0) + 1);
  });

  it('takes two versions of a rule for two rules, and has one location a result and the rest beside it', () => {
    const [run] = whole(sarif(ofBoth, [rule, newer.rule])).runs;
    const ids = run.tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(ids).toEqual([`${rule.id}@314`, `${rule.id}@323`]);
    expect(new Set(run.results.map(({ ruleIndex }: { ruleIndex: number }) => ruleIndex))).toEqual(
      new Set([0, 1]),
    );
    for (const [index, { locations, relatedLocations = [] }] of run.results.entries()) {
      expect(locations).toHaveLength(1);
      expect(locations[0].properties.matched).toBe(true);
      expect(relatedLocations).toHaveLength((ofBoth[index]?.records.length ?? 0) - 1);
    }
    expect(ofBoth.some(({ records }) => records.length > 1)).toBe(true);
  });

  it('is held to the shape: a change of it is found', () => {
    const broken = structuredClone(log);
    broken.runs[0].results[0].level = 'medium';
    broken.runs[0].results[1].locations[0].physicalLocation.artifactLocation.uri = 'C:\\a b';
    delete broken.version;
    expect(wrongs(SARIF, broken)).toHaveLength(3);
  });
});

it('a Navigator layer scores each technique by its alerts', () => {
  const layer = whole(navigator(alerts));
  expect(layer).toMatchObject({ domain: 'enterprise-attack', versions: { layer: '4.5' } });
  expect(layer.techniques).toEqual([
    { techniqueID: 'T1055', tactic: 'privilege-escalation', enabled: true, showSubtechniques: true },
    expect.objectContaining({
      techniqueID: 'T1055.012',
      tactic: 'privilege-escalation',
      score: alerts.length,
      showSubtechniques: false,
    }),
  ]);
  expect(layer.techniques[1].comment).toContain(`${rule.name}: ${alerts.length}`);
});

it('a timeline is in order and has what Timesketch needs', () => {
  const [head, ...rows] = [...timesketch(alerts)].join('').trimEnd().split('\n');
  expect(head).toMatch(/^message,datetime,timestamp_desc,/);
  expect(rows).toHaveLength(alerts.length);
  const times = rows.map((row) => /,(\d{4}-[^,]*Z),Stemma alert,/.exec(row)?.[1]);
  expect(times).toEqual([...times].sort());
  expect(times).not.toContain(undefined);
});
