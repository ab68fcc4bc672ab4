import { EvtxFault } from '../fault.ts';
import type { Step } from '../json-program.ts';
import { AT, type Machine } from './machine.ts';

/** Six words, as `record.wat` tells. */
export const STEP_BYTES = 24;
const STEP_WORDS = STEP_BYTES / 4;

/** What a step does, by its number in `record.wat`. */
const KINDS: Readonly<Record<Step['kind'], number>> = { text: 0, slot: 1, attribute: 2, close: 3, look: 4 };

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Programs in the machine's memory. */
export class Programs {
  readonly #machine: Machine;
  readonly #places = new Map<readonly Step[], Place>();
  #free: number = AT.steps;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Where a program lies, until the next is asked for. */
  place(program: readonly Step[]): Place {
    return this.#places.get(program) ?? this.#put(program);
  }

  #put(program: readonly Step[]): Place {
    const start = this.#room(program);
    const end = start + program.length * STEP_BYTES;
    let text = end;
    const put = (bytes: Uint8Array): [at: number, length: number] => {
      this.#machine.bytes.set(bytes, text);
      text += bytes.length;
      return [text - bytes.length, bytes.length];
    };
    for (const [index, step] of program.entries())
      this.#machine.words.set(
        [...put(step.text), KINDS[step.kind], step.slot, ...put(step.otherText)],
        start / 4 + index * STEP_WORDS,
      );
    this.#free = (text + 3) & ~3;
    const place = { start, end };
    this.#places.set(program, place);
    return place;
  }

  /** Where there is room for a program; what lies there is given up where there is none. */
  #room(program: readonly Step[]): number {
    let bytes = program.length * STEP_BYTES;
    for (const { text, otherText } of program) bytes += text.length + otherText.length;
    if (this.#free + bytes + 8 > AT.text) {
      this.#places.clear();
      this.#free = AT.steps;
    }
    if (this.#free + bytes + 8 > AT.text) throw new EvtxFault('expands too far');
    return this.#free;
  }
}
