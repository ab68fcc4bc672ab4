import type { ViewerState } from './state.ts';

/** The elements that carry a row's part of the line. */
interface TracedRow {
  readonly traceIn: HTMLElement;
  readonly traceDown: HTMLElement;
}

/** Where the middle of the sign for "open" stands, from where its row's indentation ends. */
const TWISTY_MIDDLE = 11;

/**
 * The line that leads through the tree from the root to the chosen process: into a row of the path from its parent's sign,
 * down from its own sign to the next, and through the rows that stand between two of the path.
 */
export class PathTrace {
  private readonly state: ViewerState;
  /** Rows of the path's items, ascending, and their depths. */
  private rows: number[] = [];
  private depths: number[] = [];

  constructor(state: ViewerState) {
    this.state = state;
  }

  /** Looks up where the path's items stand now. */
  update(): void {
    const { outline, rowOf, path } = this.state;
    const seen = path.filter((item) => (rowOf[item] as number) >= 0);
    this.rows = seen.map((item) => rowOf[item] as number);
    this.depths = seen.map((item) => outline.depth[item] as number);
  }

  /** Whether the row is one of the path. */
  holds(row: number): boolean {
    return this.rows[this.lastAtOrAbove(row)] === row;
  }

  draw(row: TracedRow, index: number, step: number): void {
    const above = this.lastAtOrAbove(index);
    const own = above >= 0 && this.rows[above] === index;
    const left = (depth: number): string => `${depth * step + TWISTY_MIDDLE}px`;
    const continues = above >= 0 && above < this.rows.length - 1;

    const entering = own && above > 0;
    row.traceIn.hidden = !entering;
    if (entering) {
      row.traceIn.style.left = left(this.depths[above - 1] as number);
      row.traceIn.style.width = `${Math.max(2, step - 7)}px`;
    }
    row.traceDown.hidden = !continues;
    if (continues) {
      row.traceDown.style.left = left(this.depths[above] as number);
      row.traceDown.classList.toggle('from-here', own);
    }
  }

  private lastAtOrAbove(row: number): number {
    let [low, high] = [0, this.rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.rows[middle] as number) <= row) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
