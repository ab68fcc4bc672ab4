import { jump } from './detail-parts.ts';
import { element } from './element.ts';
import { labelOf, NONE } from './outline.ts';
import type { ViewerState } from './state.ts';

/** Steps that are shown from the root and towards the end of a long path. */
const FIRST = 2;
const LAST = 6;

/** The path over the tree in one line: it stays in sight when the rows of it do not. */
export function breadcrumb(state: ViewerState): HTMLElement {
  const root = element('nav', { class: 'breadcrumb', 'aria-label': 'Path from the root' });
  const draw = (): void => {
    const { path } = state;
    const left = path.length > FIRST + LAST + 1 ? path.length - FIRST - LAST : 0;
    const steps = left === 0 ? path : [...path.slice(0, FIRST), NONE, ...path.slice(-LAST)];
    root.replaceChildren(
      ...steps.map((item) => {
        if (item === NONE) return element('span', { class: 'dim' }, `… ${left} more …`);
        const step = jump(labelOf(state.outline, item), () => state.select(item));
        if (item === path.at(-1)) step.classList.add(state.alert === NONE ? 'last' : 'anomaly');
        return step;
      }),
    );
  };
  state.listen((changes) => {
    if (changes.has('alert') || changes.has('selection')) draw();
  });
  draw();
  return root;
}
