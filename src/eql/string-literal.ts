/** A string as it stands in a query: its value and where it ends, or what is wrong with it and where. */
export type StringScan =
  | { readonly value: string; readonly end: number }
  | { readonly fault: string; readonly at: number };

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  '"': '"',
  '\\': '\\',
};
const UNICODE = /u\{([0-9A-Fa-f]{2,8})\}/y;
const PLAIN = /[^"\\\r\n]+/y;
const RAW = /"""([^\r\n]*?)"""("{0,2})/y;

/** Reads the string that starts with a double quote at `start`. */
export function scanString(text: string, start: number): StringScan {
  return text.startsWith('"""', start) ? scanRaw(text, start) : scanEscaped(text, start);
}

function scanRaw(text: string, start: number): StringScan {
  RAW.lastIndex = start;
  const match = RAW.exec(text);
  if (match === null)
    return { fault: 'this raw string does not end on its line; close it with """', at: start };
  return { value: `${match[1]}${match[2]}`, end: RAW.lastIndex };
}

function scanEscaped(text: string, start: number): StringScan {
  let value = '';
  let at = start + 1;
  while (text[at] !== '"') {
    PLAIN.lastIndex = at;
    const plain = PLAIN.exec(text)?.[0];
    if (plain !== undefined) {
      value += plain;
      at += plain.length;
      continue;
    }
    if (text[at] !== '\\')
      return { fault: 'this string does not end on its line; close it with "', at: start };
    const escaped = scanEscape(text, at);
    if ('fault' in escaped) return escaped;
    value += escaped.value;
    at = escaped.end;
  }
  return { value, end: at + 1 };
}

function scanEscape(text: string, at: number): StringScan {
  const simple = ESCAPES[text[at + 1] ?? ''];
  if (simple !== undefined) return { value: simple, end: at + 2 };
  UNICODE.lastIndex = at + 1;
  const hex = UNICODE.exec(text)?.[1];
  if (hex === undefined)
    return {
      fault: 'a backslash stands only before b t n f r " \\ or u{…}; write it twice, or use """raw text"""',
      at,
    };
  const code = Number.parseInt(hex, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
    return { fault: `no character has the number ${hex}`, at };
  return { value: String.fromCodePoint(code), end: UNICODE.lastIndex };
}
