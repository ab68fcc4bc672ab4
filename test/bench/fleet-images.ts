/** A program of the fleet: what its documents say of its file, and the command lines it is started with. */
export interface Image {
  readonly name: string;
  readonly path: string;
  readonly commands: readonly string[];
  readonly signer: string | undefined;
  /** Whether it ends soon after it started. */
  readonly shortLived: boolean;
}

const S32 = 'C:\\Windows\\System32\\';
const EDGE = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\';
const OFFICE = 'C:\\Program Files\\Microsoft Office\\root\\Office16\\';

function windows(name: string, commands: readonly string[], shortLived = false, folder = S32): Image {
  return { name, path: folder + name, commands, signer: 'Microsoft Windows', shortLived };
}

function program(
  name: string,
  folder: string,
  commands: readonly string[],
  signer?: string,
  shortLived = false,
): Image {
  return { name, path: folder + name, commands, signer, shortLived };
}

const SERVICES = [
  'DcomLaunch',
  'RpcSs',
  'Schedule',
  'EventLog',
  'nsi',
  'UserManager',
  'Dnscache',
  'Winmgmt',
  'BITS',
  'WinRM',
];

export const IMAGES = {
  smss: windows('smss.exe', ['\\SystemRoot\\System32\\smss.exe 000000d0 00000084']),
  csrss: windows('csrss.exe', ['%SystemRoot%\\system32\\csrss.exe']),
  wininit: windows('wininit.exe', ['wininit.exe']),
  winlogon: windows('winlogon.exe', ['winlogon.exe']),
  services: windows('services.exe', ['C:\\Windows\\system32\\services.exe']),
  lsass: windows('lsass.exe', ['C:\\Windows\\system32\\lsass.exe']),
  fontdrvhost: windows('fontdrvhost.exe', ['"fontdrvhost.exe"']),
  dwm: windows('dwm.exe', ['"dwm.exe"']),
  logonUI: windows('LogonUI.exe', ['"LogonUI.exe" /flags:0x2 /state0:0xa3b2c855'], true),
  userinit: windows('userinit.exe', ['C:\\Windows\\system32\\userinit.exe'], true),
  explorer: windows('explorer.exe', ['C:\\Windows\\Explorer.EXE'], false, 'C:\\Windows\\'),
  svchost: windows(
    'svchost.exe',
    SERVICES.map((service) => `C:\\Windows\\system32\\svchost.exe -k netsvcs -p -s ${service}`),
  ),
  spoolsv: windows('spoolsv.exe', ['C:\\Windows\\System32\\spoolsv.exe']),
  searchIndexer: windows('SearchIndexer.exe', ['C:\\Windows\\system32\\SearchIndexer.exe /Embedding']),
  searchProtocolHost: windows(
    'SearchProtocolHost.exe',
    ['"SearchProtocolHost.exe" Global\\UsGthrFltPipeMssGthrPipe'],
    true,
  ),
  searchFilterHost: windows('SearchFilterHost.exe', ['"SearchFilterHost.exe" 0 816 820 828 8192 824'], true),
  msMpEng: program(
    'MsMpEng.exe',
    'C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.26010.5-0\\',
    ['"MsMpEng.exe"'],
    'Microsoft Windows Publisher',
  ),
  dllhost: windows(
    'dllhost.exe',
    ['C:\\Windows\\system32\\DllHost.exe /Processid:{AB8902B4-09CA-4BB6-B78D-A8F59079A8D5}'],
    true,
  ),
  runtimeBroker: windows('RuntimeBroker.exe', ['C:\\Windows\\System32\\RuntimeBroker.exe -Embedding']),
  taskhostw: windows('taskhostw.exe', ['taskhostw.exe {222A245B-E637-4AE9-A93F-A59CA119A75E}'], true),
  wmiPrvSE: windows(
    'WmiPrvSE.exe',
    ['C:\\Windows\\system32\\wbem\\wmiprvse.exe -secured -Embedding'],
    true,
    `${S32}wbem\\`,
  ),
  backgroundTaskHost: windows(
    'backgroundTaskHost.exe',
    ['"C:\\Windows\\system32\\backgroundTaskHost.exe" -ServerName:App.AppXmtcan0h2tfbfy'],
    true,
  ),
  conhost: windows('conhost.exe', ['\\??\\C:\\Windows\\system32\\conhost.exe 0xffffffff -ForceV1']),
  cmd: windows('cmd.exe', [
    'C:\\Windows\\system32\\cmd.exe /d /s /c "npm run build"',
    '"C:\\Windows\\system32\\cmd.exe"',
  ]),
  powershell: windows(
    'powershell.exe',
    ['powershell.exe -NoProfile -ExecutionPolicy Bypass -File C:\\scripts\\inventory.ps1'],
    false,
    `${S32}WindowsPowerShell\\v1.0\\`,
  ),
  node: program(
    'node.exe',
    'C:\\Program Files\\nodejs\\',
    ['"C:\\Program Files\\nodejs\\node.exe" node_modules/tool/cli.js --watch'],
    'OpenJS Foundation',
  ),
  git: program(
    'git.exe',
    'C:\\Program Files\\Git\\cmd\\',
    ['git.exe status --porcelain -z', 'git.exe fetch --all --prune'],
    'Johannes Schindelin',
    true,
  ),
  python: program(
    'python.exe',
    'C:\\Program Files\\Python313\\',
    ['python.exe -m pytest -q tests'],
    'Python Software Foundation',
  ),
  whoami: windows('whoami.exe', ['whoami /groups'], true),
  ping: windows('PING.EXE', ['ping -n 1 gateway'], true),
  edge: program('msedge.exe', EDGE, [`msedge.exe --profile-directory=Default`], 'Microsoft Corporation'),
  edgeTab: program(
    'msedge.exe',
    EDGE,
    [`msedge.exe --type=renderer --handle=`, `msedge.exe --type=utility --handle=`],
    'Microsoft Corporation',
    true,
  ),
  outlook: program('OUTLOOK.EXE', OFFICE, [`"${OFFICE}OUTLOOK.EXE"`], 'Microsoft Corporation'),
  winword: program(
    'WINWORD.EXE',
    OFFICE,
    [`"${OFFICE}WINWORD.EXE" /n "report.docx"`],
    'Microsoft Corporation',
  ),
  teams: program(
    'ms-teams.exe',
    'C:\\Program Files\\WindowsApps\\MSTeams_26043\\',
    ['"ms-teams.exe" msteams:system-initiated'],
    'Microsoft Corporation',
  ),
  updater: program(
    'updater.exe',
    'C:\\Program Files (x86)\\Example\\Updater\\',
    ['updater.exe /svc', 'updater.exe /ua /installsource scheduler'],
    undefined,
    true,
  ),
} as const satisfies Record<string, Image>;

/** Programs that Windows starts below one parent only; below a shell, a browser or Office each is an anomaly. */
export const MISPLACED = [
  'svchost',
  'lsass',
  'dllhost',
  'taskhostw',
  'winlogon',
  'services',
  'csrss',
  'runtimeBroker',
  'spoolsv',
  'smss',
] as const satisfies readonly (keyof typeof IMAGES)[];
