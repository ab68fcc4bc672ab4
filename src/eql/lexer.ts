import { scanString } from './string-literal.ts';

/** A piece of a query: `text` is what stands there, `value` what it means (a string's content, a name without backticks). */
export interface Token {
  readonly kind:
    | 'name'
    | 'tilde name'
    | 'quoted name'
    | 'keyword'
    | 'string'
    | 'number'
    | 'symbol'
    | 'fault'
    | 'end';
  readonly text: string;
  readonly value: string | number;
  readonly start: number;
  readonly end: number;
}

const KEYWORDS = new Set(
  (
    'and or not in where by with maxspan until sequence sample join any null true false like regex runs of fork ' +
    'in~ like~ regex~'
  ).split(' '),
);
const SPACE = /(?:[ \t\r\n]+|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)*/y;
const NAME = /[A-Za-z_@][A-Za-z0-9_]*~?/y;
const QUOTED_NAME = /`(?:[^`\p{C}\p{Zl}\p{Zp}]|``)+`/uy;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const SYMBOL = /==|!=|<=|>=|[<>:=!?+\-*/%()[\]{},.|]/y;
const UNCLOSED_NAME = 'this name is not closed with `, or holds what no name can';
const MISTAKES: readonly (readonly [RegExp, string])[] = [
  [/\/\*/y, 'this comment is never closed; end it with */'],
  [/\?["']/y, 'raw text is written """between three double quotes"""'],
  [/'/y, 'a string stands between double quotes'],
  [/!:/y, '`!:` is not an operator; write `not field : …`'],
];

/** Whether a name means something to the grammar and so needs backticks to be a field. */
export function isKeyword(name: string): boolean {
  return KEYWORDS.has(name);
}

/**
 * The tokens of a query, the last of kind `end`. A place that cannot be read ends the list with a token of kind `fault`
 * whose value says why, so that an earlier mistake in the grammar is told first.
 */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = skip(text, 0); ; at = skip(text, at)) {
    const token = next(text, at);
    tokens.push(token);
    if (token.kind === 'end' || token.kind === 'fault') return tokens;
    at = token.end;
  }
}

function skip(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.exec(text);
  return SPACE.lastIndex;
}

function next(text: string, start: number): Token {
  const token = (kind: Token['kind'], end: number, value: string | number): Token =>
    Object.freeze({ kind, text: text.slice(start, end), value, start, end });
  if (start === text.length) return token('end', start, '');
  for (const [mistake, reason] of MISTAKES)
    if (matchAt(mistake, text, start) !== undefined) return token('fault', start, reason);
  if (text[start] === '"') {
    const scan = scanString(text, start);
    if ('value' in scan) return token('string', scan.end, scan.value);
    return { ...token('fault', start, scan.fault), start: scan.at };
  }
  const name = matchAt(NAME, text, start);
  if (name !== undefined) return token(nameKind(name), start + name.length, name);
  const quoted = matchAt(QUOTED_NAME, text, start);
  if (quoted !== undefined)
    return token('quoted name', start + quoted.length, quoted.slice(1, -1).replaceAll('``', '`'));
  const number = matchAt(NUMBER, text, start);
  if (number !== undefined)
    return Number.isFinite(Number(number))
      ? token('number', start + number.length, Number(number))
      : token('fault', start, 'this number is too large');
  const symbol = matchAt(SYMBOL, text, start);
  if (symbol !== undefined) return token('symbol', start + symbol.length, symbol);
  const reason = text[start] === '`' ? UNCLOSED_NAME : 'this character has no meaning here';
  return token('fault', start, reason);
}

function nameKind(name: string): Token['kind'] {
  if (isKeyword(name)) return 'keyword';
  return name.endsWith('~') ? 'tilde name' : 'name';
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
