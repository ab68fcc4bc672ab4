import type { Pipe, Query } from './ast.ts';
import { Cursor } from './cursor.ts';
import { parseCondition, parseEventFilter } from './parse-expression.ts';
import { parseList } from './parse-list.ts';
import { parseSample, parseSequence } from './parse-sequence.ts';

/**
 * The syntax tree of an EQL query, deeply frozen. Throws EqlError with the place where the text leaves the grammar;
 * `origin` (a file, a rule's name) is named in that error.
 */
export function parseQuery(text: string, origin?: string): Query {
  const cursor = new Cursor(origin === undefined ? { text } : { text, origin });
  const { kind, start } = cursor.peek();
  if (kind === 'end') cursor.fail('the query is empty');
  if (cursor.at('join')) cursor.fail('`join` is no query of Elasticsearch; write `sequence` or `sample`');
  const body = parseBody(cursor);
  const pipes: Pipe[] = [];
  while (cursor.at('|')) pipes.push(parsePipe(cursor));
  if (cursor.peek().kind !== 'end')
    cursor.unexpected(
      body.kind === 'event' ? '`and`, `or` or the end of the query' : '`[`, `|` or the end of the query',
    );
  const span = Object.freeze({ start, end: cursor.lastEnd });
  return Object.freeze({ ...body, pipes: Object.freeze(pipes), span, ...cursor.source });
}

function parseBody(cursor: Cursor) {
  if (cursor.at('sequence')) return parseSequence(cursor);
  if (cursor.at('sample')) return parseSample(cursor);
  return { kind: 'event' as const, ...parseEventFilter(cursor) };
}

function parsePipe(cursor: Cursor): Pipe {
  const { start } = cursor.expect('|');
  const name = cursor.peek().kind === 'name' ? cursor.take().text : cursor.unexpected('the name of a pipe');
  const bare = cursor.at('|') || cursor.peek().kind === 'end';
  const args = bare ? Object.freeze([]) : parseList(cursor, () => parseCondition(cursor));
  return Object.freeze({ kind: 'pipe', name, args, span: Object.freeze({ start, end: cursor.lastEnd }) });
}
