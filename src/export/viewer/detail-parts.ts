import type { AlertRecord } from '../../model/alert.ts';
import { button, type Child, element } from './element.ts';

/** A part of the details under a heading. */
export function section(title: string, ...children: readonly Child[]): HTMLElement {
  return element('section', {}, element('h3', {}, title), ...children);
}

/** A part of the details with something to do beside its heading. */
export function sectionWith(title: string, action: HTMLElement, ...children: readonly Child[]): HTMLElement {
  return element(
    'section',
    {},
    element('div', { class: 'with-action' }, element('h3', {}, title), action),
    ...children,
  );
}

/** Names and values; rows without a value are left out. */
export function facts(rows: readonly (readonly [string, Child])[]): HTMLElement {
  const list = element('dl', {});
  for (const [name, value] of rows)
    if (value !== null && value !== undefined && value !== false && value !== '')
      list.append(element('dt', {}, name), element('dd', {}, value));
  return list;
}

/** A button that looks like a link: it leads to another place of this page. */
export function jump(label: string, onClick: () => void): HTMLButtonElement {
  return button(label, { class: 'jump' }, onClick);
}

/** The records that something rests on; `count` says how many there are where not all are at hand. */
export function recordList(records: readonly AlertRecord[], count = records.length): HTMLElement {
  const list = element('ul', { class: 'records' });
  for (const { source, record, log, matched } of records)
    list.appendChild(
      element(
        'li',
        { class: matched ? 'matched' : '' },
        element('span', { class: 'mono' }, source),
        ` record ${record.toLocaleString('en')} `,
        element('span', { class: 'dim' }, log),
      ),
    );
  if (count > records.length)
    list.appendChild(
      element('li', { class: 'dim' }, `and ${(count - records.length).toLocaleString('en')} more`),
    );
  return list;
}
