import { eachItem } from './array-items.ts';
import type { ChunkContext } from './chunk-context.ts';
import type { Escapes } from './escapes.ts';
import type { Part } from './node.ts';
import type { Sink } from './sink.ts';
import { TYPE, writeJson, writeValue } from './value-types.ts';
import type { Values } from './values.ts';

const BYTES = { quote: 0x22, comma: 0x2c, openList: 0x5b, closeList: 0x5d } as const;

/** Writes what elements and attributes hold as JSON values. */
export class JsonContent {
  readonly #context: ChunkContext;
  readonly #sink: Sink;
  readonly #escapes: Escapes;

  constructor(context: ChunkContext, sink: Sink, escapes: Escapes) {
    this.#context = context;
    this.#sink = sink;
    this.#escapes = escapes;
  }

  /** What is one value keeps its kind; what is put together is text. */
  parts(parts: readonly Part[], values: Values): void {
    const [first] = parts;
    this.#context.spend(parts.length);
    if (first === undefined) this.#sink.ascii('null');
    else if (parts.length === 1 && first.kind === 'slot') this.slot(first.index, values);
    else {
      this.#sink.code(BYTES.quote);
      for (const part of parts) this.#part(part, values);
      this.#sink.code(BYTES.quote);
    }
  }

  #part(part: Part, values: Values): void {
    if (part.kind !== 'slot') this.#sink.text(part.text, this.#escapes);
    else if (values.type(part.index) !== TYPE.null)
      this.#raw(values.type(part.index), values.start(part.index), values.finish(part.index));
  }

  /** A slot's value: a text, a number or word, `null`, or an array of them. */
  slot(index: number, values: Values): void {
    const type = values.type(index);
    if (type === TYPE.null) this.#sink.ascii('null');
    else if ((type & TYPE.array) === 0) this.#single(type, values.start(index), values.finish(index));
    else {
      const places: [number, number][] = [];
      const itemType = type & ~TYPE.array;
      const { bytes } = this.#context;
      eachItem(itemType, bytes, values.start(index), values.finish(index), (...place) => places.push(place));
      this.list(places, ([from, to]) => this.#single(itemType, from, to));
    }
  }

  #single(type: number, start: number, end: number): void {
    writeJson(this.#sink, this.#context.bytes, type, start, end, this.#escapes);
  }

  #raw(type: number, start: number, end: number): void {
    writeValue(this.#sink, this.#context.bytes, type, start, end, this.#escapes);
  }

  /** An array of what `write` writes. */
  list<T>(items: readonly T[], write: (item: T) => void): void {
    this.#context.spend(items.length);
    this.#sink.code(BYTES.openList);
    items.forEach((item, index) => {
      if (index > 0) this.#sink.code(BYTES.comma);
      write(item);
    });
    this.#sink.code(BYTES.closeList);
  }
}
