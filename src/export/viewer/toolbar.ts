import { button, type Child, element } from './element.ts';
import type { Scope } from './rows.ts';
import type { ViewerState } from './state.ts';
import { themeSwitch } from './theme.ts';

const SCOPES: Record<Scope, readonly [string, string]> = {
  all: ['All', 'Every process'],
  alerts: ['Alerts', 'Processes with alerts and what is above them'],
  matches: ['Matches', 'What the search found and what is above it'],
  path: ['Path', 'The path of what is chosen and everything below it'],
};
const VIEWS = { tree: ['Tree', 'Indented tree'], graph: ['Graph', 'Boxes and lines (g)'] } as const;

/** The bar over everything. */
export function toolbar(state: ViewerState, search: HTMLElement, help: HTMLDialogElement): HTMLElement {
  const { title } = state.outline.excerpt;
  return element(
    'header',
    { class: 'toolbar' },
    element('h1', { title }, element('span', { class: 'brand' }, 'Stemma'), ' ', title),
    search,
    choices(
      state,
      'Rows',
      SCOPES,
      () => state.scope,
      (scope) => state.setScope(scope),
    ),
    choices(
      state,
      'View',
      VIEWS,
      () => state.view,
      (view) => state.setView(view),
    ),
    element(
      'div',
      { class: 'group' },
      button('⊞', { title: 'Open everything', 'aria-label': 'Expand' }, () => state.toggleAll(true)),
      button('⊟', { title: 'Close everything', 'aria-label': 'Collapse' }, () => state.toggleAll(false)),
      button('☰', { title: 'Command lines beside the names or under them (w)', 'aria-label': 'Wrap' }, () =>
        toggleLines(state),
      ),
    ),
    element('div', { class: 'group joined', role: 'group', 'aria-label': 'Panes' }, ...paneSwitches()),
    element(
      'div',
      { class: 'group' },
      themeSwitch(state),
      button('Print', {}, () => print()),
      button('?', { title: 'Keys and signs (?)', 'aria-label': 'Help' }, () => help.showModal()),
    ),
  );
}

/** Puts command lines under the names, or back beside them. */
export function toggleLines(state: ViewerState): void {
  state.setLines(document.querySelector('.two-lines') === null ? 'two' : 'one');
}

function choices<Name extends string>(
  state: ViewerState,
  label: string,
  names: Readonly<Record<Name, readonly [string, string]>>,
  current: () => Name,
  choose: (name: Name) => void,
): HTMLElement {
  const buttons = (Object.keys(names) as Name[]).map((name) => {
    const [text, title] = names[name];
    return [name, button(text, { title }, () => choose(name))] as const;
  });
  const show = (): void => {
    for (const [name, made] of buttons) made.setAttribute('aria-pressed', String(name === current()));
  };
  state.listen(show);
  show();
  return element(
    'div',
    { class: 'group joined', role: 'group', 'aria-label': label },
    ...buttons.map(([, made]): Child => made),
  );
}

/** Buttons that make room for the tree: they hide the list of alerts and the details, and show them again. */
function paneSwitches(): HTMLElement[] {
  return (['alerts', 'details'] as const).map((pane) => {
    const { classList } = document.documentElement;
    const made = button(
      pane === 'alerts' ? '◧' : '◨',
      { 'aria-pressed': String(!classList.contains(`without-${pane}`)), 'aria-label': `Show ${pane}` },
      () => made.setAttribute('aria-pressed', String(!classList.toggle(`without-${pane}`))),
    );
    made.title = `Hide or show the ${pane}`;
    return made;
  });
}
