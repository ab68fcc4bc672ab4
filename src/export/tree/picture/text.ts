import stringWidth from 'string-width';
import { visible } from '../../../model/text.ts';
import { xmlText } from '../xml-text.ts';

/** Width of a character of a monospaced font, and of a full-width one, in parts of the size. */
const NARROW = 0.602;
const WIDE = 1;

/** Scripts that one font is likely to have together. Characters that no other names go with what the picture's own font has. */
const SCRIPTS: readonly (readonly [name: string, characters: RegExp])[] = [
  ['cjk', /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u],
  ['emoji', /\p{Extended_Pictographic}/u],
  ['arabic', /\p{Script=Arabic}/u],
  ['hebrew', /\p{Script=Hebrew}/u],
  ['thai', /\p{Script=Thai}/u],
  ['devanagari', /\p{Script=Devanagari}/u],
  ['own', /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]/u],
];

// Most text is this, and need not be looked at character by character.
const PLAIN = /^[\x20-\x7e\u00a0-\u00ac\u00ae-\u024f…]*$/;

/** A part of a text that one font can draw. */
interface Run {
  readonly script: string;
  readonly text: string;
}

function runsOf(text: string): Run[] {
  if (PLAIN.test(text)) return [{ script: 'own', text }];
  const runs: { script: string; text: string }[] = [];
  for (const character of text) {
    const last = runs.at(-1);
    const script = /\p{M}/u.test(character)
      ? (last?.script ?? 'own')
      : stringWidth(character) > 1 && !/\p{Extended_Pictographic}/u.test(character)
        ? 'cjk'
        : (SCRIPTS.find(([, characters]) => characters.test(character))?.[0] ?? 'other');
    if (last?.script === script) last.text += character;
    else runs.push({ script, text: character });
  }
  return runs;
}

/** Whether the picture's own font has all of a text. */
export const isOwn = (text: string): boolean => runsOf(text).every(({ script }) => script === 'own');

const widthOfRun = (text: string, size: number): number => {
  if (PLAIN.test(text)) return text.length * NARROW * size;
  let width = 0;
  for (const character of text) {
    const cells = stringWidth(character);
    width += cells === 0 ? 0 : cells === 1 ? NARROW * size : WIDE * size;
  }
  return width;
};

/** Width of a text at a size in pixels, as a monospaced font draws it. */
export const widthOf = (text: string, size: number): number =>
  widthOfRun(PLAIN.test(text) ? text : visible(text), size);

/** A text cut to a width in pixels, with an ellipsis where something is missing; empty where not even that fits. */
export function fitted(text: string, size: number, width: number): string {
  if (width < NARROW * size) return '';
  // No more of it can fit, however narrow.
  const head = text.slice(0, Math.ceil(width) + 1);
  if (PLAIN.test(head)) {
    const most = Math.floor(width / (NARROW * size));
    return text.length <= most ? head : `${head.slice(0, most - 1)}…`;
  }
  const shown = visible(head);
  if (head.length === text.length && widthOfRun(shown, size) <= width) return shown;
  let [used, cut] = [0, ''];
  for (const character of shown) {
    used += widthOfRun(character, size);
    if (used > width - NARROW * size) break;
    cut += character;
  }
  return `${cut}…`;
}

/**
 * A text at a place as elements of SVG: one for each font that it needs, since a renderer may drop a text that mixes
 * fonts. `style` is the name of a class.
 */
export function textAt(x: number, y: number, size: number, style: string, text: string): string {
  let at = x;
  return runsOf(text)
    .map((run) => {
      const element =
        run.text.trim() === ''
          ? ''
          : `<text class="${style}" x="${round(at)}" y="${round(y)}">${xmlText(run.text)}</text>`;
      at += widthOfRun(run.text, size);
      return element;
    })
    .join('');
}

/** A number of pixels to a tenth, so that files stay small and the same everywhere. */
export const round = (pixels: number): number => Math.round(pixels * 10) / 10;
