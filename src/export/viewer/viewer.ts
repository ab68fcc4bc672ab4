import type { Alert } from '../../model/alert.ts';
import { alertPane } from './alert-pane.ts';
import { breadcrumb } from './breadcrumb.ts';
import { detailPane } from './detail-pane.ts';
import { element, setText } from './element.ts';
import { globalKeys } from './global-keys.ts';
import { graphPane } from './graph-pane.ts';
import { helpDialog } from './help.ts';
import { loadExcerpt } from './load.ts';
import { omissions } from './omissions.ts';
import { NONE, outlineOf } from './outline.ts';
import { overviewStrip } from './overview.ts';
import { searchBox } from './search-box.ts';
import { severityRank } from './severity.ts';
import { ViewerState } from './state.ts';
import { toolbar } from './toolbar.ts';
import { treePane } from './tree-pane.ts';

/** Builds the page from its data; the worst alert, the earliest of these, is chosen to begin with. */
async function open(app: HTMLElement): Promise<void> {
  const data = document.getElementById('data') as HTMLElement;
  const state = new ViewerState(outlineOf(await loadExcerpt(data.textContent ?? '')));
  data.remove();

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
  app.replaceChildren(toolbar(state, search.root, help), alerts.root, middle, details.root, help);
  app.removeAttribute('aria-busy');
  globalKeys(state, { search, alerts, back, help });
  const unprinted = element('p', { class: 'unprinted' });
  tree.root.append(unprinted);
  const forPaper = (printing: boolean): void => {
    tree.root.hidden = state.view !== 'tree' && !printing;
    const left = tree.list.showEverything(printing).toLocaleString('en');
    setText(unprinted, left === '0' ? '' : `${left} more rows are open and not printed.`);
  };
  addEventListener('beforeprint', () => forPaper(true));
  addEventListener('afterprint', () => forPaper(false));

  showFirst(state);
  tree.focus();
  document.documentElement.dataset.ready = 'true';
}

/** Chooses what was asked for: the worst alert of the focus, the earliest of these; or the focus, where it has no alert. */
function showFirst(state: ViewerState): void {
  const { alerts, nodes, focus = [] } = state.outline.excerpt;
  const asked = focus.length > 0 ? focus.flatMap((item) => nodes[item]?.alerts ?? []) : [...alerts.keys()];
  const [worst] = asked
    .filter((index) => state.outline.alertItem[index] !== NONE)
    .map((index) => ({ index, key: firstKey(alerts[index] as Alert) }))
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  if (worst !== undefined) state.chooseAlert(worst.index);
  else state.select(focus[0] ?? state.rows[0] ?? NONE);
}

const firstKey = ({ rule, time }: Alert): string => `${severityRank(rule.severity)} ${time}`;

const app = document.getElementById('app') as HTMLElement;
open(app).catch((error: unknown) => {
  app.replaceChildren(
    element('p', { class: 'failure', role: 'alert' }, `This page can’t show its data: ${error}`),
  );
});
