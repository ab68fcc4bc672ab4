import { type CompletedCommand, singleQuoted, valuesOf } from './command-tree.ts';

/** `name:description` as `_describe` takes it. */
const entry = (name: string, description: string): string =>
  singleQuoted(`${name.replaceAll(':', '\\:')}:${description}`);

/** A script for zsh, to be sourced or put on the path of functions as `_stemma`. */
export function zsh(commands: readonly CompletedCommand[]): string {
  const paths = commands.slice(1).map(({ path }) => singleQuoted(path));
  return `#compdef stemma
_stemma() {
  local at=stemma index
  local -a entries
  for ((index = 2; index < CURRENT; index++)); do
    case "$at \${words[index]}" in
      (${paths.join('|')}) at="$at \${words[index]}" ;;
    esac
  done
  case "$at \${words[CURRENT - 1]}" in
${valuesOf(commands)
  .map(
    ({ at, choices }) =>
      `    (${at.map(singleQuoted).join('|')}) ${choices.length === 0 ? '_files' : `compadd -- ${choices.join(' ')}`}; return ;;`,
  )
  .join('\n')}
  esac
  case "$at" in
${commands
  .map(
    ({ path, subcommands, options }) =>
      `    (${singleQuoted(path)}) entries=(${[
        ...subcommands.map(({ name, description }) => entry(name, description)),
        ...options.flatMap(({ flags, description }) => flags.map((flag) => entry(flag, description))),
      ].join(' ')}) ;;`,
  )
  .join('\n')}
  esac
  _describe stemma entries || _files
}
(( $+functions[compdef] )) && compdef _stemma stemma
`;
}
