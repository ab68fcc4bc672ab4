const DRIVE = /^[a-z]:/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Why a member of an archive is not read because of its name, or undefined. Names use forward slashes. */
export function nameFault(name: string): string | undefined {
  const steps = name.split('/');
  const isUnsafe =
    name === '' ||
    name.startsWith('/') ||
    DRIVE.test(name) ||
    steps.includes('..') ||
    printable(name) !== name;
  if (isUnsafe) return 'unsafe member name';
  const isMetadata =
    steps[0] === '__MACOSX' || steps.at(-1)?.startsWith('._') || steps.at(-1) === '.DS_Store';
  return isMetadata ? 'macOS metadata' : undefined;
}

/** A name with control and direction characters shown as `\xNN` or `\u{NNNN}`, fit for a terminal. */
export function printable(name: string): string {
  return name.replace(INVISIBLE, (character) => {
    const hex = (character.codePointAt(0) ?? 0).toString(16);
    return hex.length > 2 ? `\\u{${hex}}` : `\\x${hex.padStart(2, '0')}`;
  });
}
