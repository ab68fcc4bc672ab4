import { type ChunkContext, nameBytes } from './chunk-context.ts';
import { EvtxFault } from './fault.ts';
import type { Attribute, Node, Part } from './node.ts';
import { valueText } from './part-text.ts';
import { fixedSize, TYPE } from './value-types.ts';
import { endOfValues } from './values.ts';

const TOKEN = {
  end: 0x00,
  openElement: 0x01,
  closeStart: 0x02,
  closeEmpty: 0x03,
  endElement: 0x04,
  value: 0x05,
  attribute: 0x06,
  cdata: 0x07,
  character: 0x08,
  entity: 0x09,
  target: 0x0a,
  data: 0x0b,
  instance: 0x0c,
  slot: 0x0d,
  optionalSlot: 0x0e,
  header: 0x0f,
} as const;

/** Set on a token that is followed by more of its kind, on an open element that has attributes. */
const MORE = 0x40;

const DEPTH = 64;
const TEMPLATE_HEADER_BYTES = 24;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

interface OpenElement {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly children: Node[];
}

/** A field that says where a name is: its place, and whether the name's entry follows it. */
export interface NameField {
  readonly at: number;
  readonly name: string;
  readonly isInline: boolean;
}

/** Parses binary XML in `[start, end)` of a chunk up to its end token. @throws EvtxFault where it is malformed. */
export function parseFragment(context: ChunkContext, start: number, end: number): Node[] {
  return new FragmentParser(context, start, end).parse();
}

/** What a template is parsed as, and what of its definition differs from chunk to chunk. */
export interface ParsedTemplate {
  readonly nodes: readonly Node[];
  readonly nameFields: readonly NameField[];
  /** Whether it holds instances of other templates, which lie in its chunk. */
  readonly hasInstances: boolean;
}

/** Parses the template whose definition is at an offset. */
export function parseTemplate(context: ChunkContext, offset: number): ParsedTemplate {
  const parser = new FragmentParser(context, offset + TEMPLATE_HEADER_BYTES, templateEnd(context, offset));
  return { nodes: parser.parse(), nameFields: parser.nameFields, hasInstances: parser.hasInstances };
}

/** Where the definition of a template ends; it begins with a link, its GUID and its size. */
export function templateEnd({ bytes }: ChunkContext, offset: number): number {
  const start = offset + TEMPLATE_HEADER_BYTES;
  const end = start > bytes.length ? start : start + bytes.readUInt32LE(offset + 20);
  if (end > bytes.length) throw new EvtxFault('a template lies outside the chunk');
  return end;
}

class FragmentParser {
  readonly #context: ChunkContext;
  readonly #bytes: Buffer;
  readonly #end: number;
  readonly nameFields: NameField[] = [];
  hasInstances = false;
  #at: number;

  constructor(context: ChunkContext, start: number, end: number) {
    this.#context = context;
    this.#bytes = context.bytes;
    this.#at = start;
    this.#end = end;
  }

  parse(): Node[] {
    const root: Node[] = [];
    const open: OpenElement[] = [];
    let nodes = root;
    while (this.#at < this.#end) {
      const token = this.#byte() & ~MORE;
      if (token === TOKEN.end) break;
      if (token === TOKEN.header) this.#skip(3);
      else if (token === TOKEN.openElement) {
        const element = this.#element();
        nodes.push({ kind: 'element', ...element });
        if (!this.#isEmpty()) {
          if (open.length >= DEPTH) throw new EvtxFault('elements are nested too deep');
          open.push(element);
          nodes = element.children;
        }
      } else if (token === TOKEN.endElement) {
        if (open.pop() === undefined) throw new EvtxFault('an element ends that did not begin');
        nodes = open.at(-1)?.children ?? root;
      } else nodes.push(this.#content(token));
    }
    if (open.length > 0) throw new EvtxFault('an element does not end');
    return root;
  }

  #content(token: number): Node {
    switch (token) {
      case TOKEN.cdata:
        return this.#string();
      case TOKEN.target:
        return this.#instruction();
      case TOKEN.instance:
        return this.#instance();
      default:
        return this.#part(token);
    }
  }

