import { NONE } from './outline.ts';
import type { SearchBox } from './search-box.ts';
import type { ViewerState } from './state.ts';
import { wholeWindow, windowAround, zoomed } from './time-window.ts';
import { toggleLines } from './toolbar.ts';

interface Parts {
  readonly search: SearchBox;
  readonly alerts: { step(by: number): void };
  readonly help: HTMLDialogElement;
  /** Gives the focus back to the tree, or the graph. */
  back(): void;
}

/** Keys that mean the same wherever the reader is, but in a field where they type. */
export function globalKeys(state: ViewerState, { search, alerts, help, back }: Parts): void {
  const zoom = (factor: number): void => {
    const { from, to } = state.window;
    const start = state.outline.start[state.selected] ?? Number.NaN;
    state.setWindow(zoomed(state.window, factor, start >= from && start <= to ? start : (from + to) / 2));
  };
  const keys: Record<string, () => void> = {
    '/': search.focus,
    n: () => state.stepMatch(true),
    N: () => state.stepMatch(false),
    ']': () => alerts.step(1),
    '[': () => alerts.step(-1),
    g: () => {
      state.setView(state.view === 'tree' ? 'graph' : 'tree');
      back();
    },
    a: () => {
      const window = state.selected === NONE ? null : windowAround(state.outline, state.selected);
      if (window !== null) state.setWindow(window);
    },
    w: () => toggleLines(state),
    '+': () => zoom(0.5),
    '-': () => zoom(2),
    0: () => state.setWindow(wholeWindow(state.outline)),
    '?': () => help.showModal(),
    Escape: () => {
      const inTree = document.activeElement?.matches('.rows, .graph canvas') === true;
      if (inTree && state.alert !== NONE) state.leaveAlert();
      else back();
    },
  };
  document.addEventListener('keydown', (event) => {
    const target = event.target as Element;
    const typing = target.matches('textarea, select, input') && event.key !== 'Escape';
    if (typing || help.open || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey)
      return;
    const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
}
