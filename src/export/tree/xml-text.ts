import { visible } from '../../model/text.ts';

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

// XML has no way to write these, nor any control character; all of them stand as visible escapes.
const NONCHARACTERS = /[\ufffe\uffff]/g;

/** Text in XML, between tags or in quotes: what XML can't hold, and what could not be seen, is a visible escape. */
export const xmlText = (text: string): string =>
  visible(text)
    .replace(NONCHARACTERS, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`)
    .replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
