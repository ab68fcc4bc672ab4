/** Text that is always the same: as it stands, or a character by number or an entity by name. */
interface Text {
  readonly kind: 'text' | 'reference';
  readonly text: string;
}

/** The place of one of a template instance's values. */
export interface Slot {
  readonly kind: 'slot';
  readonly index: number;
}

/** What the content of an attribute, and the text of an element, is made of. */
export type Part = Text | Slot;

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

/** What it says is for the program that wrote it. */
interface Instruction {
  readonly kind: 'instruction';
}

/** Binary XML, parsed. But for an instance, it does not depend on the chunk that it was found in. */
export type Node = Element | Instance | Instruction | Part;

export const isPart = (node: Node): node is Part =>
  node.kind === 'text' || node.kind === 'reference' || node.kind === 'slot';
