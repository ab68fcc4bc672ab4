import { type CompletedCommand, valuesOf, wordsOf } from './command-tree.ts';

/** Text in single quotes for PowerShell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const list = (texts: readonly string[]): string => `@(${texts.map(quoted).join(', ')})`;

/** A script for PowerShell; what it has no words for is completed as a path. */
export function powershell(commands: readonly CompletedCommand[]): string {
  const words = commands.map((command) => `    ${quoted(command.path)} = ${list(wordsOf(command))}`);
  const values = valuesOf(commands).flatMap(({ at, choices }) =>
    at.map((key) => `    ${quoted(key)} = ${list(choices)}`),
  );
  return `Register-ArgumentCompleter -Native -CommandName stemma -ScriptBlock {
  param($current, $ast, $cursor)
  $words = @{
${words.join('\n')}
  }
  $values = @{
${values.join('\n')}
  }
  $at = 'stemma'
  $previous = ''
  foreach ($element in ($ast.CommandElements | Select-Object -Skip 1)) {
    if ($element.Extent.EndOffset -ge $cursor -and $current -ne '') { break }
    $previous = $element.ToString()
    if ($words.ContainsKey("$at $previous")) { $at = "$at $previous" }
  }
  $found = if ($values.ContainsKey("$at $previous")) { $values["$at $previous"] } else { $words[$at] }
  $found | Where-Object { $_.StartsWith($current) } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}
