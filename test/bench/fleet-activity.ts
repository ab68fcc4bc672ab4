/** What is read of a line that `fleetLines` gives. */
interface StartDocument {
  readonly '@timestamp': string;
  readonly event: { readonly type: readonly string[] };
  readonly process: { readonly name: string; readonly entity_id: string };
}

const PATHS = [
  'AppData\\Local\\Temp\\setup.tmp',
  'Documents\\report.docx',
  'AppData\\Roaming\\cache.dat',
  'Downloads\\tool.exe',
];
const KEYS = [
  ['SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Explorer', 'ShellState'],
  ['SYSTEM\\CurrentControlSet\\Services\\bam\\State', 'Version'],
  ['SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run', 'Updater'],
] as const;
const DLLS = ['ntdll.dll', 'kernel32.dll', 'amsi.dll', 'combase.dll', 'taskschd.dll'];

const DETAILS = [
  (turn: number) => {
    const path = `C:\\Users\\user${turn % 500}\\${PATHS[turn % PATHS.length]}`;
    const name = path.slice(path.lastIndexOf('\\') + 1);
    return {
      event: { category: ['file'], type: ['creation'], action: 'creation' },
      file: { path, name, extension: name.slice(name.lastIndexOf('.') + 1) },
    };
  },
  (turn: number) => {
    const [key, value] = KEYS[turn % KEYS.length] as (typeof KEYS)[number];
    return {
      event: { category: ['registry'], type: ['change'], action: 'modification' },
      registry: {
        hive: 'HKLM',
        key,
        value,
        path: `HKLM\\${key}\\${value}`,
        data: { strings: [String(turn)] },
      },
    };
  },
  (turn: number) => ({
    event: { category: ['network'], type: ['start'], action: 'connection_attempted' },
    network: { direction: 'egress', transport: 'tcp' },
    source: { ip: '10.1.2.3', port: 49152 + (turn % 16384) },
    destination: { ip: `93.184.${turn % 256}.${(turn >> 8) % 256}`, port: turn % 3 === 0 ? 80 : 443 },
  }),
  (turn: number) => {
    const name = DLLS[turn % DLLS.length] as string;
    return {
      event: { category: ['library'], type: ['start'], action: 'load' },
      dll: {
        name,
        path: `C:\\Windows\\System32\\${name}`,
        code_signature: { exists: true, trusted: true, subject_name: 'Microsoft Windows' },
      },
    };
  },
];

/** One event of another kind for each start among some lines of process events: files, registry, network and libraries in turn. */
export function* fleetActivityLines(lines: Iterable<string>): Generator<string> {
  let turn = 0;
  for (const line of lines) {
    const document = JSON.parse(line) as StartDocument;
    if (!document.event.type.includes('start')) continue;
    turn += 1;
    const { event, ...details } = (DETAILS[turn % DETAILS.length] as (typeof DETAILS)[number])(turn >> 2);
    yield JSON.stringify({ ...document, ...details, event: { ...document.event, ...event } });
  }
}
