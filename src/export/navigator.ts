import type { Alert } from '../model/alert.ts';
import { safeJson } from '../model/text.ts';

interface Cell {
  readonly techniqueID: string;
  readonly tactic: string;
  /** Alerts by rule. */
  readonly rules: Map<string, number>;
  readonly hosts: Set<string>;
  score: number;
  hasSubtechniques: boolean;
}

/** `Defense Evasion` as ATT&CK names it in data: `defense-evasion`. */
const shortName = (tactic: string): string => tactic.toLowerCase().replace(/[^a-z0-9]+/g, '-');

/** Every technique that a rule of an alert names, with its tactic; a sub-technique's technique has no score of its own. */
function cellsOf(alerts: readonly Alert[]): Cell[] {
  const cells = new Map<string, Cell>();
  const at = (techniqueID: string, tactic: string): Cell => {
    const key = `${techniqueID}|${tactic}`;
    const known = cells.get(key) ?? {
      techniqueID,
      tactic,
      rules: new Map(),
      hosts: new Set<string>(),
      score: 0,
      hasSubtechniques: false,
    };
    cells.set(key, known);
    return known;
  };
  const count = (cell: Cell, alert: Alert): void => {
    cell.score += 1;
    cell.rules.set(alert.rule.name, (cell.rules.get(alert.rule.name) ?? 0) + 1);
    cell.hosts.add(alert.host.name);
  };
  for (const alert of alerts) {
    const counted = new Set<Cell>();
    for (const { tactic, technique } of alert.rule.threat)
      for (const { id, subtechnique } of technique) {
        const cell = at(id, shortName(tactic.name));
        if (subtechnique.length > 0) cell.hasSubtechniques = true;
        else counted.add(cell);
        for (const sub of subtechnique) counted.add(at(sub.id, shortName(tactic.name)));
      }
    for (const cell of counted) count(cell, alert);
  }
  return [...cells.values()].sort((a, b) =>
    a.techniqueID === b.techniqueID ? (a.tactic < b.tactic ? -1 : 1) : a.techniqueID < b.techniqueID ? -1 : 1,
  );
}

/** Hosts that a comment names at most. */
const NAMED_HOSTS = 10;

function comment({ rules, hosts }: Cell): string {
  const names = [...hosts].sort();
  const more = names.length > NAMED_HOSTS ? ` and ${names.length - NAMED_HOSTS} more` : '';
  return [
    ...[...rules].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `${name}: ${count}`),
    `hosts: ${names.slice(0, NAMED_HOSTS).join(', ')}${more}`,
  ].join('\n');
}

/** Alerts as a layer of the ATT&CK Navigator: techniques scored by how many alerts name them. */
export function* navigator(alerts: readonly Alert[]): Iterable<string> {
  const cells = cellsOf(alerts);
  const layer = {
    name: 'Stemma alerts',
    versions: { navigator: '5.1.0', layer: '4.5' },
    domain: 'enterprise-attack',
    description: `${alerts.length} alerts; the score of a technique is how many of them name it.`,
    filters: { platforms: ['Windows'] },
    sorting: 3,
    layout: { layout: 'side', showID: true, showName: true },
    techniques: cells.map((cell) => ({
      techniqueID: cell.techniqueID,
      tactic: cell.tactic,
      ...(cell.score === 0 ? {} : { score: cell.score, comment: comment(cell) }),
      enabled: true,
      showSubtechniques: cell.hasSubtechniques,
    })),
    gradient: {
      colors: ['#ffebe9', '#cf222e'],
      minValue: 0,
      maxValue: Math.max(1, ...cells.map(({ score }) => score)),
    },
  };
  yield `${safeJson(layer, 2)}\n`;
}
