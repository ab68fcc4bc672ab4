import { cut } from '../../model/text.ts';
import type { ActivityBrief, ExcerptNode } from '../../model/tree-excerpt.ts';
import { section } from './detail-parts.ts';
import { button, element } from './element.ts';
import { marked } from './mark.ts';

const AT_ONCE = 25;

/** What a process did, by time; one kind of it on demand. */
export function activitySection(node: ExcerptNode, mark: RegExp | null): HTMLElement | null {
  if (node.activityCount === 0) return null;
  const kinds = countByCategory(node);
  const body = element('div', {});
  const show = (kind: string | null, limit: number): void => {
    const listed = node.activity.filter(({ category }) => kind === null || category === kind);
    body.replaceChildren(list(listed.slice(0, limit), mark));
    if (listed.length > limit)
      body.append(
        button(`Show ${(listed.length - limit).toLocaleString('en')} more`, { class: 'small rest' }, () =>
          show(kind, listed.length),
        ),
      );
    const missing = (kind === null ? node.activityCount : (kinds.get(kind) ?? 0)) - listed.length;
    if (missing > 0)
      body.append(
        element('p', { class: 'dim' }, `${missing.toLocaleString('en')} more are not in this file.`),
      );
  };
  const chips = [[null, node.activityCount] as const, ...[...kinds].sort(([a], [b]) => (a < b ? -1 : 1))].map(
    ([kind, count]) => {
      const chip = button(
        `${kind ?? 'all'} ${count}`,
        { class: 'chip', 'aria-pressed': String(kind === null) },
        () => {
          for (const other of chips) other.setAttribute('aria-pressed', String(other === chip));
          show(kind, AT_ONCE);
        },
      );
      return chip;
    },
  );
  show(null, AT_ONCE);
  return section(
    `Activity (${node.activityCount.toLocaleString('en')})`,
    kinds.size > 1 &&
      element('div', { class: 'chips', role: 'group', 'aria-label': 'Kinds of activity' }, ...chips),
    body,
  );
}

function list(activity: readonly ActivityBrief[], mark: RegExp | null): HTMLElement {
  const entries = activity.map(({ time, category, action, subject }) => {
    const what = element('div', { class: 'mono', title: cut(subject, 2_000) });
    marked(what, cut(subject, 600), mark);
    return element(
      'li',
      {},
      element('span', { class: 'dim', title: time }, time?.slice(11, 23) ?? ''),
      ' ',
      action ?? category,
      subject !== '' && what,
    );
  });
  return element('ol', { class: 'activity' }, ...entries);
}

function countByCategory({ activity, activityByCategory }: ExcerptNode): Map<string, number> {
  if (activityByCategory !== undefined) return new Map(Object.entries(activityByCategory));
  const kinds = new Map<string, number>();
  for (const { category } of activity) kinds.set(category, (kinds.get(category) ?? 0) + 1);
  return kinds;
}
