/** What a JSON value must be: a small part of JSON Schema. A name that ends in `?` may be missing; no other names may stand there. */
export type Shape =
  | 'any'
  | 'string'
  | { readonly match: RegExp }
  | { readonly oneOf: readonly unknown[] }
  | { readonly range: readonly [number, number] }
  | { readonly array: Shape }
  | { readonly object: Readonly<Record<string, Shape>> };

/** Where a value is not what it must be, a path each. */
export function wrongs(shape: Shape, value: unknown, path = '$'): string[] {
  if (shape === 'any') return value === undefined ? [path] : [];
  if (shape === 'string') return typeof value === 'string' ? [] : [path];
  if ('match' in shape) return typeof value === 'string' && shape.match.test(value) ? [] : [path];
  if ('oneOf' in shape) return shape.oneOf.includes(value) ? [] : [path];
  if ('range' in shape)
    return typeof value === 'number' && value >= shape.range[0] && value <= shape.range[1] ? [] : [path];
  if ('array' in shape)
    return Array.isArray(value)
      ? value.flatMap((each, index) => wrongs(shape.array, each, `${path}[${index}]`))
      : [path];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  const named = Object.entries(shape.object).map(([name, inner]) => ({
    name: name.replace(/\?$/, ''),
    optional: name.endsWith('?'),
    inner,
  }));
  const own = value as Record<string, unknown>;
  return [
    ...Object.keys(own)
      .filter((name) => !named.some((each) => each.name === name))
      .map((name) => `${path}.${name}`),
    ...named.flatMap(({ name, optional, inner }) =>
      optional && own[name] === undefined ? [] : wrongs(inner, own[name], `${path}.${name}`),
    ),
  ];
}
