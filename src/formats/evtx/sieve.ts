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

/** Tells which records of a chunk are wanted from a few values, before anything else is decoded. */
export class Sieve {
  readonly #context: ChunkContext;
  readonly #templates: Templates;
  readonly #wanted: Wanted;
  readonly #places = new Map<number, Places>();
  readonly #kinds = new Map<string, string | undefined>();

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
    const eventId = places.eventId.text(values);
    this.#templates.close();
    if (channel === undefined || eventId === undefined) return undefined;
    const key = `${provider}\0${channel}\0${eventId}`;
    if (!this.#kinds.has(key)) {
      const isWanted = this.#wanted({ provider, channel, eventId });
      this.#kinds.set(key, isWanted ? undefined : `${channel} ${eventId}`);
    }
    return this.#kinds.get(key);
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
    if (type !== this.#type || bytes.compare(bytes, start, end, this.#start, this.#end) !== 0)
      this.#text = this.#decode(values);
    this.#type = type;
    this.#start = start;
    this.#end = end;
    return this.#text;
  }

  #decode(values: Values): string | undefined {
    const texts = this.#parts.map((part) => partText(this.#context, part, values));
    return texts.length === 0 || texts.includes(undefined) ? undefined : texts.join('');
  }
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
