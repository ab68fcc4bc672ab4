import type { ChunkContext } from './chunk-context.ts';
import { JSON_EXACT, JSON_STRICT } from './escapes.ts';
import { JsonContent } from './json-content.ts';
import { type AttributePlan, type Member, planMembers, type ValuePlan } from './json-plan.ts';
import { programOf, type SlotAttribute, type Step } from './json-program.ts';
import type { Instance, Node, Part } from './node.ts';
import { parseFragment } from './parse-fragment.ts';
import { partText } from './part-text.ts';
import type { RecordForm, RecordWriter } from './record-writer.ts';
import type { Escapes, Sink } from './sink.ts';
import { soleInstance } from './sole-instance.ts';
import type { Templates } from './templates.ts';
import { TYPE } from './value-types.ts';
import { Values } from './values.ts';

const BYTES = { comma: 0x2c, open: 0x7b, close: 0x7d } as const;
const ATTRIBUTES = Buffer.from('"#attributes":');
const TEXT = Buffer.from('"#text":');
const NONE = new Values();

/** Where binary XML stands: only around the whole record is `Event` left out. */
type Place = 'root' | 'inner';

/**
 * A record as one line of JSON: `{"System":{…},"EventData":{…}}`, what is in its `Event`. An element is `null`, its text, an array of
 * what its elements of one name hold, or an object with its attributes under `#attributes` and its text under `#text`;
 * `<Data Name="Image">` is a member `Image`. Integers of up to 32 bits are numbers, longer ones text.
 */
const jsonForm =
  (escapes: Escapes): RecordForm =>
  (context, templates, sink) =>
    new JsonRecord(context, templates, sink, escapes);

/** JSON that a strict reader takes, and JSON that loses not even half a surrogate pair. */
export const JSON_FORMS = { strict: jsonForm(JSON_STRICT), exact: jsonForm(JSON_EXACT) } as const;

/** How the content of a template, or of binary XML without one, is written. */
interface Writing {
  readonly members: readonly Member[];
  readonly program: readonly Step[] | undefined;
}

class JsonRecord implements RecordWriter {
  readonly #context: ChunkContext;
  readonly #templates: Templates;
  readonly #sink: Sink;
  readonly #content: JsonContent;
  readonly #writings = { root: new Map<number, Writing>(), inner: new Map<number, Writing>() };
  #isFirst = true;

  constructor(context: ChunkContext, templates: Templates, sink: Sink, escapes: Escapes) {
    this.#context = context;
    this.#templates = templates;
    this.#sink = sink;
    this.#content = new JsonContent(context, sink, escapes);
  }

  write(nodes: readonly Node[]): void {
    this.#open();
    this.#fragment(nodes, 'root');
    this.#close();
    this.#sink.code(0x0a);
  }

