import { fitCanvas, Palette } from './canvas.ts';
import { button, element, setText } from './element.ts';
import { drawGraph, type GraphView } from './graph-draw.ts';
import { BOX, type GraphLayout, layOutGraph, MOST_DRAWN } from './graph-layout.ts';
import { NONE } from './outline.ts';
import type { ViewerState } from './state.ts';
import { treeKey } from './tree-keys.ts';

const SCALES = { least: 0.02, most: 3 } as const;
const CLICK_PIXELS = 4;

/** The same rows as the tree's, drawn as boxes and lines; to be dragged, zoomed and clicked. */
export function graphPane(state: ViewerState, openDetails: () => void): { root: HTMLElement; focus(): void } {
  const canvas = element('canvas', {
    tabindex: 0,
    role: 'img',
    'aria-label': 'Graph of the rows that are open in the tree, which says the same in words',
  });
  const note = element('p', { class: 'graph-note' });
  const root = element('div', { class: 'graph', hidden: true }, canvas, note);
  const palette = new Palette(root);
  const view: GraphView = { x: 40, y: 200, scale: 1 };
  let layout: GraphLayout | null = null;
  let frame = 0;

  const draw = (): void => {
    frame = 0;
    if (root.hidden || canvas.clientWidth === 0) return;
    layout ??= layOutGraph(state);
    const size = { width: canvas.clientWidth, height: canvas.clientHeight };
    drawGraph(fitCanvas(canvas), size, view, layout, state, palette);
    const left = layout.left.toLocaleString('en');
    setText(
      note,
      layout.left === 0
        ? ''
        : `The first ${MOST_DRAWN.toLocaleString('en')} rows are drawn; ${left} are not.`,
    );
  };
  const schedule = (): void => {
    if (frame === 0) frame = requestAnimationFrame(draw);
  };
  const zoom = (factor: number, x: number, y: number): void => {
    const scale = Math.min(SCALES.most, Math.max(SCALES.least, view.scale * factor));
    view.x = x - ((x - view.x) * scale) / view.scale;
    view.y = y - ((y - view.y) * scale) / view.scale;
    view.scale = scale;
    schedule();
  };
  const zoomMiddle = (factor: number): void => zoom(factor, canvas.clientWidth / 2, canvas.clientHeight / 2);
  const bring = (item: number, where: 'seen' | 'centre'): void => {
    layout ??= layOutGraph(state);
    const index = item === NONE ? NONE : (state.rowOf[item] as number);
    if (index === NONE || index >= layout.items.length) return;
    const x = view.x + ((layout.x[index] as number) + BOX.width / 2) * view.scale;
    const y = view.y + (layout.y[index] as number) * view.scale;
    const seen = x > 60 && y > 30 && x < canvas.clientWidth - 60 && y < canvas.clientHeight - 30;
    if (where === 'seen' && seen) return;
    view.x += canvas.clientWidth * 0.6 - x;
    view.y += canvas.clientHeight / 2 - y;
  };
  const showAll = (): void => {
    layout ??= layOutGraph(state);
    if (layout.items.length === 0) return;
    const [left, right] = [0, layout.x.reduce((most, x) => Math.max(most, x), 0) + BOX.width + 40];
    const top = layout.y.reduce((least, y) => Math.min(least, y), 0) - BOX.height;
    const bottom = layout.y.reduce((most, y) => Math.max(most, y), 0) + BOX.height;
    const fitting =
      Math.min(canvas.clientWidth / (right - left), canvas.clientHeight / (bottom - top)) * 0.95;
    view.scale = Math.min(1, Math.max(SCALES.least, fitting));
    view.x = (canvas.clientWidth - (right + left) * view.scale) / 2;
    view.y = (canvas.clientHeight - (bottom + top) * view.scale) / 2;
    schedule();
  };
  root.append(
    element(
      'div',
      { class: 'buttons' },
      button('Fit', { title: 'All of it' }, showAll),
      button('−', { 'aria-label': 'Smaller' }, () => zoomMiddle(0.7)),
      button('+', { 'aria-label': 'Larger' }, () => zoomMiddle(1.4)),
    ),
  );

  const itemAt = (event: MouseEvent): number => {
    const [x, y] = [(event.offsetX - view.x) / view.scale, (event.offsetY - view.y) / view.scale];
    const index = layout?.items.findIndex((_, each) => {
      const [left, middle] = [layout?.x[each] as number, layout?.y[each] as number];
      return x >= left && x <= left + BOX.width && Math.abs(y - middle) <= BOX.height / 2;
    });
    return layout?.items[index ?? NONE] ?? NONE;
  };
  let held: { readonly x: number; readonly y: number; moved: number } | null = null;
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    held = { x: view.x - event.clientX, y: view.y - event.clientY, moved: 0 };
  });
  canvas.addEventListener('pointermove', (event) => {
    if (held === null) return;
    held.moved += Math.abs(event.movementX) + Math.abs(event.movementY);
    view.x = held.x + event.clientX;
    view.y = held.y + event.clientY;
    schedule();
  });
  canvas.addEventListener('pointerup', (event) => {
    if (held !== null && held.moved < CLICK_PIXELS) state.select(itemAt(event));
    held = null;
  });
  canvas.addEventListener('dblclick', (event) => {
    const item = itemAt(event);
    if (item !== NONE) state.toggle(item);
  });
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 500), event.offsetX, event.offsetY);
    },
    { passive: false },
  );
  canvas.addEventListener('keydown', (event) => {
    if (treeKey(event, { state, pageSize: () => 10, openDetails })) event.preventDefault();
  });
  new ResizeObserver(schedule).observe(canvas);
  state.listen((changes) => {
    if (changes.has('rows')) layout = null;
    if (changes.has('theme')) palette.reset();
    if (changes.has('view')) {
      root.hidden = state.view !== 'graph';
      if (!root.hidden) state.selected === NONE ? showAll() : bring(state.selected, 'centre');
    }
    if (root.hidden) return;
    if (changes.has('selection')) bring(state.selected, 'seen');
    schedule();
  });
  return { root, focus: () => canvas.focus() };
}
