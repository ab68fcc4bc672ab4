import { visible } from '../../model/text.ts';
import type { Palette } from './canvas.ts';
import { BOX, type GraphLayout } from './graph-layout.ts';
import { labelOf, NONE } from './outline.ts';
import { SEVERITIES } from './severity.ts';
import type { ViewerState } from './state.ts';

/** Where the drawing lies on the canvas: a point is scaled, then moved. */
export interface GraphView {
  x: number;
  y: number;
  scale: number;
}

const READABLE = 0.45;

/** Draws what of the layout is seen; the path and its links above the rest. */
export function drawGraph(
  context: CanvasRenderingContext2D,
  size: { readonly width: number; readonly height: number },
  view: GraphView,
  layout: GraphLayout,
  state: ViewerState,
  palette: Palette,
): void {
  const path = new Set(state.path);
  const found = new Set(state.matches?.items);
  context.save();
  context.translate(view.x, view.y);
  context.scale(view.scale, view.scale);
  const [left, top] = [-view.x / view.scale, -view.y / view.scale];
  const [right, bottom] = [left + size.width / view.scale, top + size.height / view.scale];

  for (const onPath of [false, true]) {
    context.strokeStyle = palette.of(onPath ? 'path' : 'line-strong');
    context.lineWidth = onPath ? 2.5 : 1;
    context.beginPath();
    for (const [index, item] of layout.items.entries()) {
      const above = layout.above[index] as number;
      if (above === NONE || path.has(item) !== onPath) continue;
      const [fromX, fromY] = [(layout.x[above] as number) + BOX.width, layout.y[above] as number];
      const [toX, toY] = [layout.x[index] as number, layout.y[index] as number];
      if (fromX > right || toX < left || Math.max(fromY, toY) < top || Math.min(fromY, toY) > bottom)
        continue;
      const middle = (fromX + toX) / 2;
      context.moveTo(fromX, fromY);
      context.bezierCurveTo(middle, fromY, middle, toY, toX, toY);
    }
    context.stroke();
  }

  context.textBaseline = 'middle';
  for (const [index, item] of layout.items.entries()) {
    const [x, y] = [layout.x[index] as number, layout.y[index] as number];
    if (x > right || x + BOX.width < left || y - BOX.height > bottom || y + BOX.height < top) continue;
    drawBox(
      context,
      x,
      y,
      item,
      state,
      palette,
      { onPath: path.has(item), found: found.has(item) },
      view.scale > READABLE,
    );
  }
  context.restore();
}

function drawBox(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  item: number,
  state: ViewerState,
  palette: Palette,
  marks: { readonly onPath: boolean; readonly found: boolean },
  readable: boolean,
): void {
  const { outline } = state;
  const worst = outline.worst[item] as number;
  const severity = SEVERITIES[worst];
  context.beginPath();
  context.roundRect(x, y - BOX.height / 2, BOX.width, BOX.height, 4);
  context.fillStyle = palette.of(marks.found ? 'mark' : item === state.selected ? 'selected' : 'surface');
  context.fill();
  context.lineWidth = item === state.selected || marks.onPath ? 2 : 1;
  context.strokeStyle = palette.of(
    item === state.selected ? 'accent' : marks.onPath ? 'path' : 'line-strong',
  );
  context.stroke();
  if (severity !== undefined) {
    context.fillStyle = palette.of(severity);
    context.fillRect(x, y - BOX.height / 2 + 1, 5, BOX.height - 2);
  }
  if (!readable) return;
  context.fillStyle = palette.of('text');
  context.font = `${severity !== undefined || marks.onPath ? 600 : 400} 12px system-ui, sans-serif`;
  context.fillText(fitted(context, visible(labelOf(outline, item)), BOX.width - 18), x + 11, y + 0.5);
  const below = outline.descendants[item] as number;
  if (below === 0 || state.expanded[item] === 1) return;
  context.fillStyle = palette.of('dim');
  context.font = '11px system-ui, sans-serif';
  context.fillText(`+${below.toLocaleString('en')}`, x + BOX.width + 5, y + 0.5);
}

function fitted(context: CanvasRenderingContext2D, text: string, width: number): string {
  let shown = text.slice(0, 60);
  while (shown.length > 1 && context.measureText(`${shown}…`).width > width) shown = shown.slice(0, -1);
  return shown.length === text.length ? text : `${shown}…`;
}
