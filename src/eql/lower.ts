import { fieldType } from '../model/field.ts';
import { type EventQuery, type Expression, type ExpressionTable, type Field, visit } from './ast.ts';
import { describeType } from './coerce.ts';
import type { Condition } from './condition.ts';
import type { ValueTest } from './field-test.ts';
import { lowerComparison } from './lower-comparison.ts';
import { lowerLookup, lowerPatterns } from './lower-lists.ts';
import { lowerScalar } from './lower-scalar.ts';
import { constant, describeNode, holds, type Lowering, leaf, negate } from './lowering.ts';
import { EqlError } from './source-error.ts';

const IS_TRUE: ValueTest = { kind: 'anyOf', values: [true], ci: false };
const CATEGORY = { name: 'event.category', type: fieldType('event.category') };

/** A query as a two-valued condition, the test of its category included. Throws EqlError where a type does not conform. */
export function lowerQuery(query: EventQuery): Condition {
  const where = lowerExpression(query.where, query);
  if (query.category === null) return where;
  const category = leaf(CATEGORY, { kind: 'anyOf', values: [query.category], ci: false });
  return { kind: 'and', items: [category, where] };
}

/** A condition of the query, as `lowerQuery`. */
export function lowerExpression(
  expression: Expression,
  source: { readonly text: string; readonly origin?: string },
): Condition {
  const fail: Lowering['fail'] = (reason, node) => {
    throw new EqlError(reason, source, node.span.start);
  };
  const lowering: Lowering = {
    fail,
    condition: (node) => visit(table, node),
    scalar: (node) => lowerScalar(node, lowering),
  };
  const table: ExpressionTable<Condition> = {
    literal: (node) =>
      typeof node.value === 'boolean'
        ? constant(node.value)
        : fail('a condition is expected here, not a value', node),
    field: (node) => lowerFlag(node, lowering),
    and: ({ items }) => ({ kind: 'and', items: items.map(lowering.condition) }),
    or: ({ items }) => ({ kind: 'or', items: items.map(lowering.condition) }),
    not: ({ item }) => negate(lowering.condition(item)),
    comparison: (node) => lowerComparison(node, lowering),
    lookup: (node) => lowerLookup(node, lowering),
    match: (node) => lowerPatterns(node, lowering),
    like: (node) => lowerPatterns(node, lowering),
    regex: (node) => lowerPatterns(node, lowering),
    call: (node) => lowerResult(node, lowering),
    arithmetic: (node) => lowerResult(node, lowering),
    signed: (node) => lowerResult(node, lowering),
    lineage: (leaf) => {
      lowering.condition(leaf.where);
      return { kind: 'lineage', leaf };
    },
  };
  return lowering.condition(expression);
}

function lowerResult(node: Expression, { scalar: lower, fail }: Lowering): Condition {
  const scalar = lower(node);
  if (scalar.type !== 'boolean' && scalar.type !== 'any')
    fail(`${describeNode(node, scalar.type)} is no condition by itself; compare it with something`, node);
  return scalar.kind === 'test' ? holds(scalar.item, scalar.test) : holds(scalar, IS_TRUE);
}

function lowerFlag({ name, span }: Field, { fail }: Lowering): Condition {
  const type = fieldType(name);
  if (type !== undefined && type !== 'boolean')
    fail(`\`${name}\` holds ${describeType(type)} and is no condition by itself; compare it with something`, {
      span,
    });
  return leaf({ name, type }, IS_TRUE);
}
