import { alertDetails } from './detail-alert.ts';
import { hostDetails, processDetails } from './detail-process.ts';
import { append, element } from './element.ts';
import { NONE, nodeOf } from './outline.ts';
import type { ViewerState } from './state.ts';

/** The pane on the right: all that is known of what is chosen. */
export interface DetailPane {
  readonly root: HTMLElement;
  focus(): void;
}

/** Makes the details; they are made anew whenever something else is chosen. */
export function detailPane(state: ViewerState): DetailPane {
  const body = element('div', { class: 'details-body' });
  const root = element('section', { class: 'details', 'aria-label': 'Details', tabindex: '-1' }, body);
  let frame = 0;
  const draw = (): void => {
    frame = 0;
    body.replaceChildren();
    root.scrollTop = 0;
    const { selected, outline } = state;
    const alert = outline.excerpt.alerts[state.alert];
    const home = outline.alertItem[state.alert] ?? NONE;
    if (alert !== undefined && (home === selected || home === NONE)) append(body, [alertDetails(alert)]);
    if (alert !== undefined && home === NONE)
      append(body, [
        element('p', { class: 'note' }, 'The alert’s process is not in this file, or it has none.'),
      ]);
    const node = nodeOf(outline, selected);
    if (node !== undefined && (alert === undefined || home !== NONE))
      append(body, processDetails(state, selected, node));
    else if (node === undefined && selected !== NONE) append(body, hostDetails(state, selected));
    if (selected === NONE && alert === undefined)
      append(body, [
        element('p', { class: 'empty' }, 'Choose an alert on the left or a process in the tree.'),
      ]);
  };
  state.listen((changes) => {
    const other = changes.has('selection') || changes.has('alert') || changes.has('matches');
    if (other && frame === 0) frame = requestAnimationFrame(draw);
  });
  draw();
  return {
    root,
    focus: () => {
      if (frame !== 0) {
        cancelAnimationFrame(frame);
        draw();
      }
      (root.querySelector<HTMLElement>('h2') ?? root).focus();
    },
  };
}
