const TOKEN = /<(\/?)([^\s/>]+)((?:\s[^\s=]+="[^"]*")*)\s*(\/?)>|([^<]+)/g;
const ATTRIBUTE = /\s([^\s=]+)="([^"]*)"/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescaped = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) =>
    name === undefined
      ? String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16))
      : (ENTITIES[name] ?? whole),
  );

/**
 * What two programs should agree on in the XML of an event: each element's attributes and text, in order, without
 * differences of spelling: zeros that lead hex numbers and end times, line ends, control characters.
 */
export function flattenXml(xml: string): string[] {
  const facts: string[] = [];
  const path: string[] = [];
  for (const [, close, name, attributes = '', empty, text] of xml.matchAll(TOKEN)) {
    if (text !== undefined) {
      if (text.trim() !== '') facts.push(`${path.join('/')} = ${spelling(unescaped(text).trim())}`);
    } else if (close === '/') path.pop();
    else {
      path.push(name as string);
      for (const [, key, value] of attributes.matchAll(ATTRIBUTE))
        facts.push(`${path.join('/')}@${key} = ${spelling(unescaped(value as string))}`);
      if (empty === '/') path.pop();
    }
  }
  return facts;
}

const spelling = (text: string): string =>
  text
    .replaceAll(/\r\n?/g, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    .replaceAll(/[\x01-\x08\x0b\x0c\x0e-\x1f]/g, '?')
    .replaceAll(/0x0*(?=[0-9a-f])/g, '0x')
    .replace(/(\.\d{7})00Z$/, '$1Z')
    .trim();
