import type { ChunkContext } from './chunk-context.ts';
import { type Element, type Instance, isPart, type Node, type Part } from './node.ts';
import { partText } from './part-text.ts';
import type { Templates } from './templates.ts';
import { TYPE } from './value-types.ts';
import type { Values } from './values.ts';
import type { Wanted } from './wanted.ts';

/** Where a template says what its records are. */
interface Places {
  readonly provider: Place;
  readonly channel: Place;
  readonly eventId: Place;
}

/** Windows takes no longer name for a channel. */
const LONGEST_CHANNEL = 255;

/** Tells which records of a chunk are wanted from a few values, before anything else is decoded. */
export class Sieve {
  readonly #context: ChunkContext;
  readonly #templates: Templates;
  readonly #wanted: Wanted;
  readonly #places = new Map<number, Places>();
  /** The log of the last record, and what its events are by their id: empty where they are wanted. */
  #provider: string | undefined;
  #channel: string | undefined;
  #kinds = new Map<number | string, string>();

  constructor(context: ChunkContext, templates: Templates, wanted: Wanted) {
    this.#context = context;
    this.#templates = templates;
    this.#wanted = wanted;
  }

  /** What a record is that is not wanted, `channel id`; undefined for one that is, or that does not say. */
  kindIfUnwanted(record: Instance): string | undefined {
    let places = this.#places.get(record.template);
    if (places === undefined) {
      places = placesIn(this.#context, this.#templates.of(record));
      this.#places.set(record.template, places);
    }
    const values = this.#templates.open(record);
    const provider = places.provider.text(values);
    const channel = places.channel.text(values);
    const id = places.eventId.numberOrText(values);
    this.#templates.close();
    if (channel === undefined || channel.length > LONGEST_CHANNEL || id === undefined) return undefined;
    if (provider !== this.#provider || channel !== this.#channel) {
      this.#provider = provider;
      this.#channel = channel;
      this.#kinds = new Map();
    }
    let kind = this.#kinds.get(id);
    if (kind === undefined) {
      const eventId = String(id);
      kind = this.#wanted({ provider, channel, eventId }) ? '' : `${channel} ${eventId}`;
      this.#kinds.set(id, kind);
    }
    return kind === '' ? undefined : kind;
  }
}

/** A place that holds the same bytes in record after record, and is decoded when they change. */
class Place {
  readonly #context: ChunkContext;
  readonly #parts: readonly Part[];
  #type = -1;
  #start = 0;
  #end = 0;
  #text: string | undefined;

  constructor(context: ChunkContext, parts: readonly Part[]) {
    this.#context = context;
    this.#parts = parts;
  }

  text(values: Values): string | undefined {
    const [part] = this.#parts;
    if (part?.kind !== 'slot') return this.#decode(values);
    const type = values.type(part.index);
    if (type === TYPE.null) return undefined;
    const [start, end] = [values.start(part.index), values.finish(part.index)];
    const { bytes } = this.#context;
    if (type !== this.#type || !isSame(bytes, start, end, this.#start, this.#end))
      this.#text = this.#decode(values);
    this.#type = type;
    this.#start = start;
    this.#end = end;
    return this.#text;
  }

  /** A number of 16 bits, which event ids are, as such: it needs no decoding. */
  numberOrText(values: Values): number | string | undefined {
    const [part] = this.#parts;
    if (part?.kind !== 'slot' || values.type(part.index) !== TYPE.uint16) return this.text(values);
    const start = values.start(part.index);
    return values.finish(part.index) === start + 2
      ? this.#context.bytes.readUInt16LE(start)
      : this.text(values);
  }

  #decode(values: Values): string | undefined {
    const texts = this.#parts.map((part) => partText(this.#context, part, values));
    return texts.length === 0 || texts.includes(undefined) ? undefined : texts.join('');
  }
}

function isSame(bytes: Buffer, start: number, end: number, otherStart: number, otherEnd: number): boolean {
  if (end - start !== otherEnd - otherStart) return false;
  for (let at = start, other = otherStart; at < end; at += 1, other += 1)
    if (bytes[at] !== bytes[other]) return false;
  return true;
}

function placesIn(context: ChunkContext, nodes: readonly Node[]): Places {
  const system = child(child({ children: nodes }, 'Event'), 'System');
  const attributes = child(system, 'Provider')?.attributes ?? [];
  const place = (parts: readonly Part[]): Place => new Place(context, parts.length === 1 ? parts : []);
  const content = (name: string): Place => place((child(system, name)?.children ?? []).filter(isPart));
  return {
    provider: place(attributes.find(({ name }) => name === 'Name')?.parts ?? []),
    channel: content('Channel'),
    eventId: content('EventID'),
  };
}

function child(parent: Pick<Element, 'children'> | undefined, name: string): Element | undefined {
  for (const node of parent?.children ?? []) if (node.kind === 'element' && node.name === name) return node;
  return undefined;
}
