import type { Alert } from '../../model/alert.ts';
import { cut, visible } from '../../model/text.ts';
import { alertEdge } from './alert-order.ts';
import { element, setText } from './element.ts';
import { SEVERITIES, severityClass, severityRank, verdictOf } from './severity.ts';

/** Characters of a text that one line may hold, seen or not. */
const ONE_LINE = 400;

/** The elements of an alert in the list. */
export interface AlertCard {
  readonly root: HTMLElement;
  readonly severity: HTMLElement;
  readonly verdict: HTMLElement;
  readonly time: HTMLElement;
  readonly rule: HTMLElement;
  readonly edge: HTMLElement;
  readonly clause: HTMLElement;
  readonly host: HTMLElement;
}

export function makeAlertCard(): AlertCard {
  const [severity, verdict, time, host] = [
    element('span', { class: 'severity' }),
    element('span', { class: 'verdict' }),
    element('span', { class: 'when' }),
    element('span', { class: 'host' }),
  ];
  const [rule, edge, clause] = [
    element('div', { class: 'rule' }),
    element('div', { class: 'edge' }),
    element('div', { class: 'clause' }),
  ];
  const root = element(
    'div',
    { role: 'option' },
    element('div', { class: 'top' }, severity, verdict),
    rule,
    edge,
    clause,
    element('div', { class: 'foot' }, host, time),
  );
  return { root, severity, verdict, time, rule, edge, clause, host };
}

/** Fills a card: what an analyst needs to decide whether to look. */
export function fillAlertCard(
  card: AlertCard,
  alert: Alert,
  place: { readonly index: number; readonly chosen: boolean; readonly position: number; readonly of: number },
): void {
  const rank = severityRank(alert.rule.severity);
  card.root.id = `alert-${place.index}`;
  card.root.dataset.alert = String(place.index);
  card.root.className = `card ${severityClass(rank)} ${place.chosen ? 'chosen' : ''}`;
  card.root.setAttribute('aria-selected', String(place.chosen));
  card.root.setAttribute('aria-posinset', String(place.position));
  card.root.setAttribute('aria-setsize', String(place.of));
  setText(card.severity, `${SEVERITIES[rank]} ${alert.rule.risk_score}`);
  setText(card.verdict, verdictOf(alert)?.class ?? '');
  setText(card.time, alert.time.slice(5, 19).replace('T', ' '));
  card.time.title = visible(alert.time);
  setText(card.rule, cut(alert.rule.name, ONE_LINE));
  setText(card.edge, cut(alertEdge(alert), ONE_LINE));
  setText(card.clause, cut(alert.clause, ONE_LINE));
  setText(card.host, alert.host.name);
}
