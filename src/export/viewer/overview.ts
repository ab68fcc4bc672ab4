import { fitCanvas, Palette } from './canvas.ts';
import { button, element, setText } from './element.ts';
import { NONE } from './outline.ts';
import { SEVERITIES, severityRank } from './severity.ts';
import type { ViewerState } from './state.ts';
import { duration, moment } from './time-format.ts';
import { panned, type TimeWindow, wholeWindow, windowAround, zoomed } from './time-window.ts';

const COLUMN = 3;

/** The strip over the tree: how many processes started when, where the alerts are, and which stretch the time lines show. */
export function overviewStrip(state: ViewerState): HTMLElement {
  const whole = wholeWindow(state.outline);
  const canvas = element('canvas', {
    'aria-hidden': 'true',
    title: 'Drag to choose a stretch of time; double-click for all of it',
  });
  const label = element('output', { class: 'window-label', 'aria-live': 'off' });
  const root = element('div', { class: 'overview', role: 'group', 'aria-label': 'Time shown' });
  const palette = new Palette(root);
  let dragged: TimeWindow | null = null;

  const middle = (): number => (state.window.from + state.window.to) / 2;
  const zoom = (factor: number): void => state.setWindow(zoomed(state.window, factor, middle()));
  const around = button('Around', { title: 'The time around the chosen process (a)' }, () => {
    const window = state.selected === NONE ? null : windowAround(state.outline, state.selected);
    if (window !== null) state.setWindow(window);
  });
  const buttons = element(
    'div',
    { class: 'buttons' },
    button('All', { title: 'All the time there is' }, () => state.setWindow(whole)),
    around,
    button('−', { 'aria-label': 'Show more time' }, () => zoom(2)),
    button('+', { 'aria-label': 'Show less time' }, () => zoom(0.5)),
    button('◂', { 'aria-label': 'Earlier' }, () => state.setWindow(panned(state.window, -0.5))),
    button('▸', { 'aria-label': 'Later' }, () => state.setWindow(panned(state.window, 0.5))),
  );
  root.append(
    element('div', { class: 'strip' }, canvas),
    element('div', { class: 'legend' }, label, buttons),
  );

  const timeAt = (event: PointerEvent): number => {
    const box = canvas.getBoundingClientRect();
    return whole.from + ((event.clientX - box.left) / box.width) * (whole.to - whole.from);
  };
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    dragged = { from: timeAt(event), to: timeAt(event) };
  });
  canvas.addEventListener('pointermove', (event) => {
    if (dragged === null) return;
    dragged = { from: dragged.from, to: timeAt(event) };
    draw();
  });
  canvas.addEventListener('pointerup', () => {
    const chosen = dragged;
    dragged = null;
    if (chosen === null) return;
    const [from, to] = [Math.min(chosen.from, chosen.to), Math.max(chosen.from, chosen.to)];
    if (to - from > (whole.to - whole.from) / 400) state.setWindow({ from, to });
  });
  canvas.addEventListener('dblclick', () => state.setWindow(whole));

  const draw = (): void => {
    const { from, to } = state.window;
    setText(label, `${moment(from)} – ${moment(to)} UTC · ${duration(to - from)}`);
    if (canvas.clientWidth > 0)
      drawStrip(fitCanvas(canvas), canvas, palette, state, whole, dragged ?? state.window);
  };
  new ResizeObserver(draw).observe(canvas);
  state.listen((changes) => {
    if (changes.has('theme')) palette.reset();
    if (changes.has('window') || changes.has('theme') || changes.has('alert')) draw();
  });
  return root;
}

function drawStrip(
  context: CanvasRenderingContext2D,
  canvas: HTMLCanvasElement,
  palette: Palette,
  state: ViewerState,
  whole: TimeWindow,
  shown: TimeWindow,
): void {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const x = (time: number): number => ((time - whole.from) / (whole.to - whole.from)) * width;
  const { counts, most } = histogram(state, whole, Math.ceil(width / COLUMN));
  context.fillStyle = palette.of('accent-faint');
  const [left, right] = [
    Math.max(0, x(Math.min(shown.from, shown.to))),
    Math.min(width, x(Math.max(shown.from, shown.to))),
  ];
  context.fillRect(left, 0, Math.max(2, right - left), height);
  context.fillStyle = palette.of('bar');
  counts.forEach((count, column) => {
    const tall = count === 0 ? 0 : 2 + (Math.log1p(count) / Math.log1p(most)) * (height - 10);
    context.fillRect(column * COLUMN, height - tall, COLUMN - 1, tall);
  });
  context.fillStyle = palette.of('accent');
  for (const edge of [left, Math.max(left + 2, right) - 1]) context.fillRect(edge, 0, 1, height);
  state.outline.excerpt.alerts.forEach((alert, index) => {
    const chosen = index === state.alert;
    context.fillStyle = palette.of(SEVERITIES[severityRank(alert.rule.severity)] ?? 'low');
    context.fillRect(x(Date.parse(alert.time)) - (chosen ? 1.5 : 1), 0, chosen ? 3 : 2, chosen ? height : 7);
  });
}

function histogram(
  { outline }: ViewerState,
  whole: TimeWindow,
  columns: number,
): { readonly counts: Uint32Array; readonly most: number } {
  const counts = new Uint32Array(Math.max(1, columns));
  let most = 1;
  for (const time of outline.start) {
    if (Number.isNaN(time)) continue;
    const column = Math.min(
      counts.length - 1,
      Math.floor(((time - whole.from) / (whole.to - whole.from)) * columns),
    );
    counts[column] = (counts[column] as number) + 1;
    most = Math.max(most, counts[column] as number);
  }
  return { counts, most };
}
