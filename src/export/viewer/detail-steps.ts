import type { AlertStep, Ancestor, ProcessBrief } from '../../model/alert.ts';
import { cut } from '../../model/text.ts';
import { jump } from './detail-parts.ts';
import { linkMeaning, linkText } from './detail-path.ts';
import { type Child, element } from './element.ts';
import { NONE } from './outline.ts';
import type { ViewerState } from './state.ts';

/** Characters of a command line; the details of its process have the whole. */
const COMMAND = 400;

/** The events of a sequence, in their order; their processes lead to the tree where it has them. */
export function stepList(state: ViewerState, steps: readonly (AlertStep | null)[]): HTMLElement {
  const entries = steps.map((step) => {
    if (step === null) return element('li', { class: 'dim' }, 'an event that must be missing, and was');
    const { process, event } = step;
    return element(
      'li',
      {},
      element(
        'div',
        {},
        process === null ? (event.action ?? '?') : processName(state, process),
        element('span', { class: 'dim' }, ` ${step.time}`),
      ),
      element('div', { class: 'mono' }, step.clause),
      process?.command_line && element('div', { class: 'mono dim' }, cut(process.command_line, COMMAND)),
    );
  });
  return element('ol', { class: 'steps' }, ...entries);
}

/** The ancestors of an alert whose process the file does not hold, from the root down. */
export function ancestryList(state: ViewerState, ancestry: readonly Ancestor[]): HTMLElement {
  const entries = [...ancestry]
    .reverse()
    .map((ancestor) =>
      element(
        'li',
        {},
        processName(state, ancestor),
        element('span', { class: 'dim', title: linkMeaning(ancestor.link) }, ` ${linkText(ancestor.link)}`),
      ),
    );
  return element('ol', { class: 'path' }, ...entries);
}

function processName(state: ViewerState, process: ProcessBrief): Child {
  const label = `${cut(process.name ?? '?', 80)} (${process.pid ?? '?'})`;
  const item = state.outline.excerpt.nodes.findIndex(({ entity_id }) => entity_id === process.entity_id);
  return item === NONE ? label : jump(label, () => state.select(item));
}
