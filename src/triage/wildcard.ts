const compiled = new Map<string, RegExp>();

/** A pattern in which `*` stands for any text, without regard to letter case. */
export function wildcard(pattern: string): RegExp {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const made = new RegExp(`^${parts.join('.*')}$`, 'isu');
  compiled.set(pattern, made);
  return made;
}
