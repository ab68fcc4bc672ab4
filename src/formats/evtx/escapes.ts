/** What stands for characters that a text may not hold as they are. */
export interface Escapes {
  /** Where it is among all. */
  readonly index: number;
  /** For each ASCII character eight bytes, what stands for it and, last, its length; then whether half a surrogate pair is `\udc00`. */
  readonly table: Uint8Array;
}

const ENTRY_BYTES = 8;
const CHARACTERS = 0x80;

/** Room for one table. */
export const ESCAPE_TABLE_BYTES = 2 * CHARACTERS * ENTRY_BYTES;

const all: Escapes[] = [];

/** `replacement` gives what stands for a character, seven bytes at most; half a surrogate pair becomes U+FFFD unless it is exact. */
function escapes(replacement: (code: number) => string | undefined, isExact = false): Escapes {
  const table = Buffer.alloc(CHARACTERS * ENTRY_BYTES + 1);
  for (let code = 0; code < CHARACTERS; code += 1)
    table[code * ENTRY_BYTES + ENTRY_BYTES - 1] = table.write(
      replacement(code) ?? String.fromCharCode(code),
      code * ENTRY_BYTES,
    );
  table[CHARACTERS * ENTRY_BYTES] = isExact ? 1 : 0;
  const made = { index: all.length, table };
  all.push(made);
  return made;
}

const SHORT: Readonly<Record<number, string>> = {
  8: '\\b',
  9: '\\t',
  10: '\\n',
  12: '\\f',
  13: '\\r',
  34: '\\"',
  92: '\\\\',
};

const inJson = (code: number): string | undefined =>
  SHORT[code] ?? (code < 0x20 ? `\\u${code.toString(16).padStart(4, '0')}` : undefined);

/** Within a JSON string: every text comes back as it was, half a surrogate pair too. */
export const JSON_EXACT = escapes(inJson, true);

/** Within a JSON string that a strict reader takes: half a surrogate pair becomes U+FFFD. */
export const JSON_STRICT = escapes(inJson);

const ENTITIES: Readonly<Record<number, string>> = {
  34: '&quot;',
  38: '&amp;',
  60: '&lt;',
  62: '&gt;',
  10: '&#xA;',
  13: '&#xD;',
};

/** XML 1.0 can write most control characters in no way at all. */
const inXml = (code: number): string | undefined =>
  ENTITIES[code] ?? (code < 0x20 && code !== 0x09 ? '?' : undefined);

/** Text of XML 1.0 on one line: what it cannot hold becomes `?`, half a surrogate pair U+FFFD. */
export const XML_TEXT = escapes((code) => (code === 0x22 ? undefined : inXml(code)));

/** Attribute values of XML 1.0, in double quotes. */
export const XML_ATTRIBUTE = escapes((code) => (code === 0x09 ? '&#x9;' : inXml(code)));

/** For markup, in which names have been made safe. */
export const AS_IT_IS = escapes(() => undefined);

export const ESCAPES: readonly Escapes[] = all;
