import { type CompletedCommand, singleQuoted, valuesOf, wordsOf } from './command-tree.ts';

/** A script for bash; what it has no words for is completed as a path. */
export function bash(commands: readonly CompletedCommand[]): string {
  const paths = commands.slice(1).map(({ path }) => singleQuoted(path));
  return `_stemma() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" at=stemma words='' index
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$at \${COMP_WORDS[index]}" in
      ${paths.join(' | ')}) at="$at \${COMP_WORDS[index]}" ;;
    esac
  done
  case "$at $previous" in
${valuesOf(commands)
  .map(
    ({ at, choices }) =>
      `    ${at.map(singleQuoted).join(' | ')}) COMPREPLY=(${choices.length === 0 ? '' : `$(compgen -W ${singleQuoted(choices.join(' '))} -- "$current")`}); return ;;`,
  )
  .join('\n')}
  esac
  case "$at" in
${commands.map((command) => `    ${singleQuoted(command.path)}) words=${singleQuoted(wordsOf(command).join(' '))} ;;`).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _stemma stemma
`;
}
