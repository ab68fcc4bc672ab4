import type { Arithmetic, ArithmeticOperator, Call, Expression, Signed } from './ast.ts';
import { compileCall } from './enumerate.ts';
import { dateText } from './functions/conversion-functions.ts';
import type { EqlFunction, Parameter, ScalarFunction, TestFunction } from './functions/function.ts';
import { findFunction } from './functions/functions.ts';
import { add, divide, modulo, multiply, subtract } from './functions/math-functions.ts';
import { describeNode, type Lowering } from './lowering.ts';
import { PatternFault } from './pattern-fault.ts';
import type { Scalar } from './scalar.ts';
import { isNumeric, type ScalarType } from './scalar-type.ts';
import { compilePlainTest } from './value-test.ts';

const OPERATORS: Readonly<Record<ArithmeticOperator, ScalarFunction>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': modulo,
};
const WANTED: Readonly<Record<Parameter['type'], string>> = {
  text: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  any: 'a value',
};
const FITS: Readonly<Record<Parameter['type'], (type: ScalarType) => boolean>> = {
  text: (type) => type === 'text',
  number: isNumeric,
  integer: (type) => type === 'integer' || type === 'number',
  boolean: (type) => type === 'boolean',
  any: () => true,
};

interface Argument {
  readonly node: Expression;
  readonly scalar: Scalar;
}

/** `name(…)`: fails at the name, or at the argument that does not fit. */
export function lowerCall(node: Call, lowering: Lowering): Scalar {
  const definition = findFunction(node.name);
  if (typeof definition === 'string') return lowering.fail(definition, node);
  if (node.ci && !definition.tilde)
    lowering.fail(`\`${definition.name}\` has no \`~\`, letter case means nothing to it`, node);
  checkCount(node, definition, lowering);
  const args = node.args.map((arg) => ({ node: arg, scalar: lowering.scalar(arg) }));
  for (const [index, argument] of args.entries()) checkArgument(definition, index, argument, lowering);
  if (definition.kind === 'test') return lowerTest(definition, node.ci, args, lowering);
  return callOf(
    definition,
    node.ci,
    args.map(({ scalar }) => scalar),
  );
}

/** `left + right` and its like, as the function of the same meaning. */
export function lowerArithmetic(node: Arithmetic, lowering: Lowering): Scalar {
  const sides = [node.left, node.right].map((side) => lowerNumber(side, node.operator, lowering));
  return callOf(OPERATORS[node.operator], false, sides);
}

/** A sign: what is added to or taken from zero. */
export function lowerSigned(node: Signed, lowering: Lowering): Scalar {
  const zero: Scalar = { kind: 'literal', type: 'integer', value: 0 };
  return callOf(OPERATORS[node.operator], false, [zero, lowerNumber(node.item, node.operator, lowering)]);
}

function lowerNumber(node: Expression, operator: ArithmeticOperator, lowering: Lowering): Scalar {
  const scalar = lowering.scalar(node);
  if (scalar.type !== 'any' && !isNumeric(scalar.type))
    lowering.fail(`\`${operator}\` works on numbers, not on ${describeNode(node, scalar.type)}`, node);
  return scalar;
}

function checkCount({ args, name, span }: Call, definition: EqlFunction, { fail }: Lowering): void {
  const { parameters, rest } = definition;
  const least = parameters.filter(({ optional }) => !optional).length + (rest === undefined ? 0 : 1);
  const most = rest === undefined ? parameters.length : Number.POSITIVE_INFINITY;
  if (args.length >= least && args.length <= most) return;
  const count =
    least === most
      ? `${least}`
      : most === Number.POSITIVE_INFINITY
        ? `${least} or more`
        : `${least} to ${most}`;
  const extra = args[most];
  fail(
    `\`${name}\` takes ${count} ${count === '1' ? 'argument' : 'arguments'}, not ${args.length}`,
    extra ?? { span },
  );
}

function checkArgument(
  definition: EqlFunction,
  index: number,
  { node, scalar }: Argument,
  { fail }: Lowering,
): void {
  const parameter = definition.parameters[index] ?? definition.rest;
  if (parameter === undefined || scalar.type === 'any' || FITS[parameter.type](scalar.type)) return;
  fail(
    `argument ${index + 1} of \`${definition.name}\` is ${WANTED[parameter.type]}, not ${describeNode(node, scalar.type)}`,
    node,
  );
}

function lowerTest(
  definition: TestFunction,
  ci: boolean,
  [first, ...rest]: readonly Argument[],
  { fail }: Lowering,
): Scalar {
  const item = (first as Argument).scalar;
  const texts = rest.map(({ node, scalar }) => {
    if (scalar.kind !== 'literal' || typeof scalar.value !== 'string')
      return fail(`\`${definition.name}\` takes only strings after its first argument`, node);
    try {
      definition.test([scalar.value], ci);
    } catch (error) {
      if (error instanceof PatternFault) return fail(error.message, node);
      throw error;
    }
    return scalar.value;
  });
  const test = definition.test(texts, ci);
  if (item.kind !== 'literal') return { kind: 'test', type: 'boolean', item, test };
  return {
    kind: 'literal',
    type: 'boolean',
    value: item.value === null ? null : compilePlainTest(test)(item.value),
  };
}

/** The call, or its value where all arguments are literals, or one that must not be null is. */
function callOf(definition: ScalarFunction, ci: boolean, given: readonly Scalar[]): Scalar {
  const isText = (definition.parameters[0] ?? definition.rest)?.type === 'any';
  const args = isText ? given.map(writeDate) : given;
  const type = definition.result(args.map((arg) => arg.type));
  const call = { kind: 'call', type, definition, ci, args } as const;
  const values = args.map((arg) => (arg.kind === 'literal' ? arg.value : undefined));
  const isNull = values.some(
    (value, index) => value === null && !(definition.parameters[index] ?? definition.rest)?.optional,
  );
  if (isNull) return { kind: 'literal', type: 'any', value: null };
  const known = values.filter((value) => value !== undefined);
  return known.length < values.length ? call : { kind: 'literal', type, value: compileCall(call)(known) };
}

function writeDate(scalar: Scalar): Scalar {
  if (scalar.type !== 'date') return scalar;
  return { kind: 'call', type: 'text', definition: dateText, ci: false, args: [scalar] };
}
