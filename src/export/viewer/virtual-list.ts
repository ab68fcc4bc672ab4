import { element } from './element.ts';

/** What a list shows: how many rows, how an empty one is made, and how it is filled. */
export interface RowSource<Row extends { readonly root: HTMLElement }> {
  /** Pixels that a row takes at present. */
  rowHeight(): number;
  count(): number;
  make(): Row;
  fill(row: Row, index: number): void;
}

/** Rows above and below what is seen that are drawn too, so that a small scroll shows no gap. */
const OVERSCAN = 6;

/** A list that holds elements only for the rows that are seen, and fills them anew as they come into view. */
export class VirtualList<Row extends { readonly root: HTMLElement }> {
  readonly scroller: HTMLElement;
  private readonly source: RowSource<Row>;
  private readonly sizer: HTMLElement = element('div', { class: 'sizer', role: 'presentation' });
  private readonly shown = new Map<number, Row>();
  private readonly spare: Row[] = [];
  private frame = 0;

  constructor(scroller: HTMLElement, source: RowSource<Row>) {
    this.scroller = scroller;
    this.source = source;
    scroller.appendChild(this.sizer);
    scroller.addEventListener('scroll', () => this.schedule(), { passive: true });
    new ResizeObserver(() => this.schedule()).observe(scroller);
  }

  /** Fills every row anew. */
  refresh(): void {
    for (const [index, row] of this.shown) this.retire(index, row);
    this.draw();
  }

  /** Fills the rows that are shown anew, where they are. */
  repaint(): void {
    for (const [index, row] of this.shown) this.source.fill(row, index);
  }

  /** Scrolls as little as it takes to see the row, or so that it stands in the upper third. */
  reveal(index: number, where: 'nearest' | 'upper'): void {
    const rowHeight = this.source.rowHeight();
    const { scrollTop, clientHeight } = this.scroller;
    const top = index * rowHeight;
    const seen = top >= scrollTop && top + rowHeight <= scrollTop + clientHeight;
    if (where === 'upper') {
      const comfortable = top >= scrollTop + clientHeight * 0.1 && top <= scrollTop + clientHeight * 0.8;
      if (!comfortable) this.scroller.scrollTop = top - clientHeight / 3;
    } else if (!seen) this.scroller.scrollTop = top < scrollTop ? top : top + rowHeight - clientHeight;
    this.draw();
  }

  /** Rows that fit in what is seen. */
  pageSize(): number {
    return Math.max(1, Math.floor(this.scroller.clientHeight / this.source.rowHeight()) - 1);
  }

  private schedule(): void {
    if (this.frame === 0)
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.draw();
      });
  }

  private draw(): void {
    const rowHeight = this.source.rowHeight();
    const count = this.source.count();
    const { scrollTop, clientHeight } = this.scroller;
    const first = Math.max(0, Math.floor(scrollTop / rowHeight) - OVERSCAN);
    const last = Math.min(count, Math.ceil((scrollTop + clientHeight) / rowHeight) + OVERSCAN);
    this.sizer.style.height = `${count * rowHeight}px`;
    for (const [index, row] of this.shown) if (index < first || index >= last) this.retire(index, row);
    let before: HTMLElement | undefined;
    for (let index = first; index < last; index += 1) {
      const row = this.shown.get(index) ?? this.place(index, before);
      before = row.root;
    }
  }

  /** Fills a row and puts it after the one before, so that the order of elements is that of rows. */
  private place(index: number, before: HTMLElement | undefined): Row {
    const row = this.spare.pop() ?? this.source.make();
    this.source.fill(row, index);
    row.root.style.transform = `translateY(${index * this.source.rowHeight()}px)`;
    if (before === undefined) this.sizer.prepend(row.root);
    else before.after(row.root);
    this.shown.set(index, row);
    return row;
  }

  private retire(index: number, row: Row): void {
    this.shown.delete(index);
    row.root.remove();
    this.spare.push(row);
  }
}
