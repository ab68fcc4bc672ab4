import type { Condition } from './condition.ts';
import { Layout } from './row.ts';
import { fieldsOf } from './scalar.ts';
import { compileTruth, type RowTest } from './truth.ts';
import type { FieldReader } from './value.ts';

type Rest = (condition: Condition) => Condition;

/** What is left of a condition where the values of some fields are known: those tests are decided, the others stay. */
export function compileRest(
  condition: Condition,
  known: ReadonlySet<string>,
): (read: FieldReader) => Condition {
  const layout = new Layout();
  const tests = new Map<Condition, RowTest>();
  const prepare = (item: Condition): void => {
    if (item.kind === 'and' || item.kind === 'or') item.items.forEach(prepare);
    else if (item.kind === 'not') prepare(item.item);
    else if (isDecided(item, known)) tests.set(item, compileTruth(item, layout));
  };
  prepare(condition);
  return (read) => {
    const row = layout.open(read);
    const rest: Rest = (item) => {
      if (item.kind === 'and') return join('and', item.items.map(rest));
      if (item.kind === 'or') return join('or', item.items.map(rest));
      if (item.kind === 'not') return negate(rest(item.item));
      const test = tests.get(item);
      return test === undefined ? item : { kind: 'constant', value: test(row) };
    };
    return rest(condition);
  };
}

function isDecided(condition: Condition, known: ReadonlySet<string>): boolean {
  switch (condition.kind) {
    case 'leaf':
      return known.has(condition.field.name);
    case 'pair':
      return known.has(condition.left.name) && known.has(condition.right.name);
    case 'computed':
    case 'unknown':
      return fieldsOf(condition.scalar).every(({ name }) => known.has(name));
    default:
      return false;
  }
}

/** `and` and `or` without what decides nothing; the constant that decides all. */
function join(kind: 'and' | 'or', items: readonly Condition[]): Condition {
  const decisive = kind === 'or';
  const open = items.filter((item) => item.kind !== 'constant' || item.value === decisive);
  const decided = open.find((item) => item.kind === 'constant');
  if (decided !== undefined) return decided;
  if (open.length === 0) return { kind: 'constant', value: !decisive };
  return open.length === 1 ? (open[0] as Condition) : { kind, items: open };
}

const negate = (item: Condition): Condition =>
  item.kind === 'constant' ? { kind: 'constant', value: !item.value } : { kind: 'not', item };
