const TOOLS = [
  'powershell',
  'cmd',
  'rundll32',
  'regsvr32',
  'mshta',
  'wscript',
  'cscript',
  'certutil',
  'bitsadmin',
  'msbuild',
  'installutil',
  'wmic',
  'schtasks',
  'reg',
  'net',
  'net1',
  'nltest',
  'whoami',
  'vssadmin',
  'wbadmin',
  'bcdedit',
  'msiexec',
  'forfiles',
  'cmstp',
  'odbcconf',
  'control',
  'hh',
  'ieexec',
  'pcalua',
  'mavinject',
  'svchost',
  'explorer',
  'dllhost',
  'taskhostw',
  'conhost',
];
const WORDS = [
  '-enc',
  'downloadstring',
  'delete',
  'shadows',
  '/transfer',
  'urlcache',
  'javascript:',
  'comsvcs',
  'lsass',
  'sekurlsa',
  'ntds',
  '-nop',
  'frombase64',
  'hidden',
  'bypass',
  '\\\\admin$',
  'procdump',
  'rclone',
];
const OFFICE = ['winword.exe', 'excel.exe', 'powerpnt.exe', 'outlook.exe', 'mspub.exe', 'eqnedt32.exe'];
const GUARD = 'host.os.type == "windows" and event.type == "start"';

const pick = <Item>(items: readonly Item[], number: number): Item => items[number % items.length] as Item;
const quoted = (...items: string[]): string => `(${items.map((item) => `"${item}"`).join(', ')})`;

/** Conditions in the shapes that detection rules have, by how many of a hundred have each. */
const SHAPES: readonly (readonly [share: number, write: (n: number) => string])[] = [
  [
    42,
    (n) => {
      const tool = pick(TOOLS, n);
      return `process where ${GUARD} and\n  (process.name : "${tool}.exe" or ?process.pe.original_file_name == "${tool.toUpperCase()}.EXE") and\n  process.args : ${quoted(`*${pick(WORDS, n)}*`, `/${pick(WORDS, n * 7 + 1)}`, '-c')} and\n  /* what is known */\n  not process.parent.executable : ${quoted('?:\\\\Program Files\\\\*.exe', '?:\\\\Program Files (x86)\\\\*.exe', '?:\\\\Windows\\\\CCM\\\\*')}`;
    },
  ],
  [
    12,
    (n) =>
      `process where ${GUARD} and\n  process.command_line : ${quoted(`*${pick(WORDS, n)}*${pick(WORDS, n * 5 + 2)}*`, `*${pick(WORDS, n * 3 + 1)}.tmp*`)} and\n  not process.parent.name : ${quoted('ccmexec.exe', 'msmpeng.exe')}`,
  ],
  [
    8,
    (n) =>
      `process where ${GUARD} and process.parent.name : ${quoted(...OFFICE)} and process.name : ${quoted(`${pick(TOOLS, n)}.exe`, `${pick(TOOLS, n + 9)}.exe`)}`,
  ],
  [
    4,
    (n) =>
      `process where ${GUARD} and process.executable : ${quoted(`?:\\\\Users\\\\Public\\\\${pick(TOOLS, n)}*.exe`, '?:\\\\PerfLogs\\\\*.exe')} and ?process.code_signature.trusted != true`,
  ],
  [
    9,
    (n) =>
      `registry where host.os.type == "windows" and event.type == "change" and registry.path : ${quoted(`HKLM\\\\*\\\\${pick(TOOLS, n)}\\\\Debugger`, '*\\\\CurrentVersion\\\\Run\\\\Evil*')} and registry.data.strings != null and not process.executable : "?:\\\\Windows\\\\System32\\\\msiexec.exe"`,
  ],
  [
    8,
    (n) =>
      `file where host.os.type == "windows" and event.type != "deletion" and file.extension : ${quoted('exe', 'dll', 'ps1')} and process.name : ${quoted(`${pick(TOOLS, n)}.exe`)} and not file.path : "?:\\\\Windows\\\\SoftwareDistribution\\\\*"`,
  ],
  [
    6,
    (n) =>
      `network where host.os.type == "windows" and event.type == "start" and process.name : "${pick(TOOLS, n)}.exe" and network.direction : "egress" and destination.port not in (80, 443) and not cidrmatch(destination.ip, "10.0.0.0/8", "127.0.0.0/8", "192.168.0.0/16", "::1")`,
  ],
  [
    3,
    (n) =>
      `library where host.os.type == "windows" and dll.name : ${quoted('taskschd.dll', `${pick(TOOLS, n)}.dll`)} and process.name : ${quoted('excel.exe', 'winword.exe')}`,
  ],
  [
    8,
    (n) =>
      `sequence by process.entity_id with maxspan=${1 + (n % 5)}m\n  [process where ${GUARD} and process.name : "${pick(TOOLS, n)}.exe" and process.args : "*${pick(WORDS, n)}*"]\n  [network where process.name : "${pick(TOOLS, n)}.exe" and destination.port in (80, 443)]`,
  ],
];

const TURNS = SHAPES.flatMap(([share, write]) => new Array<(n: number) => string>(share).fill(write));

/** Queries of many rules, always the same; every shape comes in its share among each hundred. */
export const ruleQueries = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => (TURNS[(n * 37) % TURNS.length] as (n: number) => string)(n));
