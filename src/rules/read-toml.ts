import { parse, TomlError } from 'smol-toml';
import { InputError } from '../model/errors.ts';

/**
 * The root table of a TOML file; `quoted` is what in it holds backslashes, for the remedy: `a query`.
 * @throws InputError with line and column where it is no TOML.
 */
export function readToml(text: string, path: string, quoted: string): Record<string, unknown> {
  try {
    return parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause;
    const problem = cause.message.split('\n', 1)[0]?.replace(/^Invalid TOML document: /, '') ?? cause.message;
    throw new InputError(`${path} is not valid TOML: ${problem}.\n${cause.codeblock.trimEnd()}`, {
      place: `${path}:${cause.line}:${cause.column}`,
      remedy: `Correct that line; ${quoted} is easiest to write between ''' and ''', where backslashes stay as they are.`,
      cause,
    });
  }
}
