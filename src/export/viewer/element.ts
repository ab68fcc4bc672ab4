import { visible } from '../../model/text.ts';

/** Attributes that name or describe; none of them loads, runs or styles anything. */
type Attribute =
  | 'class'
  | 'id'
  | 'role'
  | 'title'
  | 'type'
  | 'for'
  | 'value'
  | 'placeholder'
  | 'tabindex'
  | 'hidden'
  | 'open'
  | 'selected'
  | 'disabled'
  | 'spellcheck'
  | 'autocomplete'
  | `aria-${string}`
  | `data-${string}`;

type Attributes = { readonly [Name in Attribute]?: string | number | boolean | null };
export type Child = Node | string | number | null | false | undefined;

/**
 * Makes an element. Text, of attributes too, shows its control and format characters as escapes, and becomes text nodes and
 * nothing else: this and `setText` are the only ways in which words of a log reach the page.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value === true) made.setAttribute(name, '');
    else if (value !== null && value !== undefined && value !== false)
      made.setAttribute(name, visible(String(value)));
  append(made, children);
  return made;
}

/** Adds children; text as text nodes, empty ones not at all. */
export function append(parent: Node, children: readonly Child[]): void {
  for (const child of children)
    if (typeof child === 'object' && child !== null) parent.appendChild(child);
    else if (child !== null && child !== undefined && child !== false && child !== '')
      parent.appendChild(document.createTextNode(visible(String(child))));
}

/** Replaces what an element holds by text, unless it says that already. */
export function setText(target: Element, text: string): void {
  const shown = visible(text);
  if (target.textContent !== shown) target.textContent = shown;
}

/** A button that does something. */
export function button(label: string, attributes: Attributes, onClick: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, label);
  made.addEventListener('click', onClick);
  return made;
}

/** A link to a page that a browser opens apart, and only when the reader follows it; never made of the words of a log. */
export function link(address: string): HTMLAnchorElement {
  const { protocol, host } = new URL(address);
  if (protocol !== 'https:') throw new Error(`not a page: ${address}`);
  const made = element('a', { title: address }, host);
  made.href = address;
  made.target = '_blank';
  made.rel = 'noopener noreferrer nofollow';
  return made;
}
