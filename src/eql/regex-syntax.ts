import { bothCases, type CodePointRange, complement, LAST_CODE_POINT, normalise } from './code-points.ts';
import { PatternFault } from './pattern-fault.ts';
import { type RegexNode, type RegexSet, type RegexTable, visitRegex } from './regex-node.ts';

const MAX_DEPTH = 64;
const MAX_REPEAT = 1000;
const MAX_SIZE = 10_000;

const CLASSES: Readonly<Record<string, readonly CodePointRange[]>> = {
  d: [[0x30, 0x39]],
  w: normalise(
    [...'_'].map(codeRange).concat([[0x30, 0x39] as const, [0x41, 0x5a] as const, [0x61, 0x7a] as const]),
  ),
  s: normalise([...' \t\r\n'].map(codeRange)),
};
const OPERATORS: Readonly<Record<string, string>> = {
  '~': 'complement',
  '&': 'intersection',
  '@': 'any string',
  '#': 'nothing',
  '<': 'interval',
};

/**
 * Reads a Lucene regular expression: `.` `|` `?` `*` `+` `{n,m}` `()` `[]` `\d \w \s "quoted"`; every other character,
 * `^` and `$` too, stands for itself, and so does any character after a backslash. With `ci`, A-Z and a-z are one.
 * Throws PatternFault.
 */
export function parseRegex(source: string, ci: boolean): RegexNode {
  const node = new Reader(source, ci).read();
  const { size, product } = visitRegex(COST, node);
  if (size > MAX_SIZE || product > MAX_REPEAT)
    throw new PatternFault('the repetitions make the pattern too large');
  return node;
}

interface Cost {
  readonly size: number;
  readonly product: number;
}

const COST: RegexTable<Cost> = {
  set: () => ({ size: 1, product: 1 }),
  sequence: ({ items }) => total(items),
  choice: ({ items }) => total(items),
  repeat: ({ item, min, max }) => {
    const { size, product } = visitRegex(COST, item);
    const counted = Number.isFinite(max) ? max : min;
    return { size: size * Math.max(counted + 1, 1), product: product * Math.max(counted, 1) };
  },
};

function total(items: readonly RegexNode[]): Cost {
  const costs = items.map((item) => visitRegex(COST, item));
  return {
    size: costs.reduce((sum, { size }) => sum + size, 1),
    product: costs.reduce((most, { product }) => Math.max(most, product), 1),
  };
}

function codeRange(character: string): CodePointRange {
  const code = character.codePointAt(0) ?? 0;
  return [code, code];
}

class Reader {
  readonly #text: readonly string[];
  readonly #ci: boolean;
  #at = 0;

  constructor(source: string, ci: boolean) {
    this.#text = [...source];
    this.#ci = ci;
  }