  /** After its token: maybe a dependency id, the size of what follows, the name, the attributes. */
  #element(): OpenElement {
    const hasAttributes = ((this.#bytes[this.#at - 1] as number) & MORE) !== 0;
    // Elements that stand in a value, and not in a template, have no dependency id: then the size tells.
    this.#at += this.#fits(this.#at + 2) || !this.#fits(this.#at) ? 6 : 4;
    const name = this.#name();
    const attributes: Attribute[] = [];
    if (hasAttributes) {
      this.#skip(4);
      while (this.#at < this.#end && ((this.#bytes[this.#at] as number) & ~MORE) === TOKEN.attribute) {
        this.#at += 1;
        attributes.push({ name: this.#name(), parts: this.#parts() });
      }
    }
    return { name, attributes, children: [] };
  }

  #fits(sizeAt: number): boolean {
    return sizeAt + 8 <= this.#end && this.#bytes.readUInt32LE(sizeAt) <= this.#end - sizeAt - 4;
  }

  /** The token that ends a start tag. */
  #isEmpty(): boolean {
    const token = this.#byte();
    if (token !== TOKEN.closeStart && token !== TOKEN.closeEmpty)
      throw new EvtxFault('a start tag does not end');
    return token === TOKEN.closeEmpty;
  }

  #parts(): Part[] {
    const parts: Part[] = [];
    while (this.#at < this.#end) {
      const token = (this.#bytes[this.#at] as number) & ~MORE;
      const isPart = token === TOKEN.value || (token >= TOKEN.character && token <= TOKEN.entity);
      if (!isPart && token !== TOKEN.slot && token !== TOKEN.optionalSlot) break;
      this.#at += 1;
      this.#context.spend(1);
      parts.push(this.#part(token));
    }
    return parts;
  }

  #part(token: number): Part {
    switch (token) {
      case TOKEN.value: {
        const type = this.#byte();
        if (type === TYPE.string) return this.#string();
        const size = fixedSize(type);
        if (size === undefined) throw new EvtxFault('a value of a type that cannot stand in text');
        const start = this.#skip(size);
        return { kind: 'text', text: valueText(this.#context, type, start, start + size) };
      }
      case TOKEN.character:
        return { kind: 'reference', text: String.fromCharCode(this.#bytes.readUInt16LE(this.#skip(2))) };
      case TOKEN.entity: {
        const name = this.#name();
        return { kind: 'reference', text: ENTITIES[name] ?? `&${name};` };
      }
      case TOKEN.slot:
      case TOKEN.optionalSlot:
        return { kind: 'slot', index: this.#bytes.readUInt16LE(this.#skip(3)) };
      default:
        throw new EvtxFault('an unknown token');
    }
  }

  #string(): Part {
    const size = 2 * this.#bytes.readUInt16LE(this.#skip(2));
    const start = this.#skip(size);
    return { kind: 'text', text: valueText(this.#context, TYPE.string, start, start + size) };
  }

  #instruction(): Node {
    this.#name();
    if (this.#bytes[this.#at] === TOKEN.data) {
      this.#at += 1;
      this.#string();
    }
    return { kind: 'instruction' };
  }

  /** After its token: a version, an id, where the definition is (maybe right here), the values. */
  #instance(): Node {
    const start = this.#skip(9);
    this.hasInstances = true;
    const id = this.#bytes.readUInt32LE(start + 1);
    const template = this.#bytes.readUInt32LE(start + 5);
    const values = template === this.#at ? templateEnd(this.#context, template) : this.#at;
    this.#at = endOfValues(this.#context, values, this.#end);
    return { kind: 'instance', id, template, values, end: this.#at };
  }

  /** A name by its offset; its entry may follow right here. */
  #name(): string {
    const at = this.#skip(4);
    const offset = this.#bytes.readUInt32LE(at);
    const name = this.#context.nameAt(offset);
    const isInline = offset === this.#at;
    if (isInline) this.#skip(nameBytes(name));
    this.nameFields.push({ at, name, isInline });
    return name;
  }

  #byte(): number {
    this.#context.spend(1);
    return this.#bytes[this.#skip(1)] as number;
  }

  /** Passes over bytes that must be there; returns where they start. */
  #skip(count: number): number {
    const start = this.#at;
    this.#at += count;
    if (this.#at > this.#end) throw new EvtxFault('binary XML is cut off');
    return start;
  }
}
