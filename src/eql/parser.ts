import type { EventQuery, Pipe, Query } from './ast.ts';
import { Cursor } from './cursor.ts';
import { parseCondition, parseEventFilter } from './parse-expression.ts';
import { parseList } from './parse-list.ts';

const MULTI_EVENT = ['sequence', 'sample', 'join'];

/**
 * The syntax tree of an EQL query, deeply frozen. Throws EqlError with the place where the text leaves the grammar;
 * `origin` (a file, a rule's name) is named in that error.
 */
export function parseQuery(text: string, origin?: string): Query {
  const cursor = new Cursor(origin === undefined ? { text } : { text, origin });
  const { kind, start } = cursor.peek();
  if (kind === 'end') cursor.fail('the query is empty');
  const multiEvent = MULTI_EVENT.find((keyword) => cursor.at(keyword));
  if (multiEvent !== undefined) cursor.fail(`\`${multiEvent}\` queries are not supported yet`);
  const { category, where } = parseEventFilter(cursor);
  const pipes: Pipe[] = [];
  while (cursor.at('|')) pipes.push(parsePipe(cursor));
  if (cursor.peek().kind !== 'end') cursor.unexpected('`and`, `or` or the end of the query');
  const span = Object.freeze({ start, end: cursor.lastEnd });
  const query: EventQuery = {
    kind: 'event',
    category,
    where,
    pipes: Object.freeze(pipes),
    span,
    ...cursor.source,
  };
  return Object.freeze(query);
}

function parsePipe(cursor: Cursor): Pipe {
  const { start } = cursor.expect('|');
  const name = cursor.peek().kind === 'name' ? cursor.take().text : cursor.unexpected('the name of a pipe');
  const bare = cursor.at('|') || cursor.peek().kind === 'end';
  const args = bare ? Object.freeze([]) : parseList(cursor, () => parseCondition(cursor));
  return Object.freeze({ kind: 'pipe', name, args, span: Object.freeze({ start, end: cursor.lastEnd }) });
}
