/** The beginning of a member, `"name":`, as text and as bytes. */
export interface JsonKey {
  readonly text: string;
  readonly bytes: Buffer;
}

const KNOWN = 4096;
const LONGEST_KNOWN = 256;
const known = new Map<string, JsonKey>();

/** The key for a name. Logs use the same few names over and over, so they are kept. */
export function jsonKey(name: string): JsonKey {
  const found = known.get(name);
  if (found !== undefined) return found;
  const text = `${JSON.stringify(name.replace(/\p{Cs}/gu, '\ufffd'))}:`;
  const key = { text, bytes: Buffer.from(text) };
  if (name.length > LONGEST_KNOWN) return key;
  if (known.size === KNOWN) known.clear();
  known.set(name, key);
  return key;
}
