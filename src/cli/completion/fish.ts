import type { CompletedCommand } from './command-tree.ts';

/** Text in single quotes for fish, in which a backslash escapes. */
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** A script for fish. */
export function fish(commands: readonly CompletedCommand[]): string {
  const paths = commands.slice(1).map(({ path }) => quoted(path));
  const lines = commands.flatMap(({ path, subcommands, options }) => {
    const here = `complete -c stemma -n ${quoted(`__stemma_at ${path}`)}`;
    return [
      ...subcommands.map(
        ({ name, description }) => `${here} -f -a ${quoted(name)} -d ${quoted(description)}`,
      ),
      ...options.map(({ flags, description, takesValue, choices }) =>
        [
          here,
          ...flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`)),
          ...(takesValue ? ['-r'] : []),
          ...(choices.length === 0 ? [] : [`-f -a ${quoted(choices.join(' '))}`]),
          `-d ${quoted(description)}`,
        ].join(' '),
      ),
    ];
  });
  return `function __stemma_at
  set -l at stemma
  for word in (commandline -opc)[2..-1]
    switch "$at $word"
      case ${paths.join(' ')}
        set at "$at $word"
    end
  end
  test "$at" = "$argv"
end
${lines.join('\n')}
`;
}
