import { eachItem } from './array-items.ts';
import type { ChunkContext } from './chunk-context.ts';
import { AS_IT_IS, type Escapes, XML_ATTRIBUTE, XML_TEXT } from './escapes.ts';
import type { Attribute, Element, Instance, Node, Part } from './node.ts';
import { parseFragment } from './parse-fragment.ts';
import type { RecordForm, RecordWriter } from './record-writer.ts';
import type { Sink } from './sink.ts';
import type { Templates } from './templates.ts';
import { TYPE, writeValue } from './value-types.ts';
import { Values } from './values.ts';

const NONE = new Values();

/** A record as one line of XML 1.0. An element that holds an array is repeated for each of its items, as Windows does. */
export const xmlForm: RecordForm = (context, templates, sink) => new XmlRecord(context, templates, sink);

class XmlRecord implements RecordWriter {
  readonly #context: ChunkContext;
  readonly #templates: Templates;
  readonly #sink: Sink;

  constructor(context: ChunkContext, templates: Templates, sink: Sink) {
    this.#context = context;
    this.#templates = templates;
    this.#sink = sink;
  }

  write(nodes: readonly Node[]): void {
    this.#nodes(nodes, NONE);
    this.#sink.code(0x0a);
  }

  writeInstance(values: Values): void {
    this.#nodes(this.#templates.at(values.template), values);
    this.#sink.code(0x0a);
  }

  #nodes(nodes: readonly Node[], values: Values): void {
    this.#context.spend(nodes.length);
    for (const node of nodes) {
      if (node.kind === 'element') this.#element(node, values);
      else if (node.kind === 'instance') this.#instance(node);
      else if (node.kind !== 'instruction') this.#content(node, values);
    }
  }

  #instance(instance: Instance): void {
    const nodes = this.#templates.at(instance.template);
    this.#nodes(nodes, this.#templates.open(instance));
    this.#templates.close();
  }

  #element(element: Element, values: Values): void {
    const [only] = element.children;
    const isArray =
      element.children.length === 1 && only?.kind === 'slot' && (values.type(only.index) & TYPE.array) !== 0;
    if (!isArray) this.#tag(element, values, () => this.#nodes(element.children, values));
    else
      this.#eachItem(only.index, values, (type, start, end) =>
        this.#tag(element, values, () => this.#raw(type, start, end, XML_TEXT)),
      );
  }

  #tag(element: Element, values: Values, content: () => void): void {
    const name = xmlName(element.name);
    this.#sink.text(`<${name}`, AS_IT_IS);
    for (const attribute of element.attributes) this.#attribute(attribute, values);
    this.#sink.code(0x3e);
    const start = this.#sink.length;
    content();
    if (this.#sink.length > start) this.#sink.text(`</${name}>`, AS_IT_IS);
    else {
      this.#sink.length -= 1;
      this.#sink.ascii('/>');
    }
  }

  /** An attribute whose slots are all null is left out. */
  #attribute({ name, parts }: Attribute, values: Values): void {
    const isNull = (part: Part): boolean => part.kind === 'slot' && values.type(part.index) === TYPE.null;
    if (parts.length > 0 && parts.every(isNull)) return;
    this.#sink.text(` ${xmlName(name)}="`, AS_IT_IS);
    this.#context.spend(parts.length);
    for (const part of parts) this.#part(part, values, XML_ATTRIBUTE);
    this.#sink.code(0x22);
  }

  #content(part: Part, values: Values): void {
    if (part.kind !== 'slot' || values.type(part.index) !== TYPE.binxml) this.#part(part, values, XML_TEXT);
    else {
      const nodes = parseFragment(this.#context, values.start(part.index), values.finish(part.index));
      this.#nodes(nodes, NONE);
    }
  }

  #part(part: Part, values: Values, escapes: Escapes): void {
    if (part.kind !== 'slot') this.#sink.text(part.text, escapes);
    else if ((values.type(part.index) & TYPE.array) === 0)
      this.#raw(values.type(part.index), values.start(part.index), values.finish(part.index), escapes);
    else
      this.#eachItem(part.index, values, (type, start, end, index) => {
        if (index > 0) this.#sink.ascii(', ');
        this.#raw(type, start, end, escapes);
      });
  }

  #eachItem(
    index: number,
    values: Values,
    visit: (type: number, start: number, end: number, index: number) => void,
  ): void {
    const type = values.type(index) & ~TYPE.array;
    let count = 0;
    eachItem(type, this.#context.bytes, values.start(index), values.finish(index), (start, end) => {
      this.#context.spend(1);
      visit(type, start, end, count);
      count += 1;
    });
  }

  #raw(type: number, start: number, end: number, escapes: Escapes): void {
    if (type !== TYPE.null) writeValue(this.#sink, this.#context.bytes, type, start, end, escapes);
  }
}

/** A name that XML takes; what it does not take is `_`. */
const xmlName = (name: string): string =>
  name.replace(/[^\p{L}\p{N}_.:-]/gu, '_').replace(/^(?![\p{L}_])/u, '_');
