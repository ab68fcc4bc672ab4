import { EvtxFault } from './fault.ts';
import { fixedSize, sidBytes, TYPE } from './value-types.ts';

type Visit = (start: number, end: number) => void;

/** Visits the items of an array whose items have a type: texts each end with a NUL, others have their size. */
export function eachItem(type: number, bytes: Buffer, start: number, end: number, visit: Visit): void {
  if (type === TYPE.string) eachText(bytes, start, end, 2, visit);
  else if (type === TYPE.ansi) eachText(bytes, start, end, 1, visit);
  else eachSized(type, bytes, start, end, visit);
}

function eachSized(type: number, bytes: Buffer, start: number, end: number, visit: Visit): void {
  for (let at = start; at < end; ) {
    const size = type === TYPE.sid && at + 8 <= end ? sidBytes(bytes, at) : (fixedSize(type) ?? end - at);
    if (at + size > end) throw new EvtxFault('an array ends within an item');
    visit(at, at + size);
    at += size;
  }
}

function eachText(bytes: Buffer, start: number, end: number, unit: number, visit: Visit): void {
  let from = start;
  for (let at = start; at + unit <= end; at += unit) {
    if (bytes[at] !== 0 || (unit === 2 && bytes[at + 1] !== 0)) continue;
    visit(from, at);
    from = at + unit;
  }
  if (from + unit <= end) visit(from, end);
}
