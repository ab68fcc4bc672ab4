import { listedAlerts, NO_FILTER } from './alert-order.ts';
import { alertPane } from './alert-pane.ts';
import { breadcrumb } from './breadcrumb.ts';
import { detailPane } from './detail-pane.ts';
import { element } from './element.ts';
import { globalKeys } from './global-keys.ts';
import { graphPane } from './graph-pane.ts';
import { helpDialog } from './help.ts';
import { loadExcerpt } from './load.ts';
import { omissions } from './omissions.ts';
import { NONE, outlineOf } from './outline.ts';
import { overviewStrip } from './overview.ts';
import { paper } from './paper.ts';
import { searchBox } from './search-box.ts';
import { splitter } from './splitter.ts';
import { ViewerState } from './state.ts';
import { toolbar } from './toolbar.ts';
import { treePane } from './tree-pane.ts';

const LEFT = {
  label: 'Width of the alerts',
  place: 'at-alerts',
  property: '--left-chosen',
  side: 'before',
  from: 140,
  to: 640,
} as const;
const RIGHT = {
  label: 'Size of the details',
  place: 'at-details',
  property: '--right-chosen',
  side: 'after',
  from: 140,
  to: 900,
} as const;

/** Builds the page from its data; the worst alert is chosen to begin with. */
async function open(app: HTMLElement): Promise<void> {
  const data = document.getElementById('data') as HTMLElement;
  const state = new ViewerState(outlineOf(await loadExcerpt(data.textContent ?? '')));
  data.remove();

  document.documentElement.classList.toggle('without-alerts', state.outline.excerpt.alerts.length === 0);
  const details = detailPane(state);
  const alerts = alertPane(state, details.focus);
  // Before the tree: what it takes of the height counts when a row is brought into sight.
  const path = breadcrumb(state);
  const tree = treePane(state, details.focus);
  const graph = graphPane(state, details.focus);
  const back = (): void => (state.view === 'tree' ? tree.focus() : graph.focus());
  const search = searchBox(state, back);
  const help = helpDialog();
  state.listen((changes) => {
    if (changes.has('view')) tree.root.hidden = state.view !== 'tree';
  });
  const middle = element(
    'section',
    { class: 'middle', 'aria-label': 'Process tree' },
    overviewStrip(state),
    path,
    tree.root,
    graph.root,
    omissions(state.outline.excerpt.omitted) ?? '',
  );
  app.replaceChildren(
    toolbar(state, search.root, help),
    alerts.root,
    splitter({ ...LEFT, part: alerts.root }),
    middle,
    splitter({ ...RIGHT, part: details.root }),
    details.root,
    help,
  );
  app.removeAttribute('aria-busy');
  globalKeys(state, { search, alerts, back, help });
  let printed: HTMLElement | undefined;
  addEventListener('beforeprint', () => {
    printed?.remove();
    printed = paper(state, alerts.listed(), details.copy());
    document.body.append(printed);
  });
  addEventListener('afterprint', () => printed?.remove());

  showFirst(state);
  tree.focus();
  document.documentElement.dataset.ready = 'true';
}

/** Chooses what was asked for: the first in the list of the focus's alerts; or the focus, where it has no alert. */
function showFirst(state: ViewerState): void {
  const { alerts, nodes, focus = [] } = state.outline.excerpt;
  const asked = new Set(focus.flatMap((item) => nodes[item]?.alerts ?? []));
  const first = listedAlerts(alerts, NO_FILTER).find(
    (index) => (focus.length === 0 || asked.has(index)) && state.outline.alertItem[index] !== NONE,
  );
  if (first !== undefined) state.chooseAlert(first);
  else state.select(focus[0] ?? state.rows[0] ?? NONE);
}

const app = document.getElementById('app') as HTMLElement;
open(app).catch((error: unknown) => {
  app.replaceChildren(
    element('p', { class: 'failure', role: 'alert' }, `This page can’t show its data: ${error}`),
  );
});
