import { fieldType } from '../model/field.ts';
import { type EventQuery, type Expression, type ExpressionTable, type Field, visit } from './ast.ts';
import { describeType } from './coerce.ts';
import type { Condition } from './condition.ts';
import { lowerComparison } from './lower-comparison.ts';
import { lowerLookup, lowerPatterns } from './lower-lists.ts';
import { constant, type Lowering, leaf, negate } from './lowering.ts';
import { EqlError } from './source-error.ts';

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
  const lowering: Lowering = { fail, condition: (node) => visit(table, node) };
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
    call: (node) => fail(`functions (\`${node.name}\`) are not supported yet`, node),
    arithmetic: (node) => fail('arithmetic is not supported yet', node),
    signed: (node) => fail('arithmetic is not supported yet', node),
    lineage: (node) => fail(`\`${node.relation} of\` is not supported yet`, node),
  };
  return lowering.condition(expression);
}

function lowerFlag({ name, span }: Field, { fail }: Lowering): Condition {
  const type = fieldType(name);
  if (type !== undefined && type !== 'boolean')
    fail(`\`${name}\` holds ${describeType(type)} and is no condition by itself; compare it with something`, {
      span,
    });
  return leaf({ name, type }, { kind: 'anyOf', values: [true], ci: false });
}
