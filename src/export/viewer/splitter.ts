import { element } from './element.ts';

/** A border between two parts of the page that can be moved. */
export interface Border {
  readonly label: string;
  /** Class that says where it stands. */
  readonly place: string;
  /** Custom property of the page that holds the size, in pixels; without it the style sheet decides. */
  readonly property: string;
  /** The part whose size it is. */
  readonly part: Element;
  /** Whether the part lies before the border (left of it or above) or after. */
  readonly side: 'before' | 'after';
  /** Sizes between which it moves. */
  readonly from: number;
  readonly to: number;
}

/** Pixels that a key moves it. */
const STEP = 24;

/** Makes the border: dragged, or moved by arrow keys; a double click, or Home, gives the size back to the style sheet. */
export function splitter({ label, place, property, part, side, from, to }: Border): HTMLElement {
  const made = element('div', {
    class: `splitter ${place}`,
    role: 'separator',
    tabindex: 0,
    'aria-label': label,
    'aria-valuemin': from,
    'aria-valuemax': to,
    title: 'Drag, or use the arrow keys; double-click for the usual size',
  });
  const { style } = document.documentElement;
  const lies = (): boolean => made.clientWidth > made.clientHeight;
  const size = (): number => (lies() ? part.clientHeight : part.clientWidth);
  const set = (pixels: number): void => {
    const rounded = Math.round(Math.min(to, Math.max(from, pixels)));
    style.setProperty(property, `${rounded}px`);
    tell();
  };
  const reset = (): void => {
    style.removeProperty(property);
    tell();
  };
  const tell = (): void => {
    made.setAttribute('aria-orientation', lies() ? 'horizontal' : 'vertical');
    made.setAttribute('aria-valuenow', String(Math.round(size())));
  };
  const sign = side === 'before' ? 1 : -1;
  made.addEventListener('pointerdown', (down) => {
    const [at, before] = [lies() ? down.clientY : down.clientX, size()];
    made.setPointerCapture(down.pointerId);
    const move = (event: PointerEvent): void =>
      set(before + sign * ((lies() ? event.clientY : event.clientX) - at));
    made.addEventListener('pointermove', move);
    made.addEventListener('lostpointercapture', () => made.removeEventListener('pointermove', move), {
      once: true,
    });
    down.preventDefault();
    made.focus();
  });
  made.addEventListener('dblclick', reset);
  const keys: Record<string, () => void> = {
    ArrowLeft: () => set(size() - sign * STEP),
    ArrowUp: () => set(size() - sign * STEP),
    ArrowRight: () => set(size() + sign * STEP),
    ArrowDown: () => set(size() + sign * STEP),
    Home: reset,
  };
  made.addEventListener('keydown', (event) => {
    const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  new ResizeObserver(tell).observe(part);
  return made;
}