  #fragment(nodes: readonly Node[], place: Place): void {
    const [only] = nodes;
    if (nodes.length === 1 && only?.kind === 'instance') this.#instance(only, place);
    else this.#members(this.#writing(nodes, place).members, NONE);
  }

  #writing(nodes: readonly Node[], place: Place): Writing {
    const [root] = nodes;
    const isEvent =
      place === 'root' && nodes.length === 1 && root?.kind === 'element' && root.name === 'Event';
    const readText = (part: Part): string | undefined => partText(this.#context, part, NONE);
    const members = planMembers(isEvent ? root.children : nodes, readText);
    return { members, program: programOf(members, readText) };
  }

  #instance(instance: Instance, place: Place): void {
    const writings = this.#writings[place];
    let writing = writings.get(instance.template);
    if (writing === undefined) {
      writing = this.#writing(this.#templates.of(instance), place);
      writings.set(instance.template, writing);
    }
    const values = this.#templates.open(instance);
    if (writing.program === undefined || writing.members.length === 0) this.#members(writing.members, values);
    else this.#run(writing.program, values);
    this.#templates.close();
  }

  #run(program: readonly Step[], values: Values): void {
    this.#context.spend(program.length);
    const isDynamic = program[0]?.kind === 'member';
    if (!this.#isFirst && !isDynamic) this.#sink.code(BYTES.comma);
    for (const step of program) {
      switch (step.kind) {
        case 'text':
          this.#sink.copy(step.bytes);
          break;
        case 'slot':
          if (values.type(step.index) === TYPE.binxml) this.#spliced(step.index, values);
          else this.#content.slot(step.index, values);
          break;
        case 'attributes':
          this.#slotAttributes(step.attributes, values);
          break;
        case 'value':
          this.#value(step.plan, values);
          break;
        case 'member':
          this.#isFirst = step.isFirst ?? this.#isFirst;
          this.#member(step.member, values);
          break;
      }
    }
    if (!isDynamic) this.#isFirst = false;
  }

  #slotAttributes(attributes: readonly SlotAttribute[], values: Values): void {
    let isFirst = true;
    for (const { slot, first, next } of attributes) {
      if (values.type(slot) === TYPE.null) continue;
      this.#sink.copy(isFirst ? first : next);
      this.#content.slot(slot, values);
      isFirst = false;
    }
    this.#sink.ascii(isFirst ? 'null' : '}}');
  }

  #spliced(index: number, values: Values): void {
    this.#open();
    this.#splice(index, values);
    this.#close();
  }

  #members(members: readonly Member[], values: Values): void {
    for (const member of members) this.#member(member, values);
  }

  #member(member: Member, values: Values): void {
    this.#context.spend(1);
    if (member.kind === 'instance') this.#instance(member.instance, 'inner');
    else if (member.kind === 'part') this.#partMember(member.part, values);
    else {
      this.#key(member.key.bytes);
      const [first] = member.values;
      if (member.values.length === 1) this.#value(first as ValuePlan, values);
      else this.#content.list(member.values, (plan) => this.#value(plan, values));
    }
  }

  /** Text or a slot among elements: a slot may hold more elements. */
  #partMember(part: Part, values: Values): void {
    const type = part.kind === 'slot' ? values.type(part.index) : TYPE.string;
    if (part.kind === 'slot' && type === TYPE.binxml) this.#splice(part.index, values);
    else if (type !== TYPE.null && !this.#isBlank(part)) {
      this.#key(TEXT);
      this.#content.parts([part], values);
    }
  }

  /** White space between elements. */
  #isBlank(part: Part): boolean {
    return part.kind === 'value' && partText(this.#context, part, NONE)?.trim() === '';
  }

  /** Members of the elements in a value of binary XML. */
  #splice(index: number, values: Values): void {
    const [start, end] = [values.start(index), values.finish(index)];
    const sole = soleInstance(this.#context, start, end);
    if (sole === undefined) this.#fragment(parseFragment(this.#context, start, end), 'inner');
    else this.#instance(sole, 'inner');
  }

  #value(plan: ValuePlan, values: Values): void {
    const type = plan.slot === undefined ? TYPE.null : values.type(plan.slot.index);
    const hasAttributes = plan.attributes.some((attribute) => isThere(attribute, values));
    if (hasAttributes || plan.members.length > 0 || type === TYPE.binxml)
      this.#object(plan, hasAttributes, type, values);
    else this.#content.parts(plan.parts, values);
  }

  #object(plan: ValuePlan, hasAttributes: boolean, slotType: number, values: Values): void {
    this.#open();
    if (hasAttributes) {
      this.#key(ATTRIBUTES);
      this.#attributes(plan.attributes, values);
    }
    if (plan.slot !== undefined && slotType === TYPE.binxml) this.#splice(plan.slot.index, values);
    else if (plan.parts.length > 0 && (plan.slot === undefined || slotType !== TYPE.null)) {
      this.#key(TEXT);
      this.#content.parts(plan.parts, values);
    }
    this.#members(plan.members, values);
    this.#close();
  }

  #attributes(attributes: readonly AttributePlan[], values: Values): void {
    this.#open();
    for (const attribute of attributes) {
      if (!isThere(attribute, values)) continue;
      this.#key(attribute.key.bytes);
      this.#content.parts(attribute.parts, values);
    }
    this.#close();
  }

  #key(key: Buffer): void {
    if (!this.#isFirst) this.#sink.code(BYTES.comma);
    this.#isFirst = false;
    this.#sink.copy(key);
  }

  #open(): void {
    this.#sink.code(BYTES.open);
    this.#isFirst = true;
  }

  #close(): void {
    this.#sink.code(BYTES.close);
    this.#isFirst = false;
  }
}

/** An attribute whose slots are all null is not there. */
const isThere = ({ isFixed, parts }: AttributePlan, values: Values): boolean =>
  isFixed || parts.some((part) => part.kind === 'slot' && values.type(part.index) !== TYPE.null);
