import { InputError } from '../model/errors.ts';

const WIDTH = 100;
const LINE_BREAK = /\r\n|\n|\r/g;
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/u;

/** A query that is wrong at one place. The message ends in the line of the source and a caret below the place. */
export class EqlError extends InputError {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in code points. */
  readonly column: number;
  /** What is wrong, without the place. */
  readonly reason: string;

  /** `offset` counts UTF-16 units of `source.text`; `source.origin` says whose query it is. */
  constructor(reason: string, source: { readonly text: string; readonly origin?: string }, offset: number) {
    const { line, before, after } = locate(source.text, offset);
    const place = `line ${line}, column ${before.length + 1}`;
    super(`${place}: ${[...reason].map(printable).join('')}\n${excerpt(before, after)}`, {
      place: source.origin === undefined ? place : `${source.origin}, ${place}`,
    });
    this.line = line;
    this.column = before.length + 1;
    this.reason = reason;
  }
}

function locate(text: string, offset: number): { line: number; before: string[]; after: string[] } {
  let line = 1;
  let start = 0;
  let end = text.length;
  for (const { 0: lineBreak, index } of text.matchAll(LINE_BREAK)) {
    if (index >= offset) {
      end = index;
      break;
    }
    line += 1;
    start = index + lineBreak.length;
  }
  return { line, before: [...text.slice(start, offset)], after: [...text.slice(offset, end)] };
}

function excerpt(before: string[], after: string[]): string {
  const room = Math.max(WIDTH / 2, WIDTH - after.length);
  const left = before.length > room ? ['…', ...before.slice(1 - room)] : before;
  const rest = WIDTH - left.length;
  const right = after.length > rest ? [...after.slice(0, rest - 1), '…'] : after;
  return `  ${left.map(printable).join('')}${right.map(printable).join('')}\n  ${' '.repeat(left.length)}^`;
}

function printable(character: string): string {
  if (character === '\t') return ' ';
  return UNPRINTABLE.test(character) ? '·' : character;
}
