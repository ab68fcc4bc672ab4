import type { Alert } from '../../model/alert.ts';
import { type AlertCard, fillAlertCard, makeAlertCard } from './alert-card.ts';
import { alertFilters } from './alert-filters.ts';
import { listedAlerts, NO_FILTER } from './alert-order.ts';
import { element, setText } from './element.ts';
import { NONE } from './outline.ts';
import type { ViewerState } from './state.ts';
import { VirtualList } from './virtual-list.ts';

const CARD_HEIGHT = 104;

/** The pane on the left: every alert, filtered and sorted; and a way to step through them. */
export interface AlertPane {
  readonly root: HTMLElement;
  focus(): void;
  step(by: number): void;
  /** Indexes of the alerts that the filter lets through, in their order. */
  listed(): readonly number[];
}

/** Makes the list of alerts. `openDetails` is what Enter does. */
export function alertPane(state: ViewerState, openDetails: () => void): AlertPane {
  const { alerts } = state.outline.excerpt;
  let listed = listedAlerts(alerts, NO_FILTER);

  const count = element('span', { class: 'count', role: 'status' });
  const scroller = element('div', { class: 'cards', role: 'listbox', tabindex: 0, 'aria-label': 'Alerts' });
  const filters = alertFilters(alerts, (filter) => {
    listed = listedAlerts(alerts, filter);
    refresh();
  });
  const root = element(
    'section',
    { class: 'alerts', 'aria-label': 'Alerts' },
    element('h2', {}, 'Alerts ', count),
    alerts.length > 0 && filters,
    alerts.length === 0 && element('p', { class: 'empty' }, 'This file holds no alerts.'),
    scroller,
  );
  const list = new VirtualList<AlertCard>(scroller, {
    rowHeight: () => CARD_HEIGHT,
    count: () => listed.length,
    make: makeAlertCard,
    fill: (card, position) => {
      const index = listed[position] as number;
      const place = { index, chosen: index === state.alert, position: position + 1, of: listed.length };
      fillAlertCard(card, alerts[index] as Alert, place);
    },
  });

  const refresh = (): void => {
    const all = alerts.length.toLocaleString('en');
    setText(count, listed.length === alerts.length ? all : `${listed.length.toLocaleString('en')} of ${all}`);
    list.refresh();
  };
  const step = (by: number): void => {
    const at = listed.indexOf(state.alert);
    const next =
      listed[at < 0 ? (by > 0 ? 0 : listed.length - 1) : Math.min(Math.max(0, at + by), listed.length - 1)];
    if (next !== undefined) state.chooseAlert(next);
  };
  const keys: Record<string, () => void> = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    PageDown: () => step(list.pageSize()),
    PageUp: () => step(-list.pageSize()),
    Home: () => step(-listed.length),
    End: () => step(listed.length),
    Enter: openDetails,
  };
  scroller.addEventListener('keydown', (event) => {
    const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  scroller.addEventListener('click', (event) => {
    const card = (event.target as Element).closest<HTMLElement>('[data-alert]');
    if (card !== null) state.chooseAlert(Number(card.dataset.alert));
  });
  state.listen((changes) => {
    if (!changes.has('alert')) return;
    list.repaint();
    const position = listed.indexOf(state.alert);
    if (position !== NONE) list.reveal(position, 'nearest');
    if (position === NONE) scroller.removeAttribute('aria-activedescendant');
    else scroller.setAttribute('aria-activedescendant', `alert-${state.alert}`);
  });
  refresh();
  return { root, focus: () => scroller.focus(), step, listed: () => listed };
}
