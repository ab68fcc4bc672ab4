import type { LinkBrief } from '../../model/alert.ts';
import type { LinkMethod } from '../../model/link.ts';
import { jump, section } from './detail-parts.ts';
import { element } from './element.ts';
import { labelOf, NONE, nodeOf, pathTo } from './outline.ts';
import type { ViewerState } from './state.ts';

const METHODS: Record<LinkMethod, string> = {
  entity_id: 'the record names the parent’s id',
  ancestry: 'the record’s list of ancestors names it',
  lifetime: 'it held the parent’s pid when the child started',
  time: 'it last took the parent’s pid; no end or image to check',
  reported: 'no such process was seen; the child says so',
};

/** How a parent was found, how sure that is, and how many others it could be. */
export function linkText(link: LinkBrief): string {
  const rivals = link.rivals === 0 ? '' : link.rivals === 1 ? ', 1 rival' : `, ${link.rivals} rivals`;
  return `${link.method}, confidence ${link.confidence}${rivals}`;
}

/** What a link's method means. */
export function linkMeaning(link: LinkBrief): string {
  return METHODS[link.method] ?? '';
}

/** The way from the root to an item, each step with how it is known. */
export function pathSection(state: ViewerState, item: number): HTMLElement | null {
  const { outline } = state;
  const path = pathTo(outline, item).filter((each) => nodeOf(outline, each) !== undefined);
  if (path.length < 2) return null;
  const list = element('ol', { class: 'path' });
  for (const each of shortened(path)) {
    if (each === NONE) {
      list.appendChild(element('li', { class: 'dim' }, `… ${path.length - 2 * ENDS} more …`));
      continue;
    }
    const link = nodeOf(outline, each)?.link ?? null;
    const parent = outline.parent[each] as number;
    list.appendChild(
      element(
        'li',
        { class: each === item ? 'here' : '' },
        each === item
          ? element('strong', {}, labelOf(outline, each))
          : jump(labelOf(outline, each), () => state.select(each)),
        link !== null &&
          parent !== NONE &&
          element('span', { class: 'dim', title: linkMeaning(link) }, ` ${linkText(link)}`),
      ),
    );
  }
  return section('Path from the root', list);
}

const ENDS = 20;

function shortened(path: readonly number[]): readonly number[] {
  return path.length <= 2 * ENDS + 1 ? path : [...path.slice(0, ENDS), NONE, ...path.slice(-ENDS)];
}
