/** Ascending numbers, kept as runs of consecutive ones. */
export class Runs {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  #count = 0;

  /** How many numbers there are. */
  get count(): number {
    return this.#count;
  }

  /** Adds a number larger than all before it. */
  add(number: number): void {
    this.#count += 1;
    const last = this.#ends.length - 1;
    if (this.#ends[last] === number - 1) {
      this.#ends[last] = number;
    } else {
      this.#starts.push(number);
      this.#ends.push(number);
    }
  }

  /** All numbers in order, or undefined if they are 1, 2, 3, … */
  numbers(): Float64Array | undefined {
    if (this.#starts.length === 0 || (this.#starts.length === 1 && this.#starts[0] === 1)) return undefined;
    const all = new Float64Array(this.#count);
    let at = 0;
    for (const [run, start] of this.#starts.entries()) {
      for (let number = start; number <= (this.#ends[run] ?? start); number += 1) all[at++] = number;
    }
    return all;
  }
}
