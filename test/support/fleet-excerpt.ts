import type { Alert, AlertRecord, LinkBrief, ProcessBrief } from '../../src/model/alert.ts';
import { CONFIDENCE, type LinkMethod } from '../../src/model/link.ts';
import type { ActivityBrief, ExcerptNode, TreeExcerpt } from '../../src/model/tree-excerpt.ts';

/** How an excerpt for tests is made up; the same each time. */
export interface ExcerptOptions {
  readonly processes: number;
  readonly hosts?: number;
  /** One alert for so many processes; 200 unless told. */
  readonly perAlert?: number;
  /** Hours over which processes start. */
  readonly hours?: number;
}

type Draft = { -readonly [Key in keyof ExcerptNode]: ExcerptNode[Key] };

const FIRST = Date.UTC(2026, 2, 10, 6);
const SYSTEM = 'C:\\Windows\\System32\\';
const OFFICE = 'C:\\Program Files\\Microsoft Office\\root\\Office16\\';
/** Image, arguments, and what starts it: an index in this list. */
const IMAGES: readonly (readonly [string, string, number])[] = [
  [`${SYSTEM}wininit.exe`, '', -1],
  [`${SYSTEM}services.exe`, '', 0],
  [`${SYSTEM}svchost.exe`, '-k netsvcs -p -s Schedule', 1],
  ['C:\\Windows\\explorer.exe', '', -1],
  [`${SYSTEM}RuntimeBroker.exe`, '-Embedding', 2],
  [`${SYSTEM}cmd.exe`, '/d /c "build.cmd --configuration Release"', 3],
  [`${SYSTEM}conhost.exe`, '0xffffffff -ForceV1', 5],
  ['C:\\Program Files\\Git\\cmd\\git.exe', 'fetch --prune --tags origin', 5],
  ['C:\\Program Files\\Python312\\python.exe', '-m pytest -q tests', 5],
  [`${OFFICE}WINWORD.EXE`, '/n "C:\\Users\\ana\\Downloads\\invoice.docm"', 3],
  [
    `${SYSTEM}WindowsPowerShell\\v1.0\\powershell.exe`,
    '-nop -w hidden -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoA',
    9,
  ],
  ['C:\\Users\\ana\\AppData\\Local\\Temp\\upd.exe', '--quiet --beacon 10.4.0.77:8443', 10],
];
/** Which images start, once each has: 1 or 2 of them rarely. */
const MIX = [2, 2, 4, 4, 5, 5, 5, 5, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 9, 10, 11];
const USERS = ['SYSTEM', 'ana', 'svc_build', 'LOCAL SERVICE'];
const METHODS: readonly LinkMethod[] = [
  'entity_id',
  'entity_id',
  'entity_id',
  'lifetime',
  'time',
  'reported',
];
const RULES = [
  ['Suspicious Microsoft Office Child Process', 'high', 73],
  ['Unusual Parent-Child Relationship', 'medium', 47],
  ['Execution from a Temporary Folder', 'critical', 99],
  ['Command Shell Started by a Script Host', 'low', 21],
] as const;

/** An excerpt of a made-up fleet: parents before children, some links doubtful, some processes never seen to start. */
export function excerpt(options: ExcerptOptions): TreeExcerpt {
  const { processes, hosts = 1, perAlert = 200, hours = 8 } = options;
  const random = generator(processes * 31 + hosts);
  const nodes: Draft[] = [];
  const ofImage: number[][][] = Array.from({ length: hosts }, () => IMAGES.map(() => []));
  for (let rid = 0; rid < processes; rid += 1) {
    const host = rid % hosts;
    const images = ofImage[host] as number[][];
    const kind = Math.min(Math.floor(rid / hosts), MIX[Math.floor(random() * MIX.length)] as number);
    const candidates = images[(IMAGES[kind] as (typeof IMAGES)[number])[2]] ?? [];
    const parent =
      candidates.length === 0 ? null : (candidates[Math.floor(random() * candidates.length)] as number);
    nodes.push(process(rid, host, kind, parent, nodes, { random, span: hours * 3_600_000, processes }));
    images[kind]?.push(rid);
    if (parent !== null)
      nodes[parent] = { ...(nodes[parent] as Draft), childCount: (nodes[parent] as Draft).childCount + 1 };
  }
  const alerts: Alert[] = [];
  for (let from = 11; from < processes; from += perAlert) {
    const busy = nodes.findIndex(({ rid, activity }) => rid >= from && activity.length > 0);
    addAlert(nodes, alerts, Math.max(from, busy), random);
  }
  return {
    title: `${hosts === 1 ? 'WS-0142' : `${hosts} hosts`}: ${processes} processes`,
    nodes,
    alerts,
    omitted: processes > 1000 ? ['412 descendants of svchost.exe (4242) beyond --max-descendants 100'] : [],
  };
}

