import type { ChunkContext } from './chunk-context.ts';
import { EvtxFault } from './fault.ts';
import type { Instance, Node } from './node.ts';
import { parseTemplate } from './parse-fragment.ts';
import { Values } from './values.ts';

/** Templates within the values of templates. */
const DEPTH = 16;

/** The templates of one chunk, each parsed once, and the values of the instances that are open. */
export class Templates {
  readonly #context: ChunkContext;
  readonly #nodes = new Map<number, readonly Node[]>();
  readonly #open: Values[] = [];
  #depth = 0;

  constructor(context: ChunkContext) {
    this.#context = context;
  }

  /** The content of the template that is defined at an offset. */
  at(offset: number): readonly Node[] {
    const known = this.#nodes.get(offset);
    if (known !== undefined) return known;
    const nodes = parseTemplate(this.#context, offset);
    this.#nodes.set(offset, nodes);
    return nodes;
  }

  /** Opens an instance: its values hold until it is closed. */
  open({ values: at, end }: Instance): Values {
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

  close(): void {
    this.#depth -= 1;
  }

  /** Closes all that a record that failed left open. */
  reset(): void {
    this.#depth = 0;
  }
}
