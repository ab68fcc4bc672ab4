/**
 * Something that goes wrong with the next statements that `matches` is found in: the connection drops, the answer is cut
 * off in the middle, comes as an error, never comes, or the process dies; `clear` forgets all that was to come.
 */
export interface Fault {
  readonly kind: 'drop' | 'cut' | 'refuse' | 'stall' | 'die' | 'clear';
  /** A regular expression. */
  readonly matches: string;
  readonly times: number;
}

/** What is still to go wrong. */
export class FaultPlan {
  #left: Fault[] = [];

  add(fault: Fault): void {
    if (fault.kind === 'clear') this.#left = [];
    else this.#left.push(fault);
  }

  /** What goes wrong with a statement, if anything does. */
  next(statement: string): Fault | undefined {
    const fault = this.#left.find(({ matches }) => new RegExp(matches).test(statement));
    if (fault === undefined) return undefined;
    this.#left = this.#left.flatMap((each) =>
      each !== fault ? [each] : each.times > 1 ? [{ ...each, times: each.times - 1 }] : [],
    );
    return fault;
  }
}
