import { visible } from '../../model/text.ts';

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

// Most text is this, and is written as it is.
const PLAIN = /^[\x20-\x7e]*$/;

/** Text in XML, between tags or in quotes: what XML can't hold, and what could not be seen, is a visible escape. */
export const xmlText = (text: string): string =>
  (PLAIN.test(text) ? text : visible(text)).replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
