import type { Alert } from '../../src/model/alert.ts';
import type { ExcerptNode, TreeExcerpt } from '../../src/model/tree-excerpt.ts';

/** Names and command lines that break what is careless: markup, escapes, formulas, directions, scripts, half characters. */
export const HOSTILE_TEXTS = [
  '=cmd|\' /C calc\'!A0 \u001b[2J\u202e\u2066,"x"\r\n\u009b31m\u0000\ud800 end',
  '<b>&amp;"\'</b><![CDATA[ ]]> --> ]]>',
  '"; drop \\',
  'bjørn 日本語プロセス.exe',
  'مرحبا שלום.exe',
  '👍👩‍👩‍👧 emoji.exe',
  'a\u0301\u0301\u0301combining\u00ad\u200b\ufeff.exe',
  '\ufffe\uffff]]#quot; `end` subgraph x[',
  'Ελληνικά Привет Հայերեն ไทย देवनागरी',
  'x'.repeat(40_000),
  '',
] as const;

const START = Date.UTC(2026, 2, 10, 8);

/** An excerpt of made-up processes: `parents` says for each the place of its parent, null for a root. */
export function makeExcerpt(
  parents: readonly (number | null)[],
  change: (place: number) => Partial<ExcerptNode> = () => ({}),
): TreeExcerpt {
  const nodes = parents.map(
    (parent, place): ExcerptNode => ({
      rid: place,
      entity_id: `id-${place}`,
      host: { id: null, name: 'WS-1' },
      pid: 100 + place,
      name: `p${place}.exe`,
      executable: `C:\\p${place}.exe`,
      command_line: `p${place}.exe -n ${place}`,
      start: new Date(START + place * 1500).toISOString(),
      end: place % 2 === 0 ? null : new Date(START + place * 2500).toISOString(),
      user: { id: 'S-1-5-18', name: 'SYSTEM', domain: 'NT AUTHORITY' },
      hash: { md5: null, sha1: null, sha256: 'ab'.repeat(32) },
      code_signature: { exists: true, trusted: true, status: 'trusted', subject_name: 'Microsoft Windows' },
      seen_via: 'start',
      parent,
      link: parent === null ? null : { method: 'entity_id', confidence: 1, rivals: 0 },
      childCount: parents.filter((each) => each === place).length,
      alerts: [],
      records: [{ source: 'log.ndjson', record: place + 1, log: 'sysmon', matched: false }],
      recordCount: 1,
      activity: [],
      activityCount: 0,
      ...change(place),
    }),
  );
  return { title: 'a test', nodes, alerts: [], omitted: [] };
}

/** A chain with a branch at each process, in which every text is hostile. */
export function hostileExcerpt(): TreeExcerpt {
  const made = makeExcerpt(
    HOSTILE_TEXTS.map((_, place) => (place === 0 ? null : (place - 1) >> 1)),
    (place) => {
      const text = HOSTILE_TEXTS[place] as string;
      return {
        name: text.slice(0, 200),
        command_line: text,
        entity_id: `${place} ${text.slice(0, 100)}`,
        user: { id: text, name: text, domain: text },
        activity: [{ time: '2026-03-10T08:00:00.000Z', category: 'file', action: text, subject: text }],
        activityCount: 1,
        alerts: place === 3 ? [0] : [],
      };
    },
  );
  const [text] = HOSTILE_TEXTS;
  return { ...made, title: text, omitted: [text], alerts: [makeAlert(text)], focus: [1] };
}

/** An alert in which every text is `text`. */
export const makeAlert = (text: string): Alert => ({
  id: 'a'.repeat(64),
  rule: {
    id: 'r-1',
    name: text,
    version: 1,
    severity: 'low',
    risk_score: 21,
    threat: [
      {
        framework: 'MITRE ATT&CK',
        tactic: {
          id: 'TA0005',
          name: 'Defense Evasion',
          reference: 'https://attack.mitre.org/tactics/TA0005/',
        },
        technique: [
          {
            id: 'T1055',
            name: 'Process Injection',
            reference: 'https://attack.mitre.org/techniques/T1055/',
            subtechnique: [
              {
                id: 'T1055.012',
                name: 'Process Hollowing',
                reference: 'https://attack.mitre.org/techniques/T1055/012/',
              },
            ],
          },
        ],
      },
    ],
  },
  clause: 'process.name : "x"',
  time: '2026-03-10T08:00:04.500Z',
  host: { id: null, name: text },
  event: {
    category: ['process'],
    type: ['start'],
    action: null,
    code: '1',
    outcome: null,
    provider: null,
    dataset: null,
  },
  process: {
    entity_id: `3 ${text}`,
    pid: 7,
    name: text,
    executable: null,
    command_line: text,
    start: null,
    end: null,
    user: { id: null, name: text, domain: text },
    hash: { md5: null, sha1: null, sha256: null },
    code_signature: { exists: null, trusted: null, status: null, subject_name: null },
    seen_via: 'start',
    parent: { entity_id: null, pid: null, name: text, executable: null, command_line: null },
  },
  parent_source: 'reported',
  ancestry: [],
  siblings: { count: 0, sample: [] },
  descendants: { count: 0, sample: [] },
  facts: [text],
  records: [{ source: text, record: 1, log: 'sysmon', matched: true }],
});
