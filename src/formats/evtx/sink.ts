import { ESCAPE_TABLE_BYTES, type Escapes } from './escapes.ts';
import { EvtxFault } from './fault.ts';
import type { Step } from './json-program.ts';
import { AT, type Machine } from './machine/machine.ts';
import { Programs, STEP_BYTES } from './machine/programs.ts';

const TOO_FAR = 'expands too far';
const LENGTH = AT.length >> 2;
const LIMIT = AT.limit >> 2;

/** Bytes that a UTF-16 code unit takes, and the most that it can become: `\u0000`, `&quot;`. */
const UNIT_BYTES = 2 + 6;

/** Where the values of an instance lie in the machine's memory. */
interface ValueTable {
  readonly table: number;
  readonly count: number;
}

const address = ({ index }: Escapes): number => AT.escapes + index * ESCAPE_TABLE_BYTES;

/**
 * UTF-8 text in the machine's memory, up to a limit; what goes beyond it throws EvtxFault. What it is made of lies in that
 * memory, too: a chunk, at its offsets.
 */
export class Sink {
  readonly machine: Machine;
  readonly #programs: Programs;
  readonly #bytes: Buffer;
  readonly #words: Int32Array;

  constructor(machine: Machine) {
    this.machine = machine;
    this.#programs = new Programs(machine);
    this.#bytes = machine.bytes;
    this.#words = machine.words;
    this.clear();
  }

  /** Where the text ends; set it back to take back what came after. */
  get length(): number {
    return this.#words[LENGTH] as number;
  }

  set length(length: number) {
    this.#words[LENGTH] = length;
  }

  /** Begins anew. */
  clear(): void {
    this.length = AT.text;
  }

  /** Puts a chunk in the place of the last one. */
  load(chunk: Uint8Array): Buffer {
    return this.machine.load(chunk);
  }

  /** The text from `start` on, until the next change. */
  written(start: number = AT.text): Buffer {
    return this.#bytes.subarray(start, this.length);
  }

  /** One ASCII character by its code. */
  code(code: number): void {
    const to = this.length;
    this.#bytes[to] = code;
    this.#end(to + 1);
  }

  /** Text of nothing but ASCII characters. */
  ascii(text: string): void {
    let to = this.length;
    for (let index = 0; index < text.length; index += 1) this.#bytes[to++] = text.charCodeAt(index);
    this.#end(to);
  }

  /** Bytes that are UTF-8 already. */
  copy(source: Uint8Array): void {
    const to = this.length;
    this.#reserve(source.length);
    this.#bytes.set(source, to);
    this.length = to + source.length;
  }

  /** Any text, escaped. */
  text(text: string, escapes: Escapes): void {
    this.#reserve(text.length * UNIT_BYTES);
    // Its code units lie beyond the most that can come of them.
    const at = this.length + text.length * (UNIT_BYTES - 2);
    this.utf16(at, at + this.#bytes.write(text, at, 'utf16le'), escapes);
  }

  /** UTF-16LE code units, escaped; half a unit at the end is left out. */
  utf16(start: number, end: number, escapes: Escapes): void {
    this.#end(this.machine.code.text(start, end, this.length, address(escapes)));
  }

  /** Bytes in hex, in upper case. */
  hexBytes(start: number, end: number): void {
    this.#end(this.machine.code.hexBytes(start, end, this.length));
  }

  /** A value of a type that is common and of the size that the type has: false, where it is not, and nothing is written. */
  value(type: number, start: number, end: number, escapes: Escapes): boolean {
    return this.#isEnd(this.machine.code.value(type, start, end, this.length, address(escapes)));
  }

  /** The same as JSON. */
  json(type: number, start: number, end: number, escapes: Escapes): boolean {
    return this.#isEnd(this.machine.code.json(type, start, end, this.length, address(escapes)));
  }

  /**
   * Runs a program from a step on. Gives the number of the step whose value or closer look it left to the caller, which is
   * to go on with the next; how many steps there are, when it is done.
   */
  run(program: readonly Step[], from: number, values: ValueTable, escapes: Escapes): number {
    const { start, end } = this.#programs.place(program);
    const isOpen = from > 0 && program[from - 1]?.kind === 'attribute' ? 1 : 0;
    const at = start + from * STEP_BYTES;
    const stop = this.machine.code.run(at, end, values.table, values.count, address(escapes), isOpen);
    if (stop === 0) throw new EvtxFault(TOO_FAR);
    this.#end(this.length);
    return (stop - start) / STEP_BYTES;
  }

  #isEnd(end: number): boolean {
    if (end !== 0) this.#end(end);
    return end !== 0;
  }

  #end(end: number): void {
    if (end > (this.#words[LIMIT] as number)) throw new EvtxFault(TOO_FAR);
    this.length = end;
  }

  #reserve(count: number): void {
    if (this.length + count > (this.#words[LIMIT] as number)) throw new EvtxFault(TOO_FAR);
  }
}
