import { visible } from '../../model/text.ts';
import { append, element, setText } from './element.ts';

/** Sets an element's text with what a search looks for marked in it. */
export function marked(target: Element, text: string, mark: RegExp | null): void {
  const shown = visible(text);
  const found = mark === null ? [] : [...shown.matchAll(mark)].filter(([part]) => part !== '');
  if (found.length === 0) {
    setText(target, text);
    return;
  }
  target.textContent = '';
  let at = 0;
  for (const { 0: part, index } of found) {
    append(target, [shown.slice(at, index), element('mark', {}, part)]);
    at = index + part.length;
  }
  append(target, [shown.slice(at)]);
}
