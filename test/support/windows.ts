/** Flat records of Windows logs, as NXLog and log collections write them; `at` is seconds after 08:00 UTC. */

const time = (at: number, hours = 0): string =>
  new Date(Date.UTC(2026, 2, 10, 8) + (at + hours * 3600) * 1000).toISOString();

/** A Sysmon GUID of a process that started then. */
export const guidAt = (at: number, number: number): string => {
  const seconds = Math.floor(Date.UTC(2026, 2, 10, 8) / 1000 + at)
    .toString(16)
    .padStart(8, '0');
  return `{0A0B0C0D-${seconds.slice(4)}-${seconds.slice(0, 4)}-${number.toString(16).padStart(4, '0')}-000000000000}`.toUpperCase();
};

/** What a record tells beside its process. */
interface Place {
  readonly at: number;
  readonly record: number;
  readonly host?: string;
  /** Hours by which the time is written late. */
  readonly written?: number;
}

const head = (channel: string, provider: string, EventID: number, place: Place): object => ({
  Channel: channel,
  SourceName: provider,
  EventID,
  Hostname: place.host ?? 'WS-1',
  RecordNumber: place.record,
  TimeCreated: time(place.at, place.written),
});

/** A record of Sysmon. */
export const sysmon = (EventID: number, place: Place, data: object): object => ({
  ...head('Microsoft-Windows-Sysmon/Operational', 'Microsoft-Windows-Sysmon', EventID, place),
  UtcTime: time(place.at).replace('T', ' ').replace('Z', ''),
  ...data,
});

/** A record of the Security log. */
export const security = (EventID: number, place: Place, data: object): object => ({
  ...head('Security', 'Microsoft-Windows-Security-Auditing', EventID, place),
  ...data,
});

/** Sysmon's start of a process. */
export const sysmonStart = (place: Place, pid: number, image: string, parent: object = {}): object =>
  sysmon(1, place, { ProcessGuid: guidAt(place.at, pid), ProcessId: pid, Image: image, ...parent });

/** The Security log's. */
export const securityStart = (place: Place, pid: number, image: string, parent: object = {}): object =>
  security(4688, place, { NewProcessId: `0x${pid.toString(16)}`, NewProcessName: image, ...parent });
