import type { Expression, Like, Literal, Lookup, Match, Regex } from './ast.ts';
import { classOf, describeType } from './coerce.ts';
import type { Condition } from './condition.ts';
import type { ValueTest } from './field-test.ts';
import {
  conform,
  describeNode,
  holds,
  type Lowering,
  literalType,
  lowerOperand,
  type Operand,
} from './lowering.ts';
import { PatternFault } from './pattern-fault.ts';
import { parseRegex } from './regex-syntax.ts';
import type { Scalar } from './scalar.ts';
import { describeScalar, isComparable } from './scalar-type.ts';
import type { Value } from './value.ts';

/** `term in (…)` and `in~`: equal to any of the listed values; a null in the list equals nothing. */
export function lowerLookup(node: Lookup, lowering: Lowering): Condition {
  return holds(termOf(node.term, node.ci ? 'in~' : 'in', lowering), lowerLookupTest(node, lowering));
}

/** `:`, `like` and `regex`: the whole value matches any of the patterns. */
export function lowerPatterns(node: Match | Like | Regex, lowering: Lowering): Condition {
  return holds(termOf(node.term, operatorOf(node), lowering), lowerPatternTest(node, lowering));
}

/** The test that a lookup puts its term to. */
export function lowerLookupTest(node: Lookup, lowering: Lowering): ValueTest {
  const operator = node.ci ? 'in~' : 'in';
  const term = lowerOperand(node.term, lowering);
  if (node.ci) requireText(term, node.term, operator, lowering);
  const values = node.list.flatMap((item) => {
    const value = lowerListed(item, lowering);
    if (node.ci && value !== null && typeof value !== 'string')
      lowering.fail('`in~` takes strings; write `in` for other values', item);
    if (value === null) return [];
    return [listedOf(value, term, item, lowering)];
  });
  return { kind: 'anyOf', values, ci: node.ci };
}

/** The test that a match of patterns puts its term to. */
export function lowerPatternTest(node: Match | Like | Regex, lowering: Lowering): ValueTest {
  const operator = operatorOf(node);
  const term = lowerOperand(node.term, lowering);
  requireText(term, node.term, operator, lowering);
  const patterns = node.patterns.map((pattern) =>
    typeof pattern.value === 'string'
      ? pattern.value
      : lowering.fail(`\`${operator}\` takes only strings; write \`==\` or \`in\` for other values`, pattern),
  );
  return node.kind === 'regex'
    ? { kind: 'regex', regex: { kind: 'choice', items: node.patterns.map(readRegex(node.ci, lowering)) } }
    : { kind: 'wildcard', patterns, ci: node.ci };
}

function operatorOf(node: Match | Like | Regex): string {
  return node.kind === 'match' ? ':' : `${node.kind}${node.ci ? '~' : ''}`;
}

function termOf(node: Expression, operator: string, lowering: Lowering): Scalar {
  if (lowerOperand(node, lowering).kind === 'condition')
    lowering.fail(`\`${operator}\` works on a field, not on a condition`, node);
  return lowering.scalar(node);
}

/** A listed value as the term has it. */
function listedOf(value: Value, term: Operand, item: Expression, lowering: Lowering): Value {
  if (term.kind === 'field') return conform(value, term.field, item, lowering);
  const type = literalType({ value });
  if (term.kind === 'scalar' && !isComparable(term.scalar.type, type))
    lowering.fail(
      `${describeNode(item, type)} does not compare with ${describeScalar(term.scalar.type)}`,
      item,
    );
  return value;
}

function readRegex(ci: boolean, { fail }: Lowering) {
  return (pattern: Literal) => {
    try {
      return parseRegex(String(pattern.value), ci);
    } catch (error) {
      if (error instanceof PatternFault) return fail(error.message, pattern);
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
  if (term.kind === 'scalar' && !isComparable(term.scalar.type, 'text'))
    fail(`\`${operator}\` works on text, not on ${describeNode(node, term.scalar.type)}`, node);
}
