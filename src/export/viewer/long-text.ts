import { visible } from '../../model/text.ts';
import { button, element, setText } from './element.ts';
import { marked } from './mark.ts';

const AT_FIRST = 10_000;

/** A block of text as the log has it, in full; the very long ones after a click. What is searched for is marked. */
export function longText(text: string, mark: RegExp | null): HTMLElement {
  const block = element('pre', { class: 'text', tabindex: 0 });
  const shown = visible(text);
  if (shown.length <= AT_FIRST) {
    marked(block, text, mark);
    return block;
  }
  setText(block, `${shown.slice(0, AT_FIRST)}…`);
  const all = button(
    `Show all ${text.length.toLocaleString('en')} characters`,
    { class: 'small rest' },
    () => {
      setText(block, text);
      all.remove();
    },
  );
  return element('div', {}, block, all);
}
