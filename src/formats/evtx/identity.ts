import type { ChunkContext } from './chunk-context.ts';
import { type Element, isPart, type Node, type Part } from './node.ts';
import { partText } from './part-text.ts';
import type { Templates } from './templates.ts';
import type { Values } from './values.ts';
import type { Identity } from './wanted.ts';

/** Where a template has it. */
interface Places {
  readonly provider: readonly Part[];
  readonly channel: readonly Part[];
  readonly eventId: readonly Part[];
}

/** Reads what records are without decoding them. */
export class Identities {
  readonly #context: ChunkContext;
  readonly #templates: Templates;
  readonly #places = new Map<number, Places>();

  constructor(context: ChunkContext, templates: Templates) {
    this.#context = context;
    this.#templates = templates;
  }

  /** Undefined where the record is not one template instance. */
  of([root, ...others]: readonly Node[]): Identity | undefined {
    if (root?.kind !== 'instance' || others.length > 0) return undefined;
    let places = this.#places.get(root.template);
    if (places === undefined) {
      places = placesIn(this.#templates.at(root.template));
      this.#places.set(root.template, places);
    }
    const values = this.#templates.open(root);
    const identity = {
      provider: this.#text(places.provider, values),
      channel: this.#text(places.channel, values),
      eventId: this.#text(places.eventId, values),
    };
    this.#templates.close();
    return identity;
  }

  #text(parts: readonly Part[], values: Values): string | undefined {
    const texts = parts.map((part) => partText(this.#context, part, values));
    return texts.length === 0 || texts.includes(undefined) ? undefined : texts.join('');
  }
}

function placesIn(nodes: readonly Node[]): Places {
  const system = child(child({ children: nodes }, 'Event'), 'System');
  const attributes = child(system, 'Provider')?.attributes ?? [];
  const parts = (name: string): readonly Part[] => (child(system, name)?.children ?? []).filter(isPart);
  return {
    provider: attributes.find(({ name }) => name === 'Name')?.parts ?? [],
    channel: parts('Channel'),
    eventId: parts('EventID'),
  };
}

function child(parent: Pick<Element, 'children'> | undefined, name: string): Element | undefined {
  for (const node of parent?.children ?? []) if (node.kind === 'element' && node.name === name) return node;
  return undefined;
}
