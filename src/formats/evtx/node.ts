/** A value that lies in the chunk: type as in BinXML, bytes `[start, end)`. */
interface Value {
  readonly kind: 'value';
  readonly type: number;
  readonly start: number;
  readonly end: number;
}

/** The place of one of a template instance's values. */
export interface Slot {
  readonly kind: 'slot';
  readonly index: number;
}

/** A character by number, or an entity by name. */
interface Reference {
  readonly kind: 'reference';
  readonly text: string;
}

/** What the content of an attribute, and the text of an element, is made of. */
export type Part = Value | Slot | Reference;

export interface Attribute {
  readonly name: string;
  readonly parts: readonly Part[];
}

export interface Element {
  readonly kind: 'element';
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly children: readonly Node[];
}

/** A template by its id and the offset of its definition in the chunk, and the offset of the values to put in. */
export interface Instance {
  readonly kind: 'instance';
  readonly id: number;
  readonly template: number;
  readonly values: number;
  readonly end: number;
}

interface Instruction {
  readonly kind: 'instruction';
  readonly target: string;
  readonly data: Value | undefined;
}

/** Binary XML, parsed: nothing is decoded that need not be. */
export type Node = Element | Instance | Instruction | Part;

export const isPart = (node: Node): node is Part =>
  node.kind === 'value' || node.kind === 'slot' || node.kind === 'reference';
