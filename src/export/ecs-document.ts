/** A document as Elasticsearch takes it: nested objects, or dotted names where Elastic writes such. */
export type Document = Record<string, unknown>;

/** An object without what is missing, at any depth; undefined where nothing is left. */
export function present(value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(present);
  const entries = Object.entries(value)
    .map(([key, inner]) => [key, present(inner)] as const)
    .filter(([, inner]) => inner !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** What all documents have alike, at any depth; lists are alike as wholes. */
export function commonTo(documents: readonly Document[]): Document {
  const [first, ...others] = documents;
  return first === undefined ? {} : others.reduce(commonToTwo, first);
}

function commonToTwo(one: Document, other: Document): Document {
  const common = Object.entries(one).flatMap(([name, value]): [string, unknown][] => {
    const beside = Object.hasOwn(other, name) ? other[name] : undefined;
    if (!isObject(value) || !isObject(beside))
      return JSON.stringify(value) === JSON.stringify(beside) ? [[name, value]] : [];
    const inner = commonToTwo(value, beside);
    return Object.keys(inner).length === 0 ? [] : [[name, inner]];
  });
  return Object.fromEntries(common);
}

function isObject(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
