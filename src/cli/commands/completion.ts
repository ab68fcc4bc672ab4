import { Argument, type Command } from 'commander';
import { bash } from '../completion/bash.ts';
import { type CompletedCommand, commandTree } from '../completion/command-tree.ts';
import { fish } from '../completion/fish.ts';
import { powershell } from '../completion/powershell.ts';
import { zsh } from '../completion/zsh.ts';
import { writeOutput } from '../output.ts';

/** Every shell for which there is a script. */
const SHELLS: Readonly<Record<string, (commands: readonly CompletedCommand[]) => string>> = {
  bash,
  zsh,
  fish,
  powershell,
};

const EXAMPLES = `
Examples:
  source <(stemma completion bash)                                     in ~/.bashrc
  source <(stemma completion zsh)                                      in ~/.zshrc, after compinit
  stemma completion fish > ~/.config/fish/completions/stemma.fish
  stemma completion powershell | Out-String | Invoke-Expression        in $PROFILE`;

/** \`stemma completion\`: commands and options at the press of Tab, from the commands themselves. */
export function addCompletion(program: Command): void {
  program
    .command('completion')
    .summary('print a script that completes commands in a shell')
    .description('Print a script that completes the commands, options and values of stemma in a shell.')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(SHELLS)))
    .addHelpText('after', EXAMPLES)
    .action(async (shell: string) => {
      await writeOutput(undefined, [SHELLS[shell]?.(commandTree(program)) ?? '']);
    });
}
