import { parseBlock } from '../address.ts';
import { parseRegex } from '../regex-syntax.ts';
import type { TestFunction } from './function.ts';

/** Whether an address lies in any of the blocks; a bare address is a block of its own. */
export const cidrMatch: TestFunction = {
  kind: 'test',
  name: 'cidrMatch',
  tilde: false,
  parameters: [{ type: 'text' }],
  rest: { type: 'text' },
  test: (blocks) => ({ kind: 'address', blocks: blocks.map(parseBlock) }),
};

/** As `like`. */
export const wildcard: TestFunction = {
  kind: 'test',
  name: 'wildcard',
  tilde: true,
  parameters: [{ type: 'text' }],
  rest: { type: 'text' },
  test: (patterns, ci) => ({ kind: 'wildcard', patterns, ci }),
};

/** As `regex`. */
export const match: TestFunction = {
  kind: 'test',
  name: 'match',
  tilde: true,
  parameters: [{ type: 'text' }],
  rest: { type: 'text' },
  test: (patterns, ci) => ({
    kind: 'regex',
    regex: { kind: 'choice', items: patterns.map((pattern) => parseRegex(pattern, ci)) },
  }),
};
