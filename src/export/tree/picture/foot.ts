import type { Alert } from '../../../model/alert.ts';
import { labelOf } from '../../../model/process.ts';
import { attackIds } from '../../../model/rule.ts';
import { visible } from '../../../model/text.ts';
import type { TreeExcerpt } from '../../../model/tree-excerpt.ts';
import { LOOK } from './look.ts';
import { fitted, round, textAt, widthOf } from './text.ts';

/** Alerts that the picture tells of at most. */
const TOLD = 60;

/** Lines of a command line. */
const COMMAND_LINES = 4;

const LINE = 16;
const LEFT = LOOK.margin + 26;
const ROOM = LOOK.width - LOOK.margin - LEFT;

/** What stands below the rows, and how high it is. */
export interface Foot {
  readonly svg: string;
  readonly height: number;
}

/** A text in lines of the picture's width, at most so many. */
function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const character of visible(text.slice(0, most * ROOM))) {
    const width = widthOf(character, LOOK.detail);
    if (used + width > ROOM) {
      if (lines.length === most - 1) return [...lines, fitted(`${line}${character}`, LOOK.detail, ROOM)];
      lines.push(line);
      [line, used] = ['', 0];
    }
    line += character;
    used += width;
  }
  return [...lines, line];
}

/** A round mark with the number of an alert. */
export const badge = (x: number, y: number, label: string): string =>
  `<circle class="hit" cx="${round(x)}" cy="${round(y)}" r="7"/><text class="badge" x="${round(x)}" y="${round(y + 3.2)}">${label}</text>`;

function about(alert: Alert): (readonly [style: string, text: string])[] {
  const ids = attackIds(alert.rule).join(', ');
  const { process } = alert;
  const commandLine = process?.command_line ?? process?.executable;
  return [
    [
      'bad',
      [
        alert.rule.name,
        `${alert.rule.severity} ${alert.rule.risk_score}`,
        ids,
        alert.verdict && `${alert.verdict.class} ${alert.verdict.score}`,
      ]
        .filter(Boolean)
        .join(' · '),
    ],
    [
      'plain',
      `${alert.time}  ${alert.host.name}${process === null ? '' : `  ${labelOf(process)}`}${process?.user.name ? `  ${[process.user.domain, process.user.name].filter(Boolean).join('\\')}` : ''}`,
    ],
    ...wrapped(commandLine ?? '', COMMAND_LINES).map((line) => ['plain', line] as const),
    ['dim', `clause  ${alert.clause}`],
    ...alert.facts.map((fact) => ['warn', `! ${fact}`] as const),
    ['dim', `records ${alert.records.map(({ source, record }) => `${source} #${record}`).join(', ')}`],
  ];
}

/** Alerts by number, what was left out, and what the marks mean. */
export function footOf({ alerts, omitted }: TreeExcerpt, top: number): Foot {
  const parts: string[] = [];
  let y = top + 14;
  const put = (style: string, text: string, x = LEFT): void => {
    const size = style === 'bad' ? LOOK.name : LOOK.detail;
    parts.push(textAt(x, y, size, style, fitted(text, size, LOOK.width - LOOK.margin - x)));
    y += LINE;
  };
  for (const [index, alert] of alerts.slice(0, TOLD).entries()) {
    parts.push(badge(LOOK.margin + 8, y - 4, String(index + 1)));
    for (const [style, text] of about(alert)) if (text !== '') put(style, text);
    y += 6;
  }
  if (alerts.length > TOLD) put('warn', `and ${alerts.length - TOLD} more alerts`, LOOK.margin);
  for (const sentence of omitted) put('warn', `Not shown: ${sentence}`, LOOK.margin);
  put(
    'dim',
    'Times are UTC. A pale bar: its end is not known. A dotted line: time in which nothing started is cut out. A hollow dot: its start is in no record.',
    LOOK.margin,
  );
  return { svg: `${parts.join('\n')}\n`, height: y - top };
}
