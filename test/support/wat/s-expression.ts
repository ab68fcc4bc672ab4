/** A word, a string in quotes, or a list of expressions. */
export type Expression = string | readonly Expression[];

const TOKEN = /;;[^\n]*|[()]|"[^"]*"|[^\s()";]+/g;

/** Reads a text of expressions; comments run from `;;` to the end of the line. */
export function readExpressions(text: string): Expression[] {
  const root: Expression[] = [];
  const open: Expression[][] = [root];
  for (const [token] of text.matchAll(TOKEN)) {
    if (token.startsWith(';;')) continue;
    const list = open.at(-1) as Expression[];
    if (token === '(') {
      const inner: Expression[] = [];
      list.push(inner);
      open.push(inner);
    } else if (token !== ')') list.push(token);
    else if (open.length > 1) open.pop();
    else throw new Error('a ) too many');
  }
  if (open.length > 1) throw new Error('a ) is missing');
  return root;
}
