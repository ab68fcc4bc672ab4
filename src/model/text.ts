// Control and format characters (bidirectional and invisible ones among them), line separators, lone surrogates, and what
// is no character, which XML can't hold.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/gu;

const SHORT: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The text with everything that a terminal would act on, or that a reader could not see, as a visible escape. */
export function visible(text: string): string {
  return text.replace(
    UNSAFE,
    (character) => SHORT[character] ?? `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

/** JSON of a value in which the same characters are `\u` escapes: no loss, and safe to print. */
export function safeJson(value: unknown, indent?: number): string {
  return safeJsonText(JSON.stringify(value, null, indent));
}

/** Text of JSON in which the same characters are `\u` escapes, but for line ends between values. */
export function safeJsonText(json: string): string {
  return json.replace(UNSAFE, (character) =>
    character === '\n'
      ? character
      : [...Array(character.length).keys()]
          .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
          .join(''),
  );
}

/** Text of XML in which the same characters are character references, but for line ends and tabs. */
export function safeXmlText(xml: string): string {
  return xml.replace(UNSAFE, (character) =>
    character === '\n' || character === '\t' ? character : `&#x${character.codePointAt(0)?.toString(16)};`,
  );
}

/** The text cut to `width` code points, with an ellipsis where something is missing. */
export function cut(text: string, width: number): string {
  if (text.length <= width) return text;
  const points = [...text.slice(0, 2 * width + 2)];
  return points.length <= width && text.length === points.join('').length
    ? text
    : `${points.slice(0, width - 1).join('')}…`;
}
