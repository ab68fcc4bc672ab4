import type { ChunkContext } from './chunk-context.ts';
import type { Instance } from './node.ts';
import { endOfValues } from './values.ts';

/** Fragment header, then the token and version of a template instance. */
const BEGINNING = [0x0f, 0x01, 0x01, 0x00, 0x0c, 0x01];
const ID_AT = BEGINNING.length;
const TEMPLATE_AT = ID_AT + 4;
const AFTER_TEMPLATE = TEMPLATE_AT + 4;

/**
 * The template instance that is all there is in `[start, end)`, as in nearly every record; undefined where there is
 * something else, or its definition too.
 */
export function soleInstance(context: ChunkContext, start: number, end: number): Instance | undefined {
  const { bytes } = context;
  const values = start + AFTER_TEMPLATE;
  if (values + 4 > end || !begins(bytes, start)) return undefined;
  const template = bytes.readUInt32LE(start + TEMPLATE_AT);
  if (template === values) return undefined;
  const last = endOfValues(context, values, end);
  return last === end || bytes[last] === 0
    ? { kind: 'instance', id: bytes.readUInt32LE(start + ID_AT), template, values, end: last }
    : undefined;
}

function begins(bytes: Buffer, start: number): boolean {
  for (let index = 0; index < BEGINNING.length; index += 1)
    if (bytes[start + index] !== BEGINNING[index]) return false;
  return true;
}
