import { element, setText } from './element.ts';
import { NONE } from './outline.ts';
import { splitter } from './splitter.ts';
import type { ViewerState } from './state.ts';
import { fillBar } from './time-bar.ts';
import { ticksOf } from './time-format.ts';
import { zoomed } from './time-window.ts';
import { treeKey } from './tree-keys.ts';
import { fillTreeRow, makeTreeRow, type RowSetting, type TreeRow } from './tree-row.ts';
import { PathTrace } from './tree-trace.ts';
import { VirtualList } from './virtual-list.ts';

/** Pixels a row takes; the style sheet has the same. */
const ROW_HEIGHT = { one: 26, two: 38 } as const;
const STEP = 16;
/** Part of the column that indentation takes at most. */
const DEEPEST_INDENT = 0.3;
/** Where the column of processes is narrower, a command line gets a line of its own. */
const ROOM_FOR_ONE = 560;
/** Pixels that a label of the axis takes, of hours and minutes or longer. */
const TICK = { short: 56, long: 88 } as const;

/** The pane in the middle: the tree with a time line for each row. */
export interface TreePane {
  readonly root: HTMLElement;
  focus(): void;
}

/** Makes the tree. `openDetails` is what Enter does. */
export function treePane(state: ViewerState, openDetails: () => void): TreePane {
  const trace = new PathTrace(state);
  let setting: RowSetting = { step: STEP, oneDay: isOneDay(state), trace };
  const measure = (): void => {
    let deepest = 1;
    for (const item of state.rows) deepest = Math.max(deepest, state.outline.depth[item] as number);
    const indent = heading.clientWidth * DEEPEST_INDENT;
    setting = { ...setting, step: Math.max(2, Math.min(STEP, indent / deepest)) };
    scroller.style.setProperty('--step', `${setting.step}px`);
    trace.update();
  };

  const axis = element('div', { class: 'axis', 'aria-hidden': 'true' });
  const heading = element('div', { class: 'column' }, 'Process');
  const columns = element(
    'div',
    { class: 'columns' },
    heading,
    element('div', { class: 'user' }, 'User'),
    element('div', { class: 'start' }, 'Start (UTC)'),
    axis,
    splitter({
      label: 'Width of the time line',
      place: 'at-time',
      property: '--time-chosen',
      part: axis,
      side: 'after',
      from: 48,
      to: 640,
    }),
  );
  const empty = element('p', { class: 'empty', hidden: true }, 'Nothing to show here.');
  const scroller = element('div', { class: 'rows', role: 'tree', tabindex: 0, 'aria-label': 'Processes' });
  let lines: 'one' | 'two' = 'one';
  const root = element('div', { class: 'tree' }, columns, scroller, empty);
  const list = new VirtualList<TreeRow>(scroller, {
    rowHeight: () => ROW_HEIGHT[lines],
    count: () => state.rows.length,
    make: makeTreeRow,
    fill: (row, index) => {
      fillTreeRow(row, index, state, setting);
      fillBar(row.bar, state.outline, state.rows[index] as number, state.window);
    },
  });

  const drawAxis = (): void => {
    const width = axis.clientWidth;
    const { from, to } = state.window;
    const ticksEvery = (pixels: number): ReturnType<typeof ticksOf> =>
      ticksOf(state.window, Math.max(1, Math.floor(width / pixels)));
    const dense = ticksEvery(TICK.short);
    const ticks = dense.every(({ label }) => label.length <= 5) ? dense : ticksEvery(TICK.long);
    const place = (time: number): number => ((time - from) / (to - from)) * width;
    axis.replaceChildren(
      ...ticks.map(({ time, label }) => {
        const tick = element('span', {}, label);
        tick.style.left = `${place(time)}px`;
        return tick;
      }),
    );
    const [first, second] = ticks.map(({ time }) => place(time));
    root.style.setProperty('--tick-from', `${first ?? -1}px`);
    root.style.setProperty('--tick-step', `${second === undefined ? width + 1 : second - (first ?? 0)}px`);
  };
  new ResizeObserver(drawAxis).observe(axis);
  /** Whether command lines stand in the rows or under the names changes where there is another width. */
  const refit = (): void => {
    const wide = heading.clientWidth >= ROOM_FOR_ONE;
    lines = state.lines === 'fit' ? (wide ? 'one' : 'two') : state.lines;
    root.classList.toggle('two-lines', lines === 'two');
    refresh();
    showSelected('nearest');
  };

  const itemAt = (event: Event): number =>
    Number((event.target as Element).closest<HTMLElement>('[data-item]')?.dataset.item ?? NONE);
  scroller.addEventListener('click', (event) => {
    const item = itemAt(event);
    if (item === NONE) return;
    const { classList } = event.target as Element;
    const [alert] = state.outline.excerpt.nodes[item]?.alerts ?? [];
    if (classList.contains('twisty')) state.toggle(item);
    else if (classList.contains('alert-mark') && alert !== undefined) state.chooseAlert(alert);
    else state.select(item);
  });
  scroller.addEventListener('dblclick', (event) => {
    const item = itemAt(event);
    if (item !== NONE && !(event.target as Element).classList.contains('twisty')) state.toggle(item);
  });
  const zoomByWheel = (event: WheelEvent): void => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const box = axis.getBoundingClientRect();
    const across = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    const about = state.window.from + across * (state.window.to - state.window.from);
    state.setWindow(zoomed(state.window, Math.exp(event.deltaY / 400), about));
  };
  root.addEventListener('wheel', zoomByWheel, { passive: false });
  scroller.addEventListener('keydown', (event) => {
    if (treeKey(event, { state, pageSize: () => list.pageSize(), openDetails })) event.preventDefault();
  });

  const showSelected = (where: 'nearest' | 'upper'): void => {
    const row = state.selected === NONE ? NONE : (state.rowOf[state.selected] as number);
    if (row !== NONE) list.reveal(row, where);
    if (row === NONE) scroller.removeAttribute('aria-activedescendant');
    else scroller.setAttribute('aria-activedescendant', `item-${state.selected}`);
  };
  const refresh = (): void => {
    measure();
    empty.hidden = state.rows.length > 0;
    setText(
      heading,
      `Process (${state.rows.length.toLocaleString('en')} of ${state.outline.size.toLocaleString('en')} rows)`,
    );
    list.refresh();
  };
  state.listen((changes) => {
    if (changes.has('rows') || changes.has('matches')) refresh();
    else if (changes.has('selection') || changes.has('alert')) {
      trace.update();
      list.repaint();
    }
    if (changes.has('lines')) refit();
    if (changes.has('window')) {
      drawAxis();
      list.repaint();
    }
    if (changes.has('scope')) showSelected('upper');
    if (changes.has('selection')) showSelected(changes.has('alert') ? 'upper' : 'nearest');
  });
  new ResizeObserver(refit).observe(heading);
  refresh();
  return { root, focus: () => scroller.focus() };
}

function isOneDay({ outline }: ViewerState): boolean {
  const days = new Set(outline.excerpt.nodes.map(({ start }) => start?.slice(0, 10)));
  days.delete(undefined);
  return days.size <= 1;
}
