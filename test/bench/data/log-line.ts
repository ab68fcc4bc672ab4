import { type FleetHost, type FleetProcess, fleetLine } from '../fleet-document.ts';

/** A log of the fleet: one vendor's own records. */
export const LOGS = ['defend', 'sysmon', 'security', 'crowdstrike'] as const;
export type Log = (typeof LOGS)[number];

/** A host and how late, in milliseconds, its Security log writes what happens. */
export interface LoggedHost extends FleetHost {
  readonly number: number;
  readonly lag: number;
}

/** One line of a log: the start or the end of a process. */
type Writer = (
  host: LoggedHost,
  process: FleetProcess,
  action: 'start' | 'end',
  at: number,
  sequence: number,
) => string;

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');
const utc = (at: number): string => new Date(at).toISOString().replace('T', ' ').slice(0, -1);
const SYSTEM = '{"Channel":"Security","ProviderName":"Microsoft-Windows-Security-Auditing"';

function guid(host: LoggedHost, { pid, start }: FleetProcess): string {
  const seconds = hex(Math.floor(start / 1000), 8);
  return `{${hex(0xa0000000 + host.number, 8)}-${seconds.slice(4)}-${seconds.slice(0, 4)}-${hex(pid >> 2, 4)}-${hex(start % 1000, 12)}}`;
}

/** The number that the sensor gives a process, which no other of the host has. */
const sensorId = ({ pid, start }: FleetProcess): string => `${start}${String(pid).padStart(6, '0')}`;

const WRITERS: Record<Log, Writer> = {
  defend: fleetLine,

  sysmon: (host, process, action, at, sequence) => {
    const { image, pid, parent, commandLine } = process;
    const common = `{"Channel":"Microsoft-Windows-Sysmon/Operational","EventID":${action === 'start' ? 1 : 5},"RecordNumber":${sequence},"Hostname":"${host.name}","UtcTime":"${utc(at)}","ProcessGuid":"${guid(host, process)}","ProcessId":${pid},"Image":${JSON.stringify(image.path)}`;
    if (action === 'end') return `${common}}`;
    const above =
      parent === undefined
        ? ''
        : `,"ParentProcessGuid":"${guid(host, parent)}","ParentProcessId":${parent.pid},"ParentImage":${JSON.stringify(parent.image.path || parent.image.name)},"ParentCommandLine":${parent.commandLine}`;
    return `${common},"CommandLine":${commandLine},"OriginalFileName":${JSON.stringify(image.name)},"User":"HALVARD\\\\user${host.number}"${above}}`;
  },

  security: (host, process, action, at, sequence) => {
    const { image, pid, parent, commandLine } = process;
    const common = `${SYSTEM},"Hostname":"${host.name}","RecordNumber":${sequence},"TimeCreated":"${new Date(at + host.lag).toISOString()}"`;
    if (action === 'end')
      return `${common},"EventID":4689,"ProcessId":"0x${hex(pid, 1)}","ProcessName":${JSON.stringify(image.path)}}`;
    const above =
      parent === undefined
        ? ''
        : `,"ProcessId":"0x${hex(parent.pid, 1)}"${parent.image.path === '' ? '' : `,"ParentProcessName":${JSON.stringify(parent.image.path)}`}`;
    return `${common},"EventID":4688,"NewProcessId":"0x${hex(pid, 1)}","NewProcessName":${JSON.stringify(image.path)},"CommandLine":${commandLine},"SubjectUserName":"user${host.number}"${above}}`;
  },

  crowdstrike: (host, process, action, at) => {
    const { image, pid, parent, commandLine } = process;
    const aid = hex(0xc0000000 + host.number, 32);
    const common = `{"aid":"${aid}","event_platform":"Win","timestamp":"${at}","TargetProcessId":"${sensorId(process)}","RawProcessId":"${pid}"`;
    if (action === 'end')
      return `${common},"event_simpleName":"EndOfProcess","ContextProcessId":"${sensorId(process)}","ContextTimeStamp":"${(at / 1000).toFixed(3)}"}`;
    const above =
      parent === undefined
        ? ''
        : `,"ParentProcessId":"${sensorId(parent)}","ParentBaseFileName":${JSON.stringify(parent.image.name)}`;
    return `${common},"event_simpleName":"ProcessRollup2","ComputerName":"${host.name}","ImageFileName":${JSON.stringify(image.path.replace('C:', '\\Device\\HarddiskVolume3'))},"CommandLine":${commandLine},"ProcessStartTime":"${(process.start / 1000).toFixed(3)}"${above}}`;
  },
};

/** One line of NDJSON. */
export const logLine = (log: Log, ...event: Parameters<Writer>): string => WRITERS[log](...event);

/** What a host's Security log has when it starts. */
export const bootLine = (host: LoggedHost, at: number): string =>
  `${SYSTEM},"Hostname":"${host.name}","EventID":4608,"TimeCreated":"${new Date(at + host.lag).toISOString()}"}`;
