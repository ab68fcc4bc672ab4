import { SaxesParser } from 'saxes';

/** Why an event's XML is no record, in a few words. */
export class EventFault extends Error {}

const DEEPEST = 32;

type Json = { [name: string]: Json | string };

/** An element that is open: its attributes and children as they become, and its text. */
interface OpenElement {
  readonly name: string;
  readonly content: Json;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

/**
 * What is in one `<Event>` as JSON, as event logs are read: attributes under `#attributes`, named data by their names, unnamed
 * ones as `param1`, `param2`, … Only the five entities of XML itself are known: nothing can expand.
 * @throws EventFault where the text is not well-formed, or nests too deeply.
 */
export function readEvent(xml: string): Json {
  const parser = new SaxesParser();
  const open: OpenElement[] = [];
  let root: Json | undefined;
  parser.on('error', () => {
    throw new EventFault('not XML');
  });
  parser.on('doctype', () => {
    throw new EventFault('not XML');
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length === DEEPEST) throw new EventFault('nested too deeply');
    open.push({ name, content: blank(), attributes, text: '' });
  });
  const addText = (text: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const element = open.pop() as OpenElement;
    const parent = open.at(-1);
    if (parent === undefined) root = element.content;
    else parent.content[keyIn(parent, element)] = jsonOf(element);
  });
  parser.write(xml).close();
  return root ?? blank();
}

/** No name that a log gives reaches the prototype. */
const blank = (): Json => Object.create(null) as Json;

function keyIn(parent: OpenElement, { name, attributes }: OpenElement): string {
  if (name !== 'Data') return name;
  return attributes.Name ?? `param${Object.keys(parent.content).length + 1}`;
}

function jsonOf({ name, content, attributes, text }: OpenElement): Json | string {
  if (name === 'Data') return text;
  const own = Object.entries(attributes).filter(([attribute]) => !/^xmlns(:|$)/.test(attribute));
  if (own.length > 0) content['#attributes'] = Object.assign(blank(), Object.fromEntries(own));
  if (Object.keys(content).length === 0) return text;
  if (text.trim() !== '') content['#text'] = text;
  return content;
}
