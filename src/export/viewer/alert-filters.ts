import type { Alert } from '../../model/alert.ts';
import { ALERT_SORTS, type AlertFilter, type AlertSort, NO_FILTER } from './alert-order.ts';
import { element } from './element.ts';
import { SEVERITIES, severityClass, severityRank, verdictOf } from './severity.ts';

/** Controls over the list of alerts; they call back with what is to be listed. */
export function alertFilters(alerts: readonly Alert[], onChange: (filter: AlertFilter) => void): HTMLElement {
  let filter: AlertFilter = NO_FILTER;
  const change = (part: Partial<AlertFilter>): void => {
    filter = { ...filter, ...part };
    onChange(filter);
  };

  const severities = SEVERITIES.map((name, rank) => {
    const count = alerts.filter(({ rule }) => severityRank(rule.severity) === rank).length;
    const chip = element(
      'button',
      { type: 'button', class: `chip ${severityClass(rank)}`, 'aria-pressed': 'true', disabled: count === 0 },
      `${name} ${count}`,
    );
    chip.addEventListener('click', () => {
      const without = new Set(filter.without);
      if (!without.delete(rank)) without.add(rank);
      chip.setAttribute('aria-pressed', String(!without.has(rank)));
      change({ without });
    });
    return count === 0 ? null : chip;
  });
  const text = element('input', {
    type: 'search',
    placeholder: 'Filter alerts',
    'aria-label': 'Filter alerts',
    spellcheck: 'false',
  });
  text.addEventListener('input', () => change({ text: text.value }));

  const hosts = distinct(alerts.map(({ host }) => host.name));
  const verdicts = distinct(alerts.map((alert) => verdictOf(alert)?.class));
  return element(
    'div',
    { class: 'filters' },
    element('div', { class: 'chips', role: 'group', 'aria-label': 'Severities' }, ...severities),
    text,
    element(
      'div',
      { class: 'selects' },
      choice('Sort', Object.keys(ALERT_SORTS), (sort) => change({ sort: sort as AlertSort })),
      hosts.length > 1 && choice('Host', ['', ...hosts], (host) => change({ host })),
      verdicts.length > 0 && choice('Verdict', ['', ...verdicts], (verdict) => change({ verdict })),
    ),
  );
}

function choice(label: string, values: readonly string[], onChange: (value: string) => void): HTMLElement {
  const select = element('select', { 'aria-label': label });
  values.forEach((value, index) => {
    const option = element('option', {}, value === '' ? 'any' : value);
    option.value = String(index);
    select.appendChild(option);
  });
  select.addEventListener('change', () => onChange(values[Number(select.value)] ?? ''));
  return element('label', {}, element('span', {}, label), select);
}

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values)].filter((value) => value !== undefined).sort();
}
