import { type Expression, type ExpressionTable, visit } from './ast.ts';

const none = (): readonly Expression[] => [];

const CHILDREN: ExpressionTable<readonly Expression[]> = {
  literal: none,
  field: none,
  and: (node) => node.items,
  or: (node) => node.items,
  not: (node) => [node.item],
  comparison: (node) => [node.left, node.right],
  lookup: (node) => [node.term, ...node.list],
  match: (node) => [node.term, ...node.patterns],
  like: (node) => [node.term, ...node.patterns],
  regex: (node) => [node.term, ...node.patterns],
  call: (node) => node.args,
  arithmetic: (node) => [node.left, node.right],
  signed: (node) => [node.item],
  lineage: (node) => [node.where],
};

/** The node itself and everything below it, in the order of the text. */
export function* walk(node: Expression): Generator<Expression> {
  yield node;
  for (const child of visit(CHILDREN, node)) yield* walk(child);
}
