import { isKeyword, type Token, tokenize } from './lexer.ts';
import { EqlError } from './source-error.ts';

const MAX_DEPTH = 128;
const SHOWN = 40;

/** A place among the tokens of one query, with the errors that a parser raises there. */
export class Cursor {
  readonly source: { readonly text: string; readonly origin?: string };
  readonly #tokens: readonly Token[];
  #index = 0;
  #depth = 0;

  constructor(source: { readonly text: string; readonly origin?: string }) {
    const half = source.text.search(/\p{Cs}/u);
    if (half >= 0) throw new EqlError('half of a surrogate pair is no character', source, half);
    this.source = source;
    this.#tokens = tokenize(source.text);
  }

  /** The token `ahead` of the present one; the last one repeats for ever. */
  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#index + ahead, this.#tokens.length - 1)] as Token;
  }

  /** The offset where the token before the present one ended. */
  get lastEnd(): number {
    return this.#tokens[this.#index - 1]?.end ?? 0;
  }

  /** Whether the present token is this symbol or keyword. */
  at(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return (token.kind === 'symbol' || token.kind === 'keyword') && token.value === text;
  }

  take(): Token {
    const token = this.peek();
    if (token.kind === 'fault') this.unexpected('');
    this.#index += 1;
    return token;
  }

  /** Steps over the symbol or keyword if it stands here. */
  skip(text: string): boolean {
    const here = this.at(text);
    if (here) this.#index += 1;
    return here;
  }

  expect(text: string, expectation = `\`${text}\``): Token {
    return this.at(text) ? this.take() : this.unexpected(expectation);
  }

  /** Runs a rule that can contain itself; refuses what is nested beyond reason. */
  nested<Result>(rule: () => Result): Result {
    this.#depth += 1;
    this.limit(this.#depth);
    const result = rule();
    this.#depth -= 1;
    return result;
  }

  limit(depth: number): void {
    if (depth > MAX_DEPTH) this.fail(`this is nested more than ${MAX_DEPTH} levels deep`);
  }

  fail(reason: string, token: { readonly start: number } = this.peek()): never {
    throw new EqlError(reason, this.source, token.start);
  }

  /** Fails at the present token, with its own fault or the likeliest mistake where there is one. */
  unexpected(expectation: string): never {
    const token = this.peek();
    if (token.kind === 'fault') this.fail(String(token.value));
    this.refuseUpperCase(token);
    if (this.at('=')) this.fail('`=` is not an operator; write `==`');
    this.fail(`expected ${expectation}, found ${describe(token)}`);
  }

  /** Fails if the token is a keyword in the wrong letter case. */
  refuseUpperCase(token: Token): void {
    const lower = token.text.toLowerCase();
    if (token.kind === 'name' && lower !== token.text && isKeyword(lower))
      this.fail(`keywords are lower case: write \`${lower}\``, token);
  }
}

function describe(token: Token): string {
  if (token.kind === 'end') return 'the end of the query';
  return `\`${token.text.length > SHOWN ? `${token.text.slice(0, SHOWN)}…` : token.text}\``;
}
