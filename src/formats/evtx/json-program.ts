import { fixedText, type Member, type ValuePlan } from './json-plan.ts';
import type { Part } from './node.ts';

/**
 * A step of writing a record: text that is always the same, and then what its kind says: nothing; the value of a slot; that
 * of an attribute, which is left out where it is null; the end of attributes; or what takes a closer look at the record.
 */
export interface Step {
  readonly kind: 'text' | 'slot' | 'attribute' | 'close' | 'look';
  readonly text: Uint8Array;
  /** Instead of `text`: of an attribute after others, and of the end where there were none. */
  readonly otherText: Uint8Array;
  /** -1 for none. */
  readonly slot: number;
  readonly look: Look | undefined;
}

/** What takes a closer look at the record. */
export type Look =
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
    this.#flush();
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
        this.#look({ kind: 'member', member, isFirst: first });
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
    const fixed = parts.length > 0 ? fixedText(parts) : undefined;
    if (attributes.length === 0 && members.length > 0) {
      this.#text += '{';
      if (!this.members(members, true)) return false;
      this.#text += '}';
    } else if (attributes.length === 0 && slot !== undefined) this.#push('slot', slot.index);
    else if (attributes.length === 0 && isWhole(fixed)) this.#text += JSON.stringify(fixed);
    else if (members.length > 0 || parts.length > 0) this.#look({ kind: 'value', plan });
    else this.#attributes(plan);
    return true;
  }

  /** Attributes of an element that holds nothing. */
  #attributes(plan: ValuePlan): void {
    const texts = plan.attributes.map(({ parts }) => fixedText(parts)?.replace(/\p{Cs}/gu, '\ufffd'));
    const slots = plan.attributes.map(({ parts }) => soleSlot(parts));
    if (texts.length === 0) this.#text += 'null';
    else if (!texts.includes(undefined)) {
      const members = plan.attributes.map(({ key }, index) => key.text + JSON.stringify(texts[index]));
      this.#text += `{"#attributes":{${members.join()}}}`;
    } else if (slots.includes(-1)) this.#look({ kind: 'value', plan });
    else {
      this.#flush();
      for (const [index, { key }] of plan.attributes.entries()) {
        this.#text = `{"#attributes":{${key.text}`;
        this.#push('attribute', slots[index], `,${key.text}`);
      }
      this.#text = '}}';
      this.#push('close', -1, 'null');
    }
  }

  #flush(): void {
    if (this.#text !== '') this.#push('text');
  }

  #look(look: Look): void {
    this.#push('look', -1, '', look);
  }

  #push(kind: Step['kind'], slot = -1, otherText = '', look?: Look): void {
    this.#steps.push({ kind, text: Buffer.from(this.#text), otherText: Buffer.from(otherText), slot, look });
    this.#text = '';
  }
}

/** Whether a text is there, and written the same in all forms: without half surrogate pairs. */
const isWhole = (text: string | undefined): text is string => text !== undefined && !/\p{Cs}/u.test(text);

/** The slot that is all there is, -1 where there is more. */
function soleSlot(parts: readonly Part[]): number {
  const [part] = parts;
  return parts.length === 1 && part?.kind === 'slot' ? part.index : -1;
}
