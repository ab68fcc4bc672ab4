import type { RawRecord, Source, Sql } from '../model/source.ts';
import { clean, first, instant } from './fields.ts';

/** The tables that Falcon Data Replicator writes beside its events, by the keys that only they have. */
const TABLES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  notmanaged: [['discoverer_aid'], ['CurrentLocalIP', 'NeighborName']],
  aidmaster: [['aid', 'ComputerName', 'AgentVersion']],
  managedassets: [['aid', 'GatewayIP']],
  userinfo: [['UserSid_readable'], ['UserSid', 'UserName']],
};

const tableOf = (raw: RawRecord): Sql =>
  `CASE ${Object.entries(TABLES)
    .map(
      ([table, shapes]) =>
        `WHEN ${shapes.map((keys) => `(${keys.map((key) => `${raw.text(key)} IS NOT NULL`).join(' AND ')})`).join(' OR ')} THEN '${table}'`,
    )
    .join(' ')} END`;

/**
 * What Falcon Data Replicator says of hosts and accounts apart from its events: none of them is an event, but they have
 * the names that go with the ids in those.
 */
export const crowdstrikeTables: Source = {
  name: 'crowdstrike',
  recognises: (raw) => `(${raw.text('event_simpleName')} IS NULL AND ${tableOf(raw)} IS NOT NULL)`,
  kinds: [],
  kind: () => 'NULL',
  label: (raw) => `'crowdstrike ' || ${tableOf(raw)}`,
  columns: () => ({}),
  names: (raw) => {
    const only = (table: string, value: Sql): Sql =>
      `CASE WHEN ${tableOf(raw)} = '${table}' THEN ${value} END`;
    return {
      told: instant(first(raw.text('Time'), raw.text('_time'), raw.text('timestamp'))),
      hostId: only('aidmaster', clean(raw.text('aid'))),
      hostName: only('aidmaster', clean(raw.text('ComputerName'))),
      userId: only('userinfo', clean(first(raw.text('UserSid_readable'), raw.text('UserSid')))),
      userName: only('userinfo', clean(raw.text('UserName'))),
    };
  },
};
