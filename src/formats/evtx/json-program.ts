import { type AttributePlan, fixedText, type Member, type ValuePlan } from './json-plan.ts';

/** An attribute that is there when its slot is not null. */
export interface SlotAttribute {
  readonly slot: number;
  /** What comes before its value where it is the first that is there, and where it is not. */
  readonly first: Buffer;
  readonly next: Buffer;
}

/**
 * A step of writing a record: text that is always the same, and then the value of a slot, or what takes a closer look, or
 * nothing. All have the same shape, which the engine then knows.
 */
export interface Step {
  readonly text: Uint8Array;
  /** -1 for none. */
  readonly slot: number;
  readonly look: Look | undefined;
}

/** What takes a closer look at the record. */
export type Look =
  | { readonly kind: 'attributes'; readonly attributes: readonly SlotAttribute[] }
  | { readonly kind: 'value'; readonly plan: ValuePlan }
  | { readonly kind: 'member'; readonly member: Member; readonly isFirst: boolean | undefined };

/**
 * The steps that write members, a comma before each but the first. Undefined where a member that is not there in every
 * record comes before others: then only the record tells where commas belong.
 */
export function programOf(members: readonly Member[]): Step[] | undefined {
  const builder = new ProgramBuilder();
  return builder.members(members, undefined) ? builder.steps() : undefined;
}

class ProgramBuilder {
  readonly #steps: Step[] = [];
  #text = '';

  steps(): Step[] {
    if (this.#text !== '') this.#push(-1);
    return this.#steps;
  }

  /** `isFirst`: whether the first of them is the first of its object; undefined where that is not known. */
  members(members: readonly Member[], isFirst: boolean | undefined): boolean {
    let wasDynamic = false;
    for (const [index, member] of members.entries()) {
      if (member.kind === 'values') {
        if (wasDynamic) return false;
        if (index > 0) this.#text += ',';
        this.#text += member.key.text;
        if (!this.#values(member.values)) return false;
      } else {
        const first = index === 0 ? isFirst : wasDynamic ? undefined : false;
        this.#push(-1, { kind: 'member', member, isFirst: first });
        wasDynamic = true;
      }
    }
    return true;
  }

  #values(values: readonly ValuePlan[]): boolean {
    const [first] = values;
    if (first !== undefined && values.length === 1) return this.#value(first);
    for (const [index, value] of values.entries()) {
      this.#text += index === 0 ? '[' : ',';
      if (!this.#value(value)) return false;
    }
    this.#text += ']';
    return true;
  }

  #value(plan: ValuePlan): boolean {
    const { attributes, parts, members, slot } = plan;
    if (attributes.length === 0 && members.length > 0) {
      this.#text += '{';
      if (!this.members(members, true)) return false;
      this.#text += '}';
    } else if (attributes.length === 0 && slot !== undefined) this.#push(slot.index);
    else if (members.length > 0 || parts.length > 0) this.#push(-1, { kind: 'value', plan });
    else this.#attributes(plan);
    return true;
  }

  /** Attributes of an element that holds nothing. */
  #attributes(plan: ValuePlan): void {
    const texts = plan.attributes.map(({ parts }) => fixedText(parts)?.replace(/\p{Cs}/gu, '\ufffd'));
    const slots = plan.attributes.map(slotAttribute);
    if (texts.length === 0) this.#text += 'null';
    else if (!texts.includes(undefined)) {
      const members = plan.attributes.map(({ key }, index) => key.text + JSON.stringify(texts[index]));
      this.#text += `{"#attributes":{${members.join()}}}`;
    } else if (slots.includes(undefined)) this.#push(-1, { kind: 'value', plan });
    else this.#push(-1, { kind: 'attributes', attributes: slots as SlotAttribute[] });
  }

  #push(slot: number, look?: Look): void {
    this.#steps.push({ text: Buffer.from(this.#text), slot, look });
    this.#text = '';
  }
}

function slotAttribute({ key, parts }: AttributePlan): SlotAttribute | undefined {
  const [part] = parts;
  if (parts.length !== 1 || part?.kind !== 'slot') return undefined;
  const text = key.text;
  return { slot: part.index, first: Buffer.from(`{"#attributes":{${text}`), next: Buffer.from(`,${text}`) };
}
