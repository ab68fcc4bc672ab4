import type { Command, Option } from 'commander';

/** An option as a shell completes it. */
interface CompletedOption {
  /** `--format` and `-f`, whichever there are. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Whether a value follows it. */
  readonly takesValue: boolean;
  /** The values that it can have; none where any may follow, as a path. */
  readonly choices: readonly string[];
}

/** A command as a shell completes it. */
export interface CompletedCommand {
  /** `stemma rules list`. */
  readonly path: string;
  /** What may follow it as a word: commands below it, or the values of its arguments where they are few. */
  readonly subcommands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly CompletedOption[];
}

const option = ({ short, long, description, required, optional, argChoices }: Option): CompletedOption => ({
  flags: [long, short].filter((flag) => flag !== undefined && flag !== null) as string[],
  description,
  takesValue: required || optional,
  choices: argChoices ?? [],
});

/** Every command of a program, with the options that it has of itself and of the program. */
export function commandTree(program: Command): CompletedCommand[] {
  const commands: CompletedCommand[] = [];
  const visit = (command: Command, path: string): void => {
    const help = command.createHelp();
    const below = help.visibleCommands(command);
    const options = [
      ...help.visibleOptions(command),
      ...(command === program ? [] : program.options.filter(({ long }) => long !== '--version')),
    ];
    commands.push({
      path,
      subcommands: [
        ...below.map((each) => ({ name: each.name(), description: each.summary() || each.description() })),
        ...command.registeredArguments.flatMap(({ argChoices, description }) =>
          (argChoices ?? []).map((name) => ({ name, description })),
        ),
      ],
      options: options.map(option),
    });
    for (const each of command.commands) visit(each, `${path} ${each.name()}`);
  };
  visit(program, program.name());
  return commands;
}

/** What a command can be followed by: its commands and its flags. */
export const wordsOf = ({ subcommands, options }: CompletedCommand): string[] => [
  ...subcommands.map(({ name }) => name),
  ...options.flatMap(({ flags }) => flags),
];

/** Options with a value by `path flag`. */
export const valuesOf = (
  commands: readonly CompletedCommand[],
): { readonly at: readonly string[]; readonly choices: readonly string[] }[] =>
  commands.flatMap(({ path, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map(({ flags, choices }) => ({ at: flags.map((flag) => `${path} ${flag}`), choices })),
  );

/** Text in single quotes for shells of the Bourne family. */
export const singleQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
