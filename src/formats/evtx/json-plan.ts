import { type JsonKey, jsonKey } from './json-key.ts';
import type { Attribute, Element, Instance, Node, Part, Slot } from './node.ts';
import { isPart } from './node.ts';

/** What an element becomes in JSON. */
export interface ValuePlan {
  readonly attributes: readonly AttributePlan[];
  /** Text and slots, where there are no elements among them. */
  readonly parts: readonly Part[];
  /** Elements, where there are any; then `parts` is empty. */
  readonly members: readonly Member[];
  /** The slot that is all it holds, if so. */
  readonly slot: Slot | undefined;
}

export interface AttributePlan {
  readonly key: JsonKey;
  readonly parts: readonly Part[];
  /** Whether it is there even when all its slots are null. */
  readonly isFixed: boolean;
}

/** A member of an object: a key with the values of all elements that have it, or what is only known with the record. */
export type Member =
  | { readonly kind: 'values'; readonly key: JsonKey; readonly values: readonly ValuePlan[] }
  | { readonly kind: 'part'; readonly part: Part }
  | { readonly kind: 'instance'; readonly instance: Instance };

/**
 * Plans the JSON of parsed nodes, once for all records that share them. An element is a member named after it, or after
 * its `Name` if it is event data; elements of one name become an array.
 */
export function planMembers(nodes: readonly Node[]): Member[] {
  const members: Member[] = [];
  const byKey = new Map<string, ValuePlan[]>();
  for (const node of nodes) {
    if (node.kind === 'instance') members.push({ kind: 'instance', instance: node });
    else if (isPart(node)) members.push({ kind: 'part', part: node });
    else if (node.kind === 'element') {
      const [name, attributes] = nameOf(node);
      const value = planValue(node.children, attributes);
      const same = byKey.get(name);
      if (same !== undefined) same.push(value);
      else {
        const values = [value];
        byKey.set(name, values);
        members.push({ kind: 'values', key: jsonKey(name), values });
      }
    }
  }
  return members;
}

/** The text of parts none of which is a slot. */
export function fixedText(parts: readonly Part[]): string | undefined {
  let text = '';
  for (const part of parts) {
    if (part.kind === 'slot') return undefined;
    text += part.text;
  }
  return text;
}

/** `<Data Name="Image">` goes by the name that it gives. */
function nameOf(element: Element): [name: string, attributes: readonly Attribute[]] {
  const [first] = element.attributes;
  if (element.name !== 'Data' || first?.name !== 'Name' || element.attributes.length > 1)
    return [element.name, element.attributes];
  const name = fixedText(first.parts) ?? '';
  return name === '' ? [element.name, element.attributes] : [name, []];
}

function planValue(children: readonly Node[], attributes: readonly Attribute[]): ValuePlan {
  const isText = children.every(isPart);
  const [first] = children;
  return {
    attributes: attributes.map(({ name, parts }) => ({
      key: jsonKey(name),
      parts,
      isFixed: parts.length === 0 || parts.some((part) => part.kind !== 'slot'),
    })),
    parts: isText ? children : [],
    members: isText ? [] : planMembers(children),
    slot: children.length === 1 && first?.kind === 'slot' ? first : undefined,
  };
}
