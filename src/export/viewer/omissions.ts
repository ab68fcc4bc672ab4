import { element } from './element.ts';

/** What was left out of the excerpt, under the tree; nothing where nothing was. */
export function omissions(omitted: readonly string[]): HTMLElement | null {
  if (omitted.length === 0) return null;
  const list = element('ul', {}, ...omitted.map((text) => element('li', {}, text)));
  return element(
    'details',
    { class: 'omitted' },
    element('summary', {}, `Not in this file (${omitted.length})`),
    list,
  );
}
