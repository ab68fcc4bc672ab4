/** Dotted names as a tree: `a.b` and `a.c` stand under `a`. */
export interface NameTree {
  [segment: string]: NameTree | string;
}

/** Puts a leaf at a path of segments; a branch that stands there already is kept. */
export function plant(root: NameTree, segments: readonly string[], leaf: string): void {
  let node = root;
  for (const segment of segments.slice(0, -1)) {
    const child = node[segment];
    if (typeof child === 'object') node = child;
    else {
      const branch: NameTree = {};
      node[segment] = branch;
      node = branch;
    }
  }
  const last = segments.at(-1) as string;
  if (typeof node[last] !== 'object') node[last] = leaf;
}

/** Whether two names at one place differ in nothing but letter case. */
export function hasTwins(tree: NameTree): boolean {
  const names = Object.keys(tree);
  return (
    new Set(names.map((name) => name.toLowerCase())).size < names.length ||
    Object.values(tree).some((child) => typeof child !== 'string' && hasTwins(child))
  );
}
