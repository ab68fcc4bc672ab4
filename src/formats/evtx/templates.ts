import type { ChunkContext } from './chunk-context.ts';
import { EvtxFault } from './fault.ts';
import type { Instance, Node } from './node.ts';
import { parseTemplate } from './parse-fragment.ts';
import { Values } from './values.ts';

/** Templates within the values of templates. */
const DEPTH = 16;

const GUID_AT = 4;

/** The templates of one chunk, each parsed once, and the values of the instances that are open. */
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

  /** The content of an instance's template. */
  of({ template }: Instance): readonly Node[] {
    const known = this.#nodes.get(template);
    if (known !== undefined) return known;
    const nodes = parseTemplate(this.#context, template);
    this.#nodes.set(template, nodes);
    return nodes;
  }

  /** Opens an instance: its values hold until it is closed. */
  open({ id, template, values: at, end }: Instance): Values {
    if (this.#mayBeStale && !this.#isStill(id, template)) throw new EvtxFault('its template is gone');
    if (this.#depth === DEPTH) throw new EvtxFault('templates are nested too deep');
    let values = this.#open[this.#depth];
    if (values === undefined) {
      values = new Values();
      this.#open.push(values);
    }
    this.#depth += 1;
    values.read(this.#context, at, end);
    return values;
  }

  /** An id is the beginning of a template's GUID. */
  #isStill(id: number, template: number): boolean {
    const { bytes } = this.#context;
    return template + GUID_AT + 4 <= bytes.length && bytes.readUInt32LE(template + GUID_AT) === id;
  }

  close(): void {
    this.#depth -= 1;
  }

  /** Closes all that a record that failed left open. */
  reset(): void {
    this.#depth = 0;
  }
}
