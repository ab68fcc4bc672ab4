import { name, signed, sized, unsigned, vector } from './encode.ts';
import { INSTRUCTIONS } from './instructions.ts';
import { type Expression, readExpressions } from './s-expression.ts';

const TYPES: Readonly<Record<string, number>> = { i32: 0x7f, i64: 0x7e };
const EMPTY = 0x40;
const END = 0x0b;
const CODE = { block: 0x02, loop: 0x03, if: 0x04, else: 0x05 } as const;

type List = readonly Expression[];

interface Function {
  readonly exported: string | undefined;
  readonly params: readonly string[];
  readonly results: readonly string[];
  readonly locals: readonly string[];
  /** Parameters and locals by their number. */
  readonly names: readonly string[];
  readonly body: readonly List[];
}

/**
 * WebAssembly's text format as a module: functions that have names, one memory of so many pages, exported as `memory`, and
 * instructions in parentheses, as `wat2wasm` reads it too.
 */
export function assemble(text: string, pages: number): Buffer {
  const functions = readExpressions(text).map((item) => readFunction(item as List));
  const numbers = new Map(functions.map(([id], index) => [id, index]));
  const bodies = functions.map(([, one]) => one);
  const types = bodies.map(({ params, results }) => [
    0x60,
    ...vector(params.map(typeCode)),
    ...vector(results.map(typeCode)),
  ]);
  const exports = bodies.flatMap(({ exported }, index) =>
    exported === undefined ? [] : [[...name(exported), 0, ...unsigned(index)]],
  );
  return Buffer.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, types),
    ...section(
      3,
      bodies.map((_, index) => unsigned(index)),
    ),
    ...section(5, [[1, ...unsigned(pages), ...unsigned(pages)]]),
    ...section(7, [[...name('memory'), 2, 0], ...exports]),
    ...section(
      10,
      bodies.map((one) => sized(bodyOf(one, numbers))),
    ),
  ]);
}

const section = (id: number, items: readonly (readonly number[])[]): number[] => [
  id,
  ...sized(vector(items)),
];

function typeCode(type: string): number[] {
  const code = TYPES[type];
  if (code === undefined) throw new Error(`no type ${type}`);
  return [code];
}

function readFunction([keyword, id, ...items]: List): [id: string, Function] {
  if (keyword !== 'func' || typeof id !== 'string') throw new Error('not a function with a name');
  const named = (word: string): List[] => (items as List[]).filter(([first]) => first === word);
  const [params, locals] = [named('param'), named('local')];
  const body = (items as List[]).filter(
    ([first]) => !['export', 'param', 'result', 'local'].includes(first as string),
  );
  const last = (list: List): string => list.at(-1) as string;
  return [
    id,
    {
      exported: named('export').map((list) => last(list).slice(1, -1))[0],
      params: params.map(last),
      results: named('result').map(last),
      locals: locals.map(last),
      names: [...params, ...locals].map(([, local]) => local as string),
      body,
    },
  ];
}

function bodyOf({ locals, names, body }: Function, functions: ReadonlyMap<string, number>): number[] {
  const place = (index: number | undefined, what: string): number[] => {
    if (index === undefined || index < 0) throw new Error(`no ${what}`);
    return unsigned(index);
  };
  const all = (list: List, labels: readonly string[]): number[] =>
    list.flatMap((item) => instruction(item as List, labels));

  /** `labels` are those of the blocks around it, the innermost first. */
  function instruction([keyword, ...rest]: List, labels: readonly string[]): number[] {
    if (keyword === 'block' || keyword === 'loop')
      return [CODE[keyword], EMPTY, ...all(rest.slice(1), [rest[0] as string, ...labels]), END];
    if (keyword === 'if') {
      const [condition, [, ...then], otherwise] = rest as [List, List, List | undefined];
      const inner = ['', ...labels];
      const alternative = otherwise === undefined ? [] : [CODE.else, ...all(otherwise.slice(1), inner)];
      return [...instruction(condition, labels), CODE.if, EMPTY, ...all(then, inner), ...alternative, END];
    }
    const [opcode, immediate] = INSTRUCTIONS[keyword as string] ?? [];
    if (opcode === undefined) throw new Error(`no instruction ${keyword}`);
    const words = rest.filter((item) => typeof item === 'string');
    const operands = all(
      rest.filter((item) => typeof item !== 'string'),
      labels,
    );
    const [word = ''] = words;
    const encoded = {
      none: () => [],
      local: () => place(names.indexOf(word), `local ${word}`),
      function: () => place(functions.get(word), `function ${word}`),
      label: () => place(labels.indexOf(word), `label ${word}`),
      i32: () => signed(BigInt.asIntN(32, BigInt(word))),
      i64: () => signed(BigInt.asIntN(64, BigInt(word))),
      memory: () => [0, ...unsigned(Number(word.replace('offset=', '')))],
    }[immediate ?? 'none']();
    return [...operands, opcode, ...encoded];
  }

  const types = locals.map((type) => [1, ...typeCode(type)]);
  return [...vector(types), ...all(body, []), END];
}
