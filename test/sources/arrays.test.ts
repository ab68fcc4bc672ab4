import { expect, it } from 'vitest';
import { eventOf } from '../support/events.ts';

it('opens an array that stands for a name', async () => {
  const flat = {
    EventID: 4688,
    Channel: 'Security',
    Hostname: 'H',
    TimeCreated: '2026-03-10T08:00:00Z',
    NewProcessId: '0x2',
    NewProcessName: ['C:\\Windows\\lsass.exe'],
    ParentProcessName: ['C:\\x\\cmd.exe', 'C:\\y\\other.exe'],
    CommandLine: '["kept"]',
  };
  expect(await eventOf(flat)).toMatchObject({
    'process.name': 'lsass.exe',
    'process.executable': 'C:\\Windows\\lsass.exe',
    'process.parent.name': 'cmd.exe',
    'process.command_line': '["kept"]',
  });
});

it('opens it in ECS too, and leaves what only looks like one', async () => {
  const ecs = {
    '@timestamp': '2026-03-10T08:00:00Z',
    event: { category: ['process'], type: ['start'] },
    host: { name: ['H'] },
    process: { pid: 5, name: ['lsass.exe'], executable: '[not an array', parent: { name: 'cmd.exe' } },
  };
  expect(await eventOf(ecs)).toMatchObject({
    'host.name': 'H',
    'process.name': 'lsass.exe',
    'process.executable': '[not an array',
  });
});
