/** What may follow at the end of a line, and the part of the line that it takes the place of; as node:readline wants it. */
export function complete(
  line: string,
  names: readonly string[],
  commands: readonly string[],
): [string[], string] {
  if (line.startsWith('.')) return [commands.filter((command) => command.startsWith(line)), line];
  const [word = ''] = /[\p{L}\p{N}_@.]*$/u.exec(line) ?? [];
  if (word === '') return [[], word];
  const wanted = word.toLowerCase();
  const found = names.filter((name) => name.toLowerCase().startsWith(wanted));
  return [step(found, word), word];
}

/** Of long dotted names the next part only, where there are many. */
function step(found: readonly string[], word: string): string[] {
  if (found.length <= 12) return [...found];
  const until = word.split('.').length;
  return [
    ...new Set(
      found.map((name) => {
        const parts = name.split('.');
        return parts.length > until ? `${parts.slice(0, until).join('.')}.` : name;
      }),
    ),
  ];
}
