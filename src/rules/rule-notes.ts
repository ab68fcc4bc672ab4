import { isTable } from './rule-table.ts';

/** Keys under [rule] that change when an alert is raised, and what Stemma makes of them. */
const NOTES: readonly [key: string, note: string][] = [
  ['filters', '[[rule.filters]] is not applied: more may match than in Elastic'],
  ['alert_suppression', '[rule.alert_suppression] is not applied: every match alerts'],
  ['event_category_override', '`event_category_override` is not applied: `event.category` decides'],
];

/** What a rule file asks for and Stemma does not do. */
export function notesOf({ metadata, rule, transform }: Readonly<Record<string, unknown>>): readonly string[] {
  const maturity = isTable(metadata) ? metadata.maturity : undefined;
  return [
    ...(maturity === 'deprecated' || maturity === 'development' ? [`its maturity is "${maturity}"`] : []),
    ...NOTES.filter(([key]) => isTable(rule) && Object.hasOwn(rule, key)).map(([, note]) => note),
    ...(transform === undefined ? [] : ['[transform] is ignored: it is part of the investigation guide']),
  ];
}
