import type { ChunkContext } from './chunk-context.ts';
import type { Node } from './node.ts';
import { type NameField, parseTemplate, templateEnd } from './parse-fragment.ts';

/** A template as it was found in some chunk. */
interface KnownTemplate {
  readonly bytes: Buffer;
  /** Fields in `bytes` that say where in the chunk a name is, in order. */
  readonly nameFields: readonly NameField[];
  readonly nodes: readonly Node[];
  /** Steps that parsing it cost. */
  readonly steps: number;
}

/** Definitions begin with a link to the next one in the chunk, which is not theirs. */
const LINK_BYTES = 4;

const LONGEST = 16 * 1024;
const MOST_BYTES = 4 * 1024 * 1024;
/** With one id: which names a definition holds itself depends on what came before it in its chunk. */
const MOST_VARIANTS = 8;

/** By id, the beginning of the GUID. */
const known = new Map<number, KnownTemplate[]>();
let bytesKept = 0;

/**
 * The content of the template whose definition is at an offset. Every chunk defines its templates anew, so those that were
 * parsed are kept: the nodes are the same object wherever the definition says the same, byte for byte and name for name,
 * and cost as many steps as if they were parsed.
 */
export function templateNodes(context: ChunkContext, offset: number): readonly Node[] {
  const end = templateEnd(context, offset);
  const id = context.bytes.readUInt32LE(offset + LINK_BYTES);
  const variant = known.get(id)?.find((one) => isSame(context, offset, one));
  if (variant !== undefined) {
    context.spend(variant.steps);
    return variant.nodes;
  }
  const before = context.steps;
  const { nodes, nameFields, hasInstances } = parseTemplate(context, offset);
  if (!hasInstances && end - offset <= LONGEST)
    keep(id, {
      bytes: Buffer.from(context.bytes.subarray(offset, end)),
      nameFields: nameFields.map((field) => ({ ...field, at: field.at - offset })),
      nodes,
      steps: before - context.steps,
    });
  return nodes;
}

function keep(id: number, template: KnownTemplate): void {
  bytesKept += template.bytes.length;
  if (bytesKept > MOST_BYTES) {
    known.clear();
    bytesKept = template.bytes.length;
  }
  const variants = known.get(id) ?? [];
  if (variants.length === MOST_VARIANTS) bytesKept -= variants.shift()?.bytes.length ?? 0;
  variants.push(template);
  known.set(id, variants);
}

function isSame(context: ChunkContext, offset: number, { bytes, nameFields }: KnownTemplate): boolean {
  let from = LINK_BYTES;
  for (const { at, name, isInline } of nameFields) {
    if (!isRange(context.bytes, offset, bytes, from, at)) return false;
    const entry = context.bytes.readUInt32LE(offset + at);
    from = at + 4;
    if (isInline !== (entry === offset + from)) return false;
    // The entry of a name begins with a link, too.
    if (isInline) from += LINK_BYTES;
    else if (!context.isName(entry, name)) return false;
  }
  return isRange(context.bytes, offset, bytes, from, bytes.length);
}

/** Whether `bytes[from, to)` are in the chunk after an offset as well. */
function isRange(chunk: Buffer, offset: number, bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (chunk[offset + at] !== bytes[at]) return false;
  return true;
}
