/** What a text of SQL holds: its statements, each without the semicolon that ends it, and what follows the last semicolon. */
export interface Statements {
  readonly ended: readonly string[];
  readonly rest: string;
}

// A piece of text in which a semicolon ends nothing: comments, strings (E'…' with backslashes), quoted names, $tag$…$tag$.
const INERT =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|(?<![\p{L}\p{N}_$])[eE]'(?:\\[\s\S]|[^'\\]|'')*(?:'|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|(?<![\p{L}\p{N}_$])\$([\p{L}_][\p{L}\p{N}_]*)?\$[\s\S]*?(?:\$\1\$|$)|;/uy;

const STARTS = /[-/eE'"$;]/g;

/** Parts a text at the semicolons between statements. It decides nothing: what a statement is, the engine says. */
export function splitStatements(text: string): Statements {
  const ended: string[] = [];
  let from = 0;
  let at = 0;
  for (;;) {
    STARTS.lastIndex = at;
    const start = STARTS.exec(text);
    if (start === null) return { ended, rest: text.slice(from) };
    INERT.lastIndex = start.index;
    const inert = INERT.exec(text);
    at = inert === null ? start.index + 1 : INERT.lastIndex;
    if (inert?.[0] !== ';') continue;
    ended.push(text.slice(from, start.index));
    from = at;
  }
}

/** Whether a text is nothing but space and comments. */
export const isBlank = (text: string): boolean =>
  text.replace(/--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, '').trim() === '';
