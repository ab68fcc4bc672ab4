/** Groups of texts that were joined two by two; the smallest of a group leads it. */
export class Groups {
  readonly #leader = new Map<string, string>();

  /** The leader of the group that a text is in: itself where it was never joined. */
  find(text: string): string {
    let root = text;
    for (let next = this.#leader.get(root); next !== undefined; next = this.#leader.get(root)) root = next;
    for (let at = text; at !== root; ) {
      const next = this.#leader.get(at) as string;
      this.#leader.set(at, root);
      at = next;
    }
    return root;
  }

  join(a: string, b: string): void {
    const [first, second] = [this.find(a), this.find(b)].sort() as [string, string];
    if (first !== second) this.#leader.set(second, first);
  }
}
