import type { Tally } from './account.ts';
import type { ChunkContext } from './chunk-context.ts';
import type { Kinds } from './kinds.ts';
import { uint16 } from './little-endian.ts';
import { type Element, isPart, type Node, type Part } from './node.ts';
import { partText } from './part-text.ts';
import type { Templates } from './templates.ts';
import { TYPE } from './value-types.ts';
import type { Values } from './values.ts';

/** Where a template says what its records are; undefined where that is no single text or value. */
interface Places {
  readonly provider: Part | undefined;
  readonly channel: Part | undefined;
  readonly eventId: Part | undefined;
}

/** Windows takes no longer name for a channel. */
const LONGEST_CHANNEL = 255;

/** Tells which records of a chunk are wanted from a few values, before anything else is decoded. */
export class Sieve {
  readonly #context: ChunkContext;
  readonly #templates: Templates;
  readonly #kinds: Kinds;
  readonly #provider: RepeatedText;
  readonly #channel: RepeatedText;
  #template = -1;
  #places: Places | undefined;

  constructor(context: ChunkContext, templates: Templates, kinds: Kinds) {
    this.#context = context;
    this.#templates = templates;
    this.#kinds = kinds;
    this.#provider = new RepeatedText(context);
    this.#channel = new RepeatedText(context);
  }

  /** The tally of what a record is, if that is not wanted; undefined for one that is, or that does not say. */
  tallyIfUnwanted(values: Values): Tally | undefined {
    if (values.template !== this.#template || this.#places === undefined) {
      this.#places = placesOf(this.#templates.at(values.template));
      this.#template = values.template;
    }
    const { provider, channel, eventId } = this.#places;
    const log = channel && this.#channel.of(channel, values);
    const id = eventId && this.#numberOrText(eventId, values);
    if (log === undefined || log.length > LONGEST_CHANNEL || id === undefined) return undefined;
    return this.#kinds.tallyIfUnwanted(provider && this.#provider.of(provider, values), log, id);
  }

  /** A number of 16 bits, which event ids are, as such: it needs no decoding. */
  #numberOrText(part: Part, values: Values): number | string | undefined {
    if (part.kind !== 'slot' || values.type(part.index) !== TYPE.uint16)
      return partText(this.#context, part, values);
    const start = values.start(part.index);
    return values.finish(part.index) === start + 2
      ? uint16(this.#context.bytes, start)
      : partText(this.#context, part, values);
  }
}

/** A text that is the same in record after record, and is decoded when its bytes change. */
class RepeatedText {
  readonly #context: ChunkContext;
  #type = -1;
  #start = 0;
  #end = 0;
  #text: string | undefined;

  constructor(context: ChunkContext) {
    this.#context = context;
  }

  of(part: Part, values: Values): string | undefined {
    if (part.kind !== 'slot') return part.text;
    const type = values.type(part.index);
    if (type === TYPE.null) return undefined;
    const start = values.start(part.index);
    const end = values.finish(part.index);
    if (type !== this.#type || !this.#isSame(start, end)) this.#text = partText(this.#context, part, values);
    this.#type = type;
    this.#start = start;
    this.#end = end;
    return this.#text;
  }

  #isSame(start: number, end: number): boolean {
    const length = end - start;
    const { code } = this.#context.sink.machine;
    return length === this.#end - this.#start && code.same(start, this.#start, length) === 1;
  }
}

const known = new WeakMap<readonly Node[], Places>();

function placesOf(nodes: readonly Node[]): Places {
  const found = known.get(nodes);
  if (found !== undefined) return found;
  const system = child(child({ children: nodes }, 'Event'), 'System');
  const attributes = child(system, 'Provider')?.attributes ?? [];
  const content = (name: string): Part | undefined =>
    only((child(system, name)?.children ?? []).filter(isPart));
  const places = {
    provider: only(attributes.find(({ name }) => name === 'Name')?.parts ?? []),
    channel: content('Channel'),
    eventId: content('EventID'),
  };
  known.set(nodes, places);
  return places;
}

const only = (parts: readonly Part[]): Part | undefined => (parts.length === 1 ? parts[0] : undefined);

function child(parent: Pick<Element, 'children'> | undefined, name: string): Element | undefined {
  for (const node of parent?.children ?? []) if (node.kind === 'element' && node.name === name) return node;
  return undefined;
}
