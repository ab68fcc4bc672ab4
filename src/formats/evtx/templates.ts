import type { ChunkContext } from './chunk-context.ts';
import { EvtxFault } from './fault.ts';
import { templateNodes } from './known-templates.ts';
import { uint16, uint32 } from './little-endian.ts';
import type { Instance, Node } from './node.ts';
import { templateEnd } from './parse-fragment.ts';
import { Values } from './values.ts';

/** Templates within the values of templates. */
const DEPTH = 16;

const GUID_AT = 4;

/** Fragment header, then the token and version of a template instance. */
const BEGINNING = 0x00_01_01_0f;
const TOKEN = 0x01_0c;
const ID_AT = 6;
const TEMPLATE_AT = ID_AT + 4;
const AFTER_TEMPLATE = TEMPLATE_AT + 4;

/** The templates of one chunk, and the values of the instances that are open. */
export class Templates {
  readonly #context: ChunkContext;
  readonly #nodes = new Map<number, readonly Node[]>();
  readonly #open: Values[] = [];
  readonly #mayBeStale: boolean;
  #depth = 0;

  /** With `mayBeStale`, a template counts as gone where another has taken its place. */
  constructor(context: ChunkContext, mayBeStale = false) {
    this.#context = context;
    this.#mayBeStale = mayBeStale;
  }

  /** The content of the template whose definition is at an offset. */
  at(offset: number): readonly Node[] {
    const known = this.#nodes.get(offset);
    if (known !== undefined) return known;
    const nodes = templateNodes(this.#context, offset);
    this.#nodes.set(offset, nodes);
    return nodes;
  }

  /** Opens an instance: its values hold until it is closed. */
  open({ id, template, values: at, end }: Instance): Values {
    const values = this.#next();
    values.read(this.#context, at, end);
    return this.#opened(values, id, template);
  }

  /** Opens the instance that is all there is in `[start, end)`, as in nearly every record; undefined where there is more. */
  openSole(start: number, end: number): Values | undefined {
    const { bytes } = this.#context;
    const after = start + AFTER_TEMPLATE;
    if (after + 4 > end || !beginsSole(bytes, start)) return undefined;
    const template = uint32(bytes, start + TEMPLATE_AT);
    const values = this.#next();
    values.read(this.#context, template === after ? templateEnd(this.#context, template) : after, end);
    if (values.end !== end && bytes[values.end] !== 0) return undefined;
    return this.#opened(values, uint32(bytes, start + ID_AT), template);
  }

  #next(): Values {
    if (this.#depth === DEPTH) throw new EvtxFault('templates are nested too deep');
    let values = this.#open[this.#depth];
    if (values === undefined) {
      values = new Values(this.#context.sink.machine, this.#depth);
      this.#open.push(values);
    }
    return values;
  }

  #opened(values: Values, id: number, template: number): Values {
    if (this.#mayBeStale && !this.#isStill(id, template)) throw new EvtxFault('its template is gone');
    values.template = template;
    this.#depth += 1;
    return values;
  }

  /** An id is the beginning of a template's GUID. */
  #isStill(id: number, template: number): boolean {
    const { bytes } = this.#context;
    return template + GUID_AT + 4 <= bytes.length && uint32(bytes, template + GUID_AT) === id;
  }

  close(): void {
    this.#depth -= 1;
  }

  /** Closes all that a record that failed left open. */
  reset(): void {
    this.#depth = 0;
  }
}

const beginsSole = (bytes: Buffer, start: number): boolean =>
  uint32(bytes, start) === BEGINNING && uint16(bytes, start + 4) === TOKEN;
