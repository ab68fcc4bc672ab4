import type { Parameter } from './functions/function.ts';
import type { Layout, Row } from './row.ts';
import { type Scalar, type ScalarCall, type ScalarTable, visitScalar } from './scalar.ts';
import type { Value } from './value.ts';
import { compilePlainTest, inOrder } from './value-test.ts';

type Visit = (value: Value | null) => boolean;

/** Shows what a scalar can be in a row, one choice of the fields' values after another, until `visit` returns true. */
type Enumerate = (row: Row, visit: Visit) => boolean;

const FITS: Readonly<Record<Parameter['type'], (value: Value) => boolean>> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  any: () => true,
};

/** Compiles a scalar once for many rows. */
export function compileScalar(scalar: Scalar, layout: Layout): Enumerate {
  const compile = (part: Scalar) => compileScalar(part, layout);
  const table: ScalarTable<Enumerate> = {
    literal: ({ value }) => {
      return (_, visit) => visit(value);
    },
    field: ({ field }) => {
      const column = layout.column(field.name);
      return (row, visit) => {
        const values = column(row);
        return values.length === 0 ? visit(null) : values.some(visit);
      };
    },
    call: (call) => combine(call.args.map(compile), compileCall(call)),
    test: ({ item, test }) => {
      const passes = compilePlainTest(test);
      const items = compile(item);
      return (row, visit) => items(row, (value) => visit(value === null ? null : passes(value)));
    },
    comparison: ({ operator, left, right }) =>
      combine([left, right].map(compile), ([a, b]) => {
        if (a === null || a === undefined || b === null || b === undefined) return null;
        return operator === '==' ? a === b : inOrder(a, operator, b);
      }),
    and: ({ items }) => combine(items.map(compile), (values) => settle(values, false)),
    or: ({ items }) => combine(items.map(compile), (values) => settle(values, true)),
    not: ({ items }) => combine(items.map(compile), ([value]) => (value === null ? null : value !== true)),
  };
  return visitScalar(table, scalar);
}

/** The result of a call for arguments of any type: null where one does not fit its parameter. */
export function compileCall({
  definition,
  args,
  ci,
  type,
}: Pick<ScalarCall, 'definition' | 'args' | 'ci' | 'type'>) {
  const parameters = args.map((_, index) => definition.parameters[index] ?? definition.rest);
  const site = { ci, type };
  return (values: readonly (Value | null)[]): Value | null => {
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index] ?? null;
      const parameter = parameters[index];
      if (parameter !== undefined && !(value === null ? parameter.optional : FITS[parameter.type](value)))
        return null;
    }
    return definition.run(values, site);
  };
}

function combine(
  parts: readonly Enumerate[],
  apply: (values: readonly (Value | null)[]) => Value | null,
): Enumerate {
  return (row, visit) => {
    const values: (Value | null)[] = new Array(parts.length).fill(null);
    const from = (index: number): boolean => {
      const part = parts[index];
      if (part === undefined) return visit(apply(values));
      return part(row, (value) => {
        values[index] = value;
        return from(index + 1);
      });
    };
    return from(0);
  };
}

/** One `decisive` item decides; else a null leaves it open. */
function settle(values: readonly (Value | null)[], decisive: boolean): boolean | null {
  if (values.includes(decisive)) return decisive;
  return values.includes(null) ? null : !decisive;
}
