import { createHash } from 'node:crypto';
import { InputError } from '../model/errors.ts';
import type { Rule } from '../model/rule.ts';
import { DEFAULTS, shortNameOf } from './read-rule.ts';

/** Blank space and comments before a query: `// …` to the end of the line, or between slash-star and star-slash. */
const LEADING = /^(?:\s+|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)*/;

/**
 * Reads a file that holds an EQL query and nothing else, `.eql`. Comments before the query are its description. The rule
 * is named after the file, has version 1, the lowest severity (low, 21) and no threat. Its id is `eql:` and the first 32
 * hex digits of the SHA-256 of the query without those comments: the same query is the same rule, wherever it stands.
 */
export function readEql(text: string, path: string): Rule {
  const query = text.replace(/^\uFEFF/, '').trimEnd();
  const comments = LEADING.exec(query)?.[0] ?? '';
  const bare = query.slice(comments.length).replace(/\r\n?/g, '\n');
  if (bare === '')
    throw new InputError(`${path} holds no query.`, {
      place: path,
      remedy: 'Write one EQL query into the file, such as: process where process.name : "cmd.exe"',
    });
  const shortName = shortNameOf(path);
  return {
    ...DEFAULTS,
    id: `eql:${createHash('sha256').update(bare).digest('hex').slice(0, 32)}`,
    name: shortName,
    shortName,
    description: textOf(comments),
    author: [],
    license: '',
    severity: 'low',
    riskScore: 21,
    index: [],
    references: [],
    tags: [],
    threat: [],
    guide: '',
    notes: [],
    language: 'eql',
    query,
    path,
  };
}

/** What comments say, without their marks. */
function textOf(comments: string): string {
  return comments
    .split(/\r\n?|\n/)
    .map((line) => line.replace(/^\s*(?:\/\/+|\/\*+|\*(?!\/))?|\*+\/\s*$/g, '').trim())
    .filter((line) => line !== '')
    .join('\n');
}
