import type { Format, Head } from './format.ts';

/** Kinds that are known but not read: each is skipped with its reason, never taken for junk. */
export const unread: readonly Format[] = [
  refused('apple-double', 'macOS metadata', startsWith('\x00\x05\x16\x07')),
];

function refused(name: string, reason: string, recognises: (head: Head) => boolean): Format {
  return {
    name,
    recognises,
    async *read({ path, bytes }) {
      yield { kind: 'skipped', path, reason, bytes };
    },
  };
}

function startsWith(signature: string): (head: Head) => boolean {
  const bytes = Buffer.from(signature, 'latin1');
  return ({ raw }) => raw.subarray(0, bytes.length).equals(bytes);
}
