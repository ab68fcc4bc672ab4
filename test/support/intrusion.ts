import { ndjson } from './case.ts';

/** A short intrusion on one host, as Sysmon and the Security and System logs tell of it: a process and everything it does. */
const HOST = 'WS-7.halvard.example';
const guid = (seconds: number, n: number): string =>
  `{4D5EC2A1-${(seconds & 0xffff).toString(16).padStart(4, '0')}-${(seconds >>> 16).toString(16).padStart(4, '0')}-${n.toString(16).padStart(4, '0')}-000000001200}`;
const T0 = Date.UTC(2026, 2, 10, 9) / 1000;

const WORD = guid(T0, 1);
const SHELL = guid(T0 + 10, 2);
/** A process that no record says was started. */
const UNSEEN = guid(T0 - 500, 3);

let record = 0;
const at = (seconds: number): string =>
  new Date((T0 + seconds) * 1000).toISOString().replace('T', ' ').replace('Z', '');

const sysmon = (EventID: number, seconds: number, data: object): object => ({
  EventID,
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  Hostname: HOST,
  RecordNumber: ++record,
  UtcTime: at(seconds),
  ...data,
});
const windows = (
  EventID: number,
  Channel: string,
  SourceName: string,
  seconds: number,
  data: object,
): object => ({
  EventID,
  Channel,
  SourceName,
  Hostname: HOST,
  RecordNumber: ++record,
  TimeCreated: `${at(seconds).replace(' ', 'T')}Z`,
  ...data,
});
const security = (id: number, seconds: number, data: object): object =>
  windows(id, 'Security', 'Microsoft-Windows-Security-Auditing', seconds, data);

const shell = {
  ProcessGuid: SHELL,
  ProcessId: '4242',
  Image: 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
  User: 'HALVARD\\ana',
};

export const INTRUSION = ndjson([
  sysmon(1, 0, {
    ProcessGuid: WORD,
    ProcessId: '4000',
    Image: 'C:\\Program Files\\Office\\WINWORD.EXE',
    CommandLine: 'WINWORD.EXE /n report.docm',
    ParentProcessGuid: guid(T0 - 900, 9),
    ParentProcessId: '900',
    ParentImage: 'C:\\Windows\\explorer.exe',
    User: 'HALVARD\\ana',
  }),
  sysmon(1, 10, {
    ...shell,
    CommandLine: 'powershell -nop -w hidden -enc SQBFAFgA',
    ParentProcessGuid: WORD,
    ParentProcessId: '4000',
    ParentImage: 'C:\\Program Files\\Office\\WINWORD.EXE',
  }),
  sysmon(22, 11, {
    ...shell,
    QueryName: 'cdn.evil.example',
    QueryResults: '::ffff:203.0.113.9;type: 5 x;2001:db8::9;',
  }),
  sysmon(3, 12, {
    ...shell,
    Protocol: 'TCP',
    Initiated: 'true',
    SourceIsIpv6: 'false',
    SourceIp: '10.0.0.7',
    SourcePort: '50123',
    DestinationIp: '203.0.113.9',
    DestinationPort: '443',
    DestinationPortName: 'https',
  }),
  sysmon(11, 13, { ...shell, TargetFilename: 'C:\\Users\\ana\\AppData\\Local\\Temp\\drop.exe' }),
  sysmon(13, 14, {
    ...shell,
    EventType: 'SetValue',
    TargetObject: 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run\\Updater',
    Details: 'C:\\Users\\ana\\AppData\\Local\\Temp\\drop.exe',
  }),
  sysmon(12, 14.5, { ...shell, EventType: 'DeleteValue', TargetObject: 'HKLM\\SOFTWARE\\Policies\\Old' }),
  sysmon(7, 15, {
    ...shell,
    ImageLoaded: 'C:\\Windows\\System32\\amsi.dll',
    Hashes: 'SHA256=ABCD',
    Signed: 'true',
    Signature: 'Microsoft Windows',
    SignatureStatus: 'Valid',
    OriginalFileName: 'amsi.dll',
  }),
  sysmon(10, 16, {
    SourceProcessGUID: SHELL,
    SourceProcessId: '4242',
    SourceImage: shell.Image,
    TargetProcessGUID: guid(T0 - 3000, 5),
    TargetProcessId: '612',
    TargetImage: 'C:\\Windows\\System32\\lsass.exe',
    GrantedAccess: '0x1010',
    CallTrace: 'C:\\Windows\\SYSTEM32\\ntdll.dll+9d4c4|UNKNOWN(0000019)',
  }),
  sysmon(6, 17, {
    ImageLoaded: 'C:\\Windows\\System32\\drivers\\rtcore64.sys',
    Hashes: 'SHA256=EF01',
    Signed: 'true',
    Signature: 'Micro-Star',
    SignatureStatus: 'Valid',
  }),
  sysmon(3, 18, {
    ProcessGuid: UNSEEN,
    ProcessId: '777',
    Image: 'C:\\ProgramData\\beacon.exe',
    DestinationIp: '198.51.100.4',
    DestinationPort: '8443',
  }),
  security(5156, 19, {
    ProcessId: '4242',
    Application: '\\device\\harddiskvolume3\\windows\\system32\\windowspowershell\\v1.0\\powershell.exe',
    Direction: '%%14593',
    Protocol: '6',
    SourceAddress: '10.0.0.7',
    SourcePort: '50124',
    DestAddress: '203.0.113.9',
    DestPort: '443',
  }),
  security(4624, 20, {
    LogonType: '3',
    TargetUserName: 'svc-backup',
    TargetDomainName: 'HALVARD',
    TargetUserSid: 'S-1-5-21-1-2-3-1110',
    TargetLogonId: '0xABC1',
    SubjectUserName: '-',
    IpAddress: '::ffff:10.0.0.99',
    IpPort: '50999',
    Keywords: '-9214364837600034816',
  }),
  security(4625, 21, {
    LogonType: '3',
    TargetUserName: 'administrator',
    IpAddress: '10.0.0.99',
    Keywords: '0x8010000000000000',
  }),
  windows(7045, 'System', 'Service Control Manager', 22, {
    ServiceName: 'PSEXESVC',
    ImagePath: '%SystemRoot%\\PSEXESVC.exe',
    StartType: 'demand start',
  }),
  sysmon(5, 60, shell),
]);
