import { NONE } from './outline.ts';
import type { ViewerState } from './state.ts';

/** What a pane offers to keys besides the state. */
export interface KeyContext {
  readonly state: ViewerState;
  pageSize(): number;
  openDetails(): void;
}

/** Keys of a tree, as the ARIA practices have them; each says whether it did something. */
const KEYS: Record<string, (context: KeyContext) => void> = {
  ArrowDown: ({ state }) => moveBy(state, 1),
  ArrowUp: ({ state }) => moveBy(state, -1),
  PageDown: ({ state, pageSize }) => moveBy(state, pageSize()),
  PageUp: ({ state, pageSize }) => moveBy(state, -pageSize()),
  Home: ({ state }) => moveTo(state, 0),
  End: ({ state }) => moveTo(state, state.rows.length - 1),
  ArrowRight: ({ state }) => {
    const child = state.outline.firstChild[state.selected] ?? NONE;
    if (child === NONE) return;
    if (state.expanded[state.selected] === 0) state.toggle(state.selected, true);
    else moveBy(state, 1);
  },
  ArrowLeft: ({ state }) => {
    const { outline, selected } = state;
    const opened = state.expanded[selected] === 1 && (outline.firstChild[selected] ?? NONE) !== NONE;
    if (opened) state.toggle(selected, false);
    else state.select(outline.parent[selected] ?? NONE);
  },
  ' ': ({ state }) => state.selected !== NONE && state.toggle(state.selected),
  '*': ({ state }) => state.selected !== NONE && state.openSiblings(state.selected),
  Enter: ({ openDetails }) => openDetails(),
};

/** Does what the key asks of the tree; returns whether it asks for anything. */
export function treeKey(event: KeyboardEvent, context: KeyContext): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const act = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : undefined;
  act?.(context);
  return act !== undefined;
}

function moveBy(state: ViewerState, rows: number): void {
  const at = state.selected === NONE ? NONE : (state.rowOf[state.selected] as number);
  moveTo(state, at === NONE ? 0 : at + rows);
}

function moveTo(state: ViewerState, row: number): void {
  const item = state.rows[Math.min(Math.max(0, row), state.rows.length - 1)];
  if (item !== undefined) state.select(item);
}
