import { button, element, setText } from './element.ts';
import { SEARCH_FIELDS } from './search.ts';
import { searcher } from './search-run.ts';
import type { ViewerState } from './state.ts';

const PAUSE_MS = 120;

/** The search over everything, with how much it found said aloud. */
export interface SearchBox {
  readonly root: HTMLElement;
  focus(): void;
}

/** Makes the search. `leave` is called when the reader is done with it. */
export function searchBox(state: ViewerState, leave: () => void): SearchBox {
  const search = searcher(state);
  const input = element('input', {
    type: 'search',
    placeholder: 'Search everything  ( / )',
    'aria-label': 'Search all processes',
    spellcheck: 'false',
    autocomplete: 'off',
    title: `Words, "phrases" and field:word. Fields: ${SEARCH_FIELDS.join(', ')}`,
  });
  const found = element('output', { class: 'found', role: 'status', 'aria-live': 'polite' });
  let timer = 0;
  const run = async (): Promise<void> => {
    clearTimeout(timer);
    timer = 0;
    await search(input.value);
  };
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), PAUSE_MS);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') {
      const ready = timer === 0 && state.matches?.query.text === input.value;
      void (ready ? Promise.resolve() : run()).then(() => state.stepMatch(!event.shiftKey));
    } else if (event.key === 'ArrowDown') leave();
    else if (event.key === 'Escape') {
      input.value = '';
      void run();
      leave();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  state.listen((changes) => {
    if (!changes.has('matches') && !changes.has('selection')) return;
    if (state.matches === null) return setText(found, '');
    const { items } = state.matches;
    const at = items.indexOf(state.selected);
    const total = items.length.toLocaleString('en');
    if (items.length === 0) setText(found, 'nothing found');
    else setText(found, at < 0 ? `${total} found` : `${(at + 1).toLocaleString('en')} of ${total}`);
  });
  const previous = button('↑', { 'aria-label': 'Previous match', title: 'Previous match (N)' }, () =>
    state.stepMatch(false),
  );
  const next = button('↓', { 'aria-label': 'Next match', title: 'Next match (n)' }, () =>
    state.stepMatch(true),
  );
  const root = element('div', { class: 'search', role: 'search' }, input, previous, next, found);
  return {
    root,
    focus: () => {
      input.focus();
      input.select();
    },
  };
}
