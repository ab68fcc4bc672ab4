import type { Escapes } from './sink.ts';

const REPLACEMENT = '\ufffd';
const hex = (code: number): string => code.toString(16).padStart(4, '0');

function escapes(
  replacement: (code: number) => string | undefined,
  loneSurrogate: Escapes['loneSurrogate'],
): Escapes {
  const replacements = Array.from({ length: 0x80 }, (_, code) => replacement(code));
  return {
    plain: Uint8Array.from(replacements, (text) => (text === undefined ? 1 : 0)),
    replacements: replacements.map((text) => Buffer.from(text ?? '')),
    loneSurrogate,
  };
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
  SHORT[code] ?? (code < 0x20 ? `\\u${hex(code)}` : undefined);

/** Within a JSON string: every text comes back as it was, half a surrogate pair too. */
export const JSON_EXACT = escapes(inJson, (unit) => `\\u${hex(unit)}`);

/** Within a JSON string that a strict reader takes: half a surrogate pair becomes U+FFFD. */
export const JSON_STRICT = escapes(inJson, () => REPLACEMENT);

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

const replaced = (): string => REPLACEMENT;

/** Text of XML 1.0 on one line: what it cannot hold becomes `?`, half a surrogate pair U+FFFD. */
export const XML_TEXT = escapes((code) => (code === 0x22 ? undefined : inXml(code)), replaced);

/** Attribute values of XML 1.0, in double quotes. */
export const XML_ATTRIBUTE = escapes((code) => (code === 0x09 ? '&#x9;' : inXml(code)), replaced);
