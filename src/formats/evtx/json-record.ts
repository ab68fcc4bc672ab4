import type { ChunkContext } from './chunk-context.ts';
import { type Escapes, JSON_EXACT, JSON_STRICT } from './escapes.ts';
import { JsonContent } from './json-content.ts';
import type { AttributePlan, Member, ValuePlan } from './json-plan.ts';
import type { Look, Step } from './json-program.ts';
import { type Place, type Writing, writingOf } from './json-writing.ts';
import type { Instance, Node, Part } from './node.ts';
import { parseFragment } from './parse-fragment.ts';
import type { RecordForm, RecordWriter } from './record-writer.ts';
import type { Sink } from './sink.ts';
import type { Templates } from './templates.ts';
import { TYPE } from './value-types.ts';
import { Values } from './values.ts';

const BYTES = { comma: 0x2c, open: 0x7b, close: 0x7d } as const;
const ATTRIBUTES = Buffer.from('"#attributes":');
const TEXT = Buffer.from('"#text":');
const NONE = new Values();

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

class JsonRecord implements RecordWriter {
  readonly #context: ChunkContext;
  readonly #templates: Templates;
  readonly #sink: Sink;
  readonly #escapes: Escapes;
  readonly #content: JsonContent;
  readonly #root = new Map<number, Writing>();
  readonly #inner = new Map<number, Writing>();
  #isFirst = true;

  constructor(context: ChunkContext, templates: Templates, sink: Sink, escapes: Escapes) {
    this.#context = context;
    this.#templates = templates;
    this.#sink = sink;
    this.#escapes = escapes;
    this.#content = new JsonContent(context, sink, escapes);
  }

  write(nodes: readonly Node[]): void {
    this.#open();
    this.#fragment(nodes, 'root');
    this.#close();
    this.#sink.code(0x0a);
  }

  writeInstance(values: Values): void {
    this.#open();
    this.#fill(this.#writing(values.template, 'root'), values);
    this.#close();
    this.#sink.code(0x0a);
  }

  #fragment(nodes: readonly Node[], place: Place): void {
    const [only] = nodes;
    if (nodes.length === 1 && only?.kind === 'instance') this.#instance(only, place);
    else this.#members(writingOf(nodes, place).members, NONE);
  }

  #instance(instance: Instance, place: Place): void {
    const writing = this.#writing(instance.template, place);
    this.#fill(writing, this.#templates.open(instance));
    this.#templates.close();
  }

  #writing(template: number, place: Place): Writing {
    const writings = place === 'root' ? this.#root : this.#inner;
    let writing = writings.get(template);
    if (writing === undefined) {
      writing = writingOf(this.#templates.at(template), place);
      writings.set(template, writing);
    }
    return writing;
  }

  #fill({ program, members }: Writing, values: Values): void {
    if (program === undefined || members.length === 0) this.#members(members, values);
    else this.#run(program, values);
  }

  #run(program: readonly Step[], values: Values): void {
    this.#context.spend(program.length);
    const isDynamic = program[0]?.look?.kind === 'member' && program[0].text.length === 0;
    if (!this.#isFirst && !isDynamic) this.#sink.code(BYTES.comma);
    for (let at = 0; ; at += 1) {
      at = this.#sink.run(program, at, values, this.#escapes);
      const step = program[at];
      if (step === undefined) break;
      if (step.look !== undefined) this.#look(step.look, values);
      else if (step.kind === 'attribute') this.#content.slot(step.slot, values);
      else this.#slot(step.slot, values);
    }
    if (!isDynamic) this.#isFirst = false;
  }

  #slot(index: number, values: Values): void {
    if (values.type(index) !== TYPE.binxml) this.#content.slot(index, values);
    else {
      this.#open();
      this.#splice(index, values);
      this.#close();
    }
  }

  #look(look: Look, values: Values): void {
    if (look.kind === 'value') this.#value(look.plan, values);
    else {
      this.#isFirst = look.isFirst ?? this.#isFirst;
      this.#member(look.member, values);
    }
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
    else if (type !== TYPE.null && !isBlank(part)) {
      this.#key(TEXT);
      this.#content.parts([part], values);
    }
  }

  /** Members of the elements in a value of binary XML. */
  #splice(index: number, values: Values): void {
    const [start, end] = [values.start(index), values.finish(index)];
    const sole = this.#templates.openSole(start, end);
    if (sole === undefined) this.#fragment(parseFragment(this.#context, start, end), 'inner');
    else {
      this.#fill(this.#writing(sole.template, 'inner'), sole);
      this.#templates.close();
    }
  }

  #value(plan: ValuePlan, values: Values): void {
    const type = plan.slot === undefined ? TYPE.null : values.type(plan.slot.index);
    const hasAttributes = isAnyThere(plan.attributes, values);
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
function isThere({ isFixed, parts }: AttributePlan, values: Values): boolean {
  if (isFixed) return true;
  for (const part of parts) if (part.kind === 'slot' && values.type(part.index) !== TYPE.null) return true;
  return false;
}

function isAnyThere(attributes: readonly AttributePlan[], values: Values): boolean {
  for (const attribute of attributes) if (isThere(attribute, values)) return true;
  return false;
}

/** White space between elements. */
const isBlank = (part: Part): boolean => part.kind === 'text' && part.text.trim() === '';
