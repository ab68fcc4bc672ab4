import { SingleBar } from 'cli-progress';
import { visible } from '../../model/text.ts';

/** A progress bar on standard error; prints nothing unless that is a terminal. */
export interface Progress {
  start(total: number, label: string): void;
  advance(by: number, label?: string): void;
  stop(): void;
}

/** Bar for one stage after another; silent with `quiet` or where nobody is watching. */
export function progressBar(quiet: boolean): Progress {
  if (quiet || process.stderr.isTTY !== true) return { start: () => {}, advance: () => {}, stop: () => {} };
  const bar = new SingleBar({
    stream: process.stderr,
    format: '{bar} {percentage}% {label}',
    clearOnComplete: true,
    hideCursor: true,
    barsize: 24,
  });
  return {
    start: (total, label) => bar.start(Math.max(1, total), 0, { label: visible(label) }),
    advance: (by, label) => bar.increment(by, label === undefined ? {} : { label: visible(label) }),
    stop: () => bar.stop(),
  };
}
