import type { EventQuery, Expression } from './ast.ts';
import type { LineageOracle } from './lineage.ts';
import { lowerExpression } from './lower.ts';
import { printExpression } from './print.ts';
import { Layout } from './row.ts';
import { compileTruth } from './truth.ts';
import type { FieldReader } from './value.ts';

/**
 * The text of the first branch, in the rule's order, of its outermost disjunction that is true for an event; the whole
 * condition for a rule without a disjunction, and for an event that no branch is true for.
 */
export function firedClause(
  query: EventQuery,
  tree: { readonly lineage?: LineageOracle } = {},
): (read: FieldReader) => string {
  const layout = new Layout();
  const branches = branchesOf(query).map((branch) => ({
    text: printExpression(branch),
    test: compileTruth(lowerExpression(branch, query), layout, tree.lineage),
  }));
  const whole = printExpression(query.where);
  return (read) => {
    const row = layout.open(read);
    return branches.find(({ test }) => test(row))?.text ?? whole;
  };
}

/** The texts of all branches that `firedClause` chooses from, in the rule's order. */
export function listClauses(query: EventQuery): readonly string[] {
  return branchesOf(query).map(printExpression);
}

function branchesOf({ where }: EventQuery): readonly Expression[] {
  const disjunction = outermostOr([where]);
  return disjunction === undefined ? [where] : flatten(disjunction);
}

/** Of the conjoined conditions the first that is a disjunction, the least deeply bracketed first. */
function outermostOr(conjoined: readonly Expression[]): Expression | undefined {
  if (conjoined.length === 0) return undefined;
  const found = conjoined.find(({ kind }) => kind === 'or');
  return found ?? outermostOr(conjoined.flatMap((item) => (item.kind === 'and' ? item.items : [])));
}

function flatten(expression: Expression): readonly Expression[] {
  return expression.kind === 'or' ? expression.items.flatMap(flatten) : [expression];
}
