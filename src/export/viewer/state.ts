import { NONE, nodeOf, type Outline, pathTo } from './outline.ts';
import { addDescendants, type Scope, visibleRows, withAncestors } from './rows.ts';
import type { Query } from './search.ts';
import { robustWindow, type TimeWindow, windowAround } from './time-window.ts';

/** What of the state changed; listeners look again at what they show of it. */
export type Change =
  | 'rows'
  | 'scope'
  | 'selection'
  | 'alert'
  | 'matches'
  | 'window'
  | 'view'
  | 'lines'
  | 'theme';

/** What a search has found. */
export interface Matches {
  readonly query: Query;
  /** Processes, in the order of the tree. */
  readonly items: readonly number[];
}

const SMALL = 300;
const OPENED_ALERTS = 500;

/** What the reader sees and has chosen, and everything they can do about it. Panes listen; none of them knows another. */
export class ViewerState {
  readonly outline: Outline;
  /** By item, 1 where its children are shown. */
  readonly expanded: Uint8Array;
  /** By item, its row if everything were open. */
  readonly rank: Int32Array;
  rows: Int32Array = new Int32Array();
  /** By item, its row; NONE where it has none. */
  rowOf: Int32Array;
  selected = NONE;
  /** Index of the chosen alert. */
  alert = NONE;
  /** From the root to the process of the chosen alert, or else to the selected item. */
  path: readonly number[] = [];
  scope: Scope = 'all';
  matches: Matches | null = null;
  window: TimeWindow;
  view: 'tree' | 'graph' = 'tree';
  /** Whether command lines stand under the names: as there is room, until the reader says. */
  lines: 'fit' | 'one' | 'two' = 'fit';
  private readonly listeners: ((changes: ReadonlySet<Change>) => void)[] = [];

  constructor(outline: Outline) {
    this.outline = outline;
    this.expanded = new Uint8Array(outline.size);
    this.rowOf = new Int32Array(outline.size).fill(NONE);
    this.rank = new Int32Array(outline.size);
    visibleRows(outline, new Uint8Array(outline.size).fill(1), null).forEach((item, row) => {
      this.rank[item] = row;
    });
    this.window = robustWindow(outline);
    if (outline.size <= SMALL) this.expanded.fill(1);
    else {
      this.openAbove(outline.alertItem.subarray(0, OPENED_ALERTS));
      for (let item = outline.firstRoot; item !== NONE; item = outline.nextSibling[item] as number)
        this.expanded[item] = 1;
    }
    this.layOut();
  }

  listen(listener: (changes: ReadonlySet<Change>) => void): void {
    this.listeners.push(listener);
  }

  select(item: number): void {
    if (item === NONE) return;
    const changes: Change[] = this.reveal(item) ? ['rows', 'selection'] : ['selection'];
    this.selected = item;
    if (this.alert === NONE) this.path = pathTo(this.outline, item);
    this.changed(...changes);
  }

  chooseAlert(index: number): void {
    this.alert = index;
    const item = this.outline.alertItem[index] ?? NONE;
    if (item !== NONE) {
      this.path = pathTo(this.outline, item);
      this.selected = item;
      this.window = windowAround(this.outline, item) ?? this.window;
      this.expanded[item] = 1;
    } else this.path = [];
    if (this.scope === 'path') this.layOut();
    this.reveal(item);
    this.layOut();
    this.changed('alert', 'rows', 'selection', 'window');
  }

  /** Forgets the chosen alert; what is selected stays. */
  leaveAlert(): void {
    this.alert = NONE;
    this.path = pathTo(this.outline, this.selected);
    if (this.scope === 'path') this.layOut();
    this.changed('alert', 'rows', 'selection');
  }

  toggle(item: number, open = this.expanded[item] === 0): void {
    this.expanded[item] = open ? 1 : 0;
    this.layOut();
    this.changed('rows');
  }

  /** Opens or closes everything; what is selected keeps its row, or gives it to what is above it. */
  toggleAll(open: boolean): void {
    this.expanded.fill(open ? 1 : 0);
    this.layOut();
    while (this.selected !== NONE && this.rowOf[this.selected] === NONE)
      this.selected = this.outline.parent[this.selected] as number;
    this.changed('rows', 'selection');
  }

  /** Opens the item and everything beside it. */
  openSiblings(item: number): void {
    const above = this.outline.parent[item] as number;
    const first = above === NONE ? this.outline.firstRoot : (this.outline.firstChild[above] as number);
    for (let each = first; each !== NONE; each = this.outline.nextSibling[each] as number)
      this.expanded[each] = 1;
    this.layOut();
    this.changed('rows');
  }

  /** Shows other rows; what they are shown for is open then. */
  setScope(scope: Scope): void {
    this.scope = scope;
    if (scope === 'alerts') this.openAbove(this.outline.alertItem);
    if (scope === 'matches') this.openAbove(this.matches?.items ?? []);
    this.layOut();
    this.changed('rows', 'scope');
  }

  setMatches(matches: Matches | null): void {
    this.matches = matches;
    if (this.scope === 'matches') this.setScope('matches');
    this.changed('matches');
  }

  /** Selects the match that follows the selected item in the tree, or the one before it, round and round. */
  stepMatch(forward: boolean): void {
    const items = this.matches?.items ?? [];
    if (items.length === 0) return;
    const at = this.selected === NONE ? NONE : (this.rank[this.selected] as number);
    const after = items.findIndex((item) => (this.rank[item] as number) > at);
    const before = items.findLastIndex((item) => (this.rank[item] as number) < at);
    this.select((forward ? items[Math.max(0, after)] : items.at(before)) as number);
  }

  setWindow(window: TimeWindow): void {
    this.window = window;
    this.changed('window');
  }

  setView(view: 'tree' | 'graph'): void {
    this.view = view;
    this.changed('view');
  }

  setLines(lines: 'one' | 'two'): void {
    this.lines = lines;
    this.changed('lines');
  }

  /** Tells those who draw by the colours of the page that they are others. */
  themeChanged(): void {
    this.changed('theme');
  }

  /** Opens what is above an item and leaves a scope that hides it; whether that changed the rows. */
  private reveal(item: number): boolean {
    if (item === NONE || this.rowOf[item] !== NONE) return false;
    this.openAbove([item]);
    this.layOut();
    if (this.rowOf[item] === NONE) {
      this.scope = 'all';
      this.layOut();
    }
    return true;
  }

  /** Opens what is above the items; each step up is taken once, however many share it. */
  private openAbove(items: Iterable<number>): void {
    const above = Array.from(items, (item) => this.outline.parent[item] ?? NONE);
    withAncestors(this.outline, above).forEach((marked, item) => {
      if (marked === 1) this.expanded[item] = 1;
    });
  }

  private layOut(): void {
    this.rows = visibleRows(this.outline, this.expanded, this.kept());
    this.rowOf.fill(NONE);
    for (let row = 0; row < this.rows.length; row += 1) this.rowOf[this.rows[row] as number] = row;
  }

  private kept(): Uint8Array | null {
    if (this.scope === 'alerts') return withAncestors(this.outline, this.outline.alertItem);
    if (this.scope === 'matches') return withAncestors(this.outline, this.matches?.items ?? []);
    if (this.scope !== 'path') return null;
    const marks = withAncestors(this.outline, this.path);
    const last = this.path.at(-1);
    if (last !== undefined && nodeOf(this.outline, last)) addDescendants(this.outline, marks, last);
    return marks;
  }

  private changed(...changes: readonly Change[]): void {
    const set = new Set(changes);
    for (const listener of this.listeners) listener(set);
  }
}
