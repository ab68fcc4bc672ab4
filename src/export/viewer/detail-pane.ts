import type { Alert } from '../../model/alert.ts';
import { alertDetails } from './detail-alert.ts';
import { section } from './detail-parts.ts';
import { hostDetails, processDetails } from './detail-process.ts';
import { ancestryList } from './detail-steps.ts';
import { triageSections } from './detail-triage.ts';
import { append, type Child, element } from './element.ts';
import { longText } from './long-text.ts';
import { NONE, nodeOf } from './outline.ts';
import type { ViewerState } from './state.ts';

/** The pane on the right: all that is known of what is chosen. */
export interface DetailPane {
  readonly root: HTMLElement;
  focus(): void;
  /** What it shows, once more. */
  copy(): Node;
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
    if (alert !== undefined && (home === selected || home === NONE))
      append(body, [alertDetails(state, alert)]);
    if (alert !== undefined && home === NONE) append(body, homelessDetails(state, alert));
    const node = nodeOf(outline, selected);
    if (node !== undefined && (alert === undefined || home !== NONE))
      append(body, processDetails(state, selected, node));
    else if (node === undefined && selected !== NONE) append(body, hostDetails(state, selected));
    if (alert !== undefined && (home === selected || home === NONE))
      append(body, triageSections(state, alert));
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
  const drawNow = (): void => {
    if (frame === 0) return;
    cancelAnimationFrame(frame);
    draw();
  };
  return {
    root,
    copy: () => {
      drawNow();
      return body.cloneNode(true);
    },
    focus: () => {
      drawNow();
      (root.querySelector<HTMLElement>('h2') ?? root).focus();
    },
  };
}

/** What is known of the process of an alert that has none in this file. */
function homelessDetails(state: ViewerState, { process, ancestry }: Alert): Child[] {
  if (process === null) return [element('p', { class: 'note' }, 'The event is of no process.')];
  return [
    element('p', { class: 'note' }, 'The alert’s process is not in this file.'),
    element(
      'h2',
      {},
      process.name ?? '?',
      element('span', { class: 'pid' }, `pid ${process.pid ?? 'unknown'}`),
    ),
    process.command_line !== null && section('Command line', longText(process.command_line, null)),
    ancestry.length > 0 && section('Its ancestors, from the root', ancestryList(state, ancestry)),
  ];
}