  read(): RegexNode {
    if (this.#text.length === 0) return { kind: 'sequence', items: [] };
    const node = this.#choice(0);
    if (this.#more()) this.#fail('unexpected `)`');
    return node;
  }

  #choice(depth: number): RegexNode {
    if (depth > MAX_DEPTH) this.#fail('too many brackets inside one another');
    const items = [this.#sequence(depth)];
    while (this.#skip('|')) items.push(this.#sequence(depth));
    return { kind: 'choice', items };
  }

  #sequence(depth: number): RegexNode {
    const items: RegexNode[] = [];
    do items.push(this.#repeated(depth));
    while (this.#more() && !this.#sees('|') && !this.#sees(')'));
    return { kind: 'sequence', items };
  }

  #repeated(depth: number): RegexNode {
    let item = this.#simple(depth);
    for (let links = depth; ; links += 1) {
      if (links > MAX_DEPTH) this.#fail('too many repetitions of one another');
      const bounds = this.#bounds();
      if (bounds === undefined) return item;
      item = { kind: 'repeat', item, min: bounds[0], max: bounds[1] };
    }
  }

  #bounds(): readonly [min: number, max: number] | undefined {
    if (this.#skip('?')) return [0, 1];
    if (this.#skip('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.#skip('+')) return [1, Number.POSITIVE_INFINITY];
    if (!this.#skip('{')) return undefined;
    const min = this.#integer();
    let max = min;
    if (this.#skip(',')) max = this.#sees('}') ? Number.POSITIVE_INFINITY : this.#integer();
    if (!this.#skip('}')) this.#fail('expected `}`');
    if (min > max) this.#fail('the least count of a repetition exceeds the greatest');
    return [min, max];
  }

  #integer(): number {
    let digits = '';
    while (/^[0-9]$/.test(this.#peek())) digits += this.#take();
    if (digits === '') this.#fail('expected a number');
    if (Number(digits) > MAX_REPEAT) this.#fail(`more than ${MAX_REPEAT} repetitions`);
    return Number(digits);
  }

  #simple(depth: number): RegexNode {
    const character = this.#peek();
    const operator = OPERATORS[character];
    if (operator !== undefined)
      this.#fail(
        `the operator \`${character}\` (${operator}) is not supported (\`\\${character}\` is the character)`,
      );
    if (this.#skip('(')) {
      const inner: RegexNode = this.#sees(')') ? { kind: 'sequence', items: [] } : this.#choice(depth + 1);
      if (!this.#skip(')')) this.#fail('expected `)`');
      return inner;
    }
    if (this.#skip('[')) return this.#bracket();
    if (this.#skip('.')) return { kind: 'set', ranges: [[0, LAST_CODE_POINT]] };
    if (this.#skip('"')) return this.#quoted();
    if (/^[|)?*+{]$/.test(character)) this.#fail(`nothing to match before \`${character}\``);
    return this.#set(this.#named() ?? [this.#escapable()]);
  }

  #quoted(): RegexNode {
    const items: RegexNode[] = [];
    while (this.#more() && !this.#sees('"')) items.push(this.#set([codeRange(this.#take())]));
    if (!this.#skip('"')) this.#fail('expected `"`');
    return { kind: 'sequence', items };
  }

  #bracket(): RegexNode {
    const negated = this.#skip('^');
    const ranges: CodePointRange[] = [];
    do ranges.push(...(this.#named() ?? [this.#range()]));
    while (this.#more() && !this.#sees(']'));
    if (!this.#skip(']')) this.#fail('expected `]`');
    const set = this.#set(ranges);
    return negated ? { kind: 'set', ranges: complement(set.ranges) } : set;
  }

  #range(): CodePointRange {
    const [first] = this.#escapable();
    if (!this.#sees('-') || this.#text[this.#at + 1] === ']') return [first, first];
    this.#take();
    const [last] = this.#escapable();
    if (last < first) this.#fail('a range that runs backwards');
    return [first, last];
  }

  #named(): readonly CodePointRange[] | undefined {
    const letter = this.#sees('\\') ? (this.#text[this.#at + 1] ?? '') : '';
    const ranges = CLASSES[letter.toLowerCase()];
    if (ranges === undefined) return undefined;
    this.#at += 2;
    return letter === letter.toLowerCase() ? ranges : complement(ranges);
  }

  #escapable(): CodePointRange {
    this.#skip('\\');
    return codeRange(this.#take());
  }

  #set(ranges: readonly CodePointRange[]): RegexSet {
    return { kind: 'set', ranges: normalise(this.#ci ? bothCases(ranges) : ranges) };
  }

  #more(): boolean {
    return this.#at < this.#text.length;
  }

  #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  #sees(character: string): boolean {
    return this.#text[this.#at] === character;
  }

  #skip(character: string): boolean {
    const here = this.#sees(character);
    if (here) this.#at += 1;
    return here;
  }

  #take(): string {
    if (!this.#more()) this.#fail('the pattern ends too soon');
    this.#at += 1;
    return this.#text[this.#at - 1] ?? '';
  }

  #fail(reason: string): never {
    throw new PatternFault(`${reason} (character ${this.#at + 1} of the pattern)`);
  }
}
