import type { Expression, Like, Literal, Lookup, Match, Regex } from './ast.ts';
import { classOf, describeType } from './coerce.ts';
import type { Condition, ValueTest } from './condition.ts';
import { conform, constant, type Lowering, leaf, lowerOperand, type Operand } from './lowering.ts';
import { parseRegex, RegexFault } from './regex-syntax.ts';
import { foldAscii } from './text.ts';
import type { Value } from './value.ts';
import { compileTest } from './value-test.ts';

/** `term in (…)` and `in~`: equal to any of the listed values; a null in the list equals nothing. */
export function lowerLookup(node: Lookup, lowering: Lowering): Condition {
  const operator = node.ci ? 'in~' : 'in';
  const term = lowerOperand(node.term, lowering);
  if (node.ci) requireText(term, node.term, operator, lowering);
  const values = node.list.flatMap((item) => {
    const value = lowerListed(item, lowering);
    if (node.ci && value !== null && typeof value !== 'string')
      lowering.fail('`in~` takes strings; write `in` for other values', item);
    if (value === null) return [];
    return [term.kind === 'field' ? conform(value, term.field, item, lowering) : value];
  });
  return apply(term, { kind: 'anyOf', values, ci: node.ci }, node.term, operator, lowering);
}

/** `:`, `like` and `regex`: the whole value matches any of the patterns. */
export function lowerPatterns(node: Match | Like | Regex, lowering: Lowering): Condition {
  const operator = node.kind === 'match' ? ':' : `${node.kind}${node.ci ? '~' : ''}`;
  const term = lowerOperand(node.term, lowering);
  requireText(term, node.term, operator, lowering);
  const patterns = node.patterns.map((pattern) =>
    typeof pattern.value === 'string'
      ? pattern.value
      : lowering.fail(`\`${operator}\` takes only strings; write \`==\` or \`in\` for other values`, pattern),
  );
  const test: ValueTest =
    node.kind === 'regex'
      ? { kind: 'regex', regex: { kind: 'choice', items: node.patterns.map(readRegex(node.ci, lowering)) } }
      : { kind: 'wildcard', patterns, ci: node.ci };
  return apply(term, test, node.term, operator, lowering);
}

function readRegex(ci: boolean, { fail }: Lowering) {
  return (pattern: Literal) => {
    try {
      return parseRegex(String(pattern.value), ci);
    } catch (error) {
      if (error instanceof RegexFault) return fail(error.message, pattern);
      throw error;
    }
  };
}

function lowerListed(item: Expression, lowering: Lowering): Value | null {
  const operand = lowerOperand(item, lowering);
  return operand.kind === 'literal' ? operand.value : lowering.fail('only values can stand in a list', item);
}

function requireText(term: Operand, node: Expression, operator: string, { fail }: Lowering): void {
  if (term.kind === 'field' && term.field.type !== undefined && classOf(term.field.type) !== 'text')
    fail(
      `\`${operator}\` works on text, and \`${term.field.name}\` holds ${describeType(term.field.type)}`,
      node,
    );
  if (term.kind === 'literal' && term.value !== null && typeof term.value !== 'string')
    fail(`\`${operator}\` works on text, not on a ${typeof term.value}`, node);
}

function apply(
  term: Operand,
  test: ValueTest,
  node: Expression,
  operator: string,
  { fail }: Lowering,
): Condition {
  if (term.kind === 'field') return leaf(term.field, test);
  if (term.kind === 'condition') return fail(`\`${operator}\` works on a field, not on a condition`, node);
  if (term.value === null) return constant(false);
  const { ci, passes } = compileTest(test);
  return constant(passes(ci && typeof term.value === 'string' ? foldAscii(term.value) : term.value));
}
