import { button, element } from './element.ts';
import { SEARCH_FIELDS } from './search.ts';

const KEYS = [
  ['/', 'search everything'],
  ['n  N', 'next and previous match'],
  [']  [', 'next and previous alert'],
  ['↑ ↓', 'move in the tree or in the alerts'],
  ['→  ←', 'open, or to the first child; close, or to the parent'],
  ['Home End PgUp PgDn', 'far moves'],
  ['Space', 'open or close'],
  ['*', 'open everything beside it'],
  ['Enter', 'to the details'],
  ['Escape', 'back to the tree; there: let go of the alert'],
  ['g', 'tree or graph'],
  ['w', 'command lines beside the names, or under them'],
  ['a', 'the time around the chosen process'],
  ['+  −  0', 'less, more, all of the time'],
  ['?', 'this'],
] as const;

const SIGNS = [
  ['≈', 'the link to the parent is uncertain: the details say why'],
  ['italics', 'the process was not seen to start'],
  ['fading bar', 'its end is not known'],
  ['arrow at the edge', 'it lies outside the time shown'],
  ['\\u{…} \\n', 'a character that can’t be seen or would disturb the text, written out'],
  ['arguments alone', 'the image is the command’s own, and lies in a folder where programs are expected'],
] as const;

/** Keys and signs, in a dialog. */
export function helpDialog(): HTMLDialogElement {
  const dialog = element('dialog', { class: 'help', 'aria-label': 'Keys and signs' });
  const close = button('Close', {}, () => dialog.close());
  dialog.append(
    element('h2', {}, 'Keys'),
    list(KEYS, 'kbd'),
    element('h2', {}, 'Search'),
    element(
      'p',
      {},
      'Words and "phrases" must all be found; field:word looks in one place. Fields: ',
      SEARCH_FIELDS.join(', '),
      '.',
    ),
    element('h2', {}, 'Signs'),
    list(SIGNS, 'span'),
    close,
  );
  return dialog;
}

function list(rows: readonly (readonly [string, string])[], tag: 'kbd' | 'span'): HTMLElement {
  const made = element('dl', {});
  for (const [name, text] of rows)
    made.append(element('dt', {}, element(tag, {}, name)), element('dd', {}, text));
  return made;
}
