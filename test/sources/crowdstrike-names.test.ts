import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { caseFrom, caseOf, inFolder, ndjson, put, type TestCase } from '../support/case.ts';

const TABLES = readFileSync(
  join(import.meta.dirname, '../../fixtures/sources/crowdstrike/tables.ndjson'),
  'utf8',
);
const AID = 'c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5';
const start = (id: string, more: object): object => ({
  event_simpleName: 'ProcessRollup2',
  aid: AID,
  event_platform: 'Win',
  TargetProcessId: id,
  ImageFileName: '\\Device\\HarddiskVolume3\\a.exe',
  ProcessStartTime: '1775115065.5',
  ...more,
});
const identity = (logon: string, name: string): object => ({
  event_simpleName: 'UserIdentity',
  aid: AID,
  timestamp: '1775115060000',
  AuthenticationId: logon,
  UserName: name,
  UserSid: `S-1-5-21-1-1-1-${logon}`,
});
const events = ndjson([
  start('1', { UserSid: 'S-1-5-21-7-7-7-1103' }),
  start('2', { AuthenticationId: '255', ComputerName: 'FORGE-8' }),
  start('3', { UserSid: 'S-1-5-21-1-1-1-256' }),
  start('4', { AuthenticationId: '257' }),
  start('5', { UserName: 'own' }),
  {
    event_simpleName: 'DnsRequest',
    aid: AID,
    timestamp: '1775115070000',
    ContextProcessId: '1',
    DomainName: 'a.example',
  },
  identity('255', 'ned'),
  identity('256', 'oda'),
  identity('257', 'pia'),
  identity('257', 'rex'),
]);

const named = (loaded: TestCase): Promise<unknown[]> =>
  loaded.rows(
    "SELECT process.entity_id AS id, host.name AS host, user.name AS user FROM events WHERE kind IN ('start', 'dns') ORDER BY kind, id",
  );
const expected = [
  { id: '1', host: 'FORGE-7', user: null },
  { id: '1', host: 'FORGE-7', user: 'mara' },
  { id: '2', host: 'FORGE-8', user: 'ned' },
  { id: '3', host: 'FORGE-7', user: 'oda' },
  { id: '4', host: 'FORGE-7', user: null },
  { id: '5', host: 'FORGE-7', user: 'own' },
];

it('gives events the names of hosts and accounts, whichever file comes first', async () => {
  await using loaded = await caseOf({ 'data/e.ndjson': events, 'aidmaster/t.ndjson': TABLES });
  expect(await named(loaded)).toEqual(expected);
  expect(await loaded.rows('SELECT id, name FROM flat.hosts')).toEqual([{ id: AID, name: 'FORGE-7' }]);
  await inFolder(async (folder) => {
    const paths = [put(folder, 'e.ndjson', events), put(folder, 't.ndjson', TABLES)];
    for (const order of [paths, [...paths].reverse()]) {
      await using apart = await caseFrom(order.map((path) => [path]));
      expect(await named(apart)).toEqual(expected);
    }
  });
});

it('counts the tables by what they are, and makes no hosts of them', async () => {
  await using loaded = await caseOf({ 't.ndjson': TABLES });
  expect(loaded.report.files[0]).toMatchObject({
    records: 5,
    events: 0,
    rejected: 0,
    skippedByKind: {
      'crowdstrike aidmaster': 2,
      'crowdstrike userinfo': 1,
      'crowdstrike managedassets': 1,
      'crowdstrike notmanaged': 1,
    },
  });
  expect(loaded.report.links.hosts).toBe(0);
});

it('calls a host by its id where nothing names it', async () => {
  await using loaded = await caseOf({ 'e.ndjson': ndjson([start('1', {})]) });
  expect(await named(loaded)).toEqual([{ id: '1', host: AID, user: null }]);
});

it('reads the tables as CSV too', async () => {
  const csv = `aid,ComputerName,AgentVersion,Time\n${AID},FORGE-7,7.2,1775110000\n`;
  await using loaded = await caseOf({ 'aid_master.csv': csv, 'e.ndjson': ndjson([start('1', {})]) });
  expect(await named(loaded)).toEqual([{ id: '1', host: 'FORGE-7', user: null }]);
});
