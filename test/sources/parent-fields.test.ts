import { expect, it } from 'vitest';
import { compileRule } from '../../src/hunt/compile.ts';
import { hunt } from '../../src/hunt/hunt.ts';
import { caseOf, ndjson } from '../support/case.ts';
import { shippedRule } from '../support/rules.ts';

const { rule } = await shippedRule(314);
const SHA256 = 'c3'.repeat(32);
const MD5 = 'f7'.repeat(16);
const time = '2026-04-02T07:31:05Z';
const records = [
  {
    DeviceId: 'd',
    DeviceName: 'ws-1',
    ActionType: 'ProcessCreated',
    Timestamp: time,
    ProcessId: 7,
    ProcessCreationTime: time,
    FileName: 'defender.exe',
    InitiatingProcessFileName: 'p.exe',
    InitiatingProcessCommandLine: 'p.exe -a "b c"',
    InitiatingProcessMD5: MD5.toUpperCase(),
    InitiatingProcessSHA256: SHA256.toUpperCase(),
    InitiatingProcessSignatureStatus: 'Unsigned',
  },
  {
    'agent.uuid': 'a',
    'endpoint.name': 'WS-2',
    'endpoint.os': 'windows',
    'event.category': 'process',
    'event.type': 'Process Creation',
    'meta.event.name': 'PROCESSCREATION',
    'event.time': 1775115065770,
    'tgt.process.uid': 'T',
    'tgt.process.name': 's1.exe',
    'src.process.uid': 'S',
    'src.process.name': 'p.exe',
    'src.process.cmdline': 'p.exe -a "b c"',
    'src.process.image.md5': MD5,
    'src.process.image.sha256': SHA256,
    'src.process.signedStatus': 'unsigned',
  },
  {
    '@timestamp': time,
    event: { category: ['process'], type: ['start'] },
    host: { id: 'h', name: 'WS-3', os: { type: 'windows' } },
    process: {
      entity_id: 'a',
      name: 'ecs.exe',
      parent: {
        name: 'p.exe',
        args: ['p.exe', '-a', 'b c'],
        args_count: 3,
        hash: { md5: MD5, sha256: SHA256 },
        code_signature: { exists: false },
      },
    },
  },
];

it.each([
  `process.parent.hash.sha256 == "${SHA256}"`,
  `process.parent.hash.md5 == "${MD5}"`,
  'process.parent.code_signature.exists == false',
  'process.parent.args_count == 3 and process.parent.args == "b c"',
])('rules read of the parent: %s', async (condition) => {
  await using loaded = await caseOf({ 'a.ndjson': ndjson(records) });
  const alerts = await hunt(loaded.database, [
    compileRule({ ...rule, query: `process where event.type == "start" and ${condition}` }),
  ]);
  expect(alerts.map(({ process }) => process?.name).sort()).toEqual(['defender.exe', 'ecs.exe', 's1.exe']);
});