/** A number in [0, 1) each time it is called, the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function process(
  rid: number,
  host: number,
  kind: number,
  parent: number | null,
  nodes: readonly Draft[],
  {
    random,
    span,
    processes,
  }: { readonly random: () => number; readonly span: number; readonly processes: number },
): Draft {
  const [executable, args] = IMAGES[kind] as (typeof IMAGES)[number];
  const earliest = parent === null ? FIRST : Date.parse((nodes[parent] as Draft).start as string);
  const start = Math.max(earliest + 5, FIRST + Math.floor((rid / processes) * span + random() * 5_000));
  const end = random() < 0.6 ? new Date(start + Math.floor(random() ** 4 * 3_600_000)).toISOString() : null;
  const method = METHODS[Math.floor(random() * METHODS.length)] as LinkMethod;
  const hex = (length: number): string =>
    Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
  const quoted = `"${executable}"${args === '' ? '' : ` ${args}`}`;
  const activity = kind >= 9 ? someActivity(start, random) : [];
  return {
    rid,
    entity_id: hex(32),
    host: { id: null, name: `WS-${String(142 + host).padStart(4, '0')}.halvard.example` },
    pid: 400 + rid * 4,
    name: executable.slice(executable.lastIndexOf('\\') + 1),
    executable,
    command_line: `${quoted}${kind > 4 ? ` --id ${hex(8)}` : ''}`,
    start: new Date(start).toISOString(),
    end,
    user: {
      id: `S-1-5-21-${kind % 4}`,
      name: USERS[kind % 4] as string,
      domain: kind % 4 === 0 ? 'NT AUTHORITY' : 'HALVARD',
    },
    hash: { md5: null, sha1: null, sha256: String(kind).repeat(64).slice(0, 64) },
    code_signature: {
      exists: kind < 11,
      trusted: kind < 11,
      status: kind < 11 ? 'trusted' : null,
      subject_name: kind < 11 ? 'Microsoft Windows' : null,
    },
    seen_via: rid % 97 === 5 ? 'already_running' : 'start',
    parent,
    link: parent === null ? null : link(method, random() < 0.05 ? 2 : 0),
    childCount: 0,
    alerts: [],
    records: [record(rid)],
    recordCount: 1,
    activity,
    activityCount: activity.length,
  };
}

function someActivity(start: number, random: () => number): ActivityBrief[] {
  const at = (seconds: number): string => new Date(start + seconds * 1000).toISOString();
  return [
    { time: at(1), category: 'dns', action: 'dns query', subject: 'cdn-update.example' },
    {
      time: at(2),
      category: 'network',
      action: 'connection',
      subject: `10.4.0.${Math.floor(random() * 250)}:8443`,
    },
    {
      time: at(3),
      category: 'file',
      action: 'created',
      subject: 'C:\\Users\\ana\\AppData\\Local\\Temp\\upd.exe',
    },
    {
      time: at(4),
      category: 'registry',
      action: 'value set',
      subject: 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\upd',
    },
  ];
}

function addAlert(nodes: Draft[], alerts: Alert[], rid: number, random: () => number): void {
  const node = nodes[rid] as Draft;
  const [name, severity, risk_score] = RULES[
    alerts.length === 0 ? 2 : Math.floor(random() * RULES.length)
  ] as (typeof RULES)[number];
  const chain: Draft[] = [];
  for (let up = node.parent; up !== null; up = (nodes[up] as Draft).parent) chain.push(nodes[up] as Draft);
  const parent = chain[0];
  const { rid: _, host, ...process } = node;
  nodes[rid] = { ...node, alerts: [...node.alerts, alerts.length] };
  alerts.push({
    id: String(rid).padStart(64, '0'),
    rule: {
      id: '9a5b4e31-6cde-4295-9ff7-6be1b8567e1b',
      name,
      version: 3,
      severity,
      risk_score,
      threat: [
        {
          framework: 'MITRE ATT&CK',
          tactic: { id: 'TA0002', name: 'Execution', reference: '' },
          technique: [
            { id: 'T1059', name: 'Command and Scripting Interpreter', reference: '', subtechnique: [] },
          ],
        },
      ],
    },
    clause: `process.parent.name : "${parent?.name ?? '*'}" and process.name : "${node.name}" and process.args : "-enc"`,
    time: node.start as string,
    host,
    event: {
      category: ['process'],
      type: ['start'],
      action: 'start',
      code: '1',
      outcome: null,
      provider: 'Microsoft-Windows-Sysmon',
      dataset: null,
    },
    process: {
      ...process,
      parent: {
        entity_id: parent?.entity_id ?? null,
        pid: parent?.pid ?? null,
        name: parent?.name ?? null,
        executable: parent?.executable ?? null,
        command_line: parent?.command_line ?? null,
      },
    },
    parent_source: 'reported',
    ancestry: chain.map((each, index) => ({
      ...brief(each),
      link: (index === 0 ? node : (chain[index - 1] as Draft)).link as LinkBrief,
    })),
    siblings: { count: 0, sample: [] },
    descendants: { count: 0, sample: [] },
    facts: ['parent linked by pid and lifetime'],
    records: [record(rid)],
  });
}

function link(method: LinkMethod, rivals: number): LinkBrief {
  return { method, confidence: Number((CONFIDENCE[method] / (1 + rivals)).toFixed(2)), rivals };
}

function record(rid: number): AlertRecord {
  return {
    source: 'evidence/WS-0142/Microsoft-Windows-Sysmon%4Operational.evtx',
    record: rid + 1,
    log: 'sysmon',
    matched: true,
  };
}

function brief({
  entity_id,
  pid,
  name,
  executable,
  command_line,
  start,
  end,
  seen_via,
  user,
}: Draft): ProcessBrief {
  return { entity_id, pid, name, executable, command_line, start, end, seen_via, user };
}
