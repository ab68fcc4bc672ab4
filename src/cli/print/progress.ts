import { SingleBar } from 'cli-progress';
import { visible } from '../../model/text.ts';

/** What a stage counts: how many are done in a second is told of all but steps. */
export type Unit = 'bytes' | 'alerts' | 'rules' | 'steps';

/** A progress bar on standard error; prints nothing unless that is a terminal. */
export interface Progress {
  /** A stage of so many, or of nobody knows how many. */
  start(total: number | undefined, unit: Unit, label: string): void;
  advance(by: number, label?: string): void;
  stop(): void;
}

const SILENT: Progress = { start: () => {}, advance: () => {}, stop: () => {} };

/** Bar for one stage after another; silent with `quiet` or where nobody is watching. */
export function progressBar(quiet: boolean, stream: NodeJS.WriteStream = process.stderr): Progress {
  if (quiet || stream.isTTY !== true) return SILENT;
  let bar: SingleBar | undefined;
  let [unit, done, label, began] = ['steps' as Unit, 0, '', 0];
  let total: number | undefined;
  const shown = (): Record<string, string> => ({
    label: visible(label),
    pace: paceOf(unit, done, total, (performance.now() - began) / 1000),
  });
  return {
    start: (all, counted, first) => {
      bar?.stop();
      [unit, done, label, began] = [counted, 0, first, performance.now()];
      total = all === undefined ? undefined : Math.max(1, all);
      bar = new SingleBar({
        stream,
        format: all === undefined ? '{label}{pace}' : '{bar} {percentage}%{pace} {label}',
        clearOnComplete: true,
        hideCursor: true,
        barsize: 24,
      });
      bar.start(total ?? 1, 0, shown());
    },
    advance: (by, next = label) => {
      done += by;
      label = next;
      bar?.update(Math.min(done, total ?? 0), shown());
    },
    stop: () => bar?.stop(),
  };
}

/** Counts steps of one stage, whose number is told with the first. */
export function countSteps(bar: Progress): (of: number, label: string) => void {
  let started = false;
  return (of, label) => {
    if (started) bar.advance(1, label);
    else bar.start(of, 'steps', label);
    started = true;
  };
}

/** After so many seconds there is something to tell. */
const SETTLED = 1;

/** How fast it goes and how long it will take, as ` 12 MB/s, 1:05 left`; nothing in the beginning. */
export function paceOf(unit: Unit, done: number, total: number | undefined, seconds: number): string {
  if (seconds < SETTLED || done <= 0) return '';
  const rate = done / seconds;
  const speed =
    unit === 'steps'
      ? ''
      : unit === 'bytes'
        ? ` ${(rate / 1e6).toFixed(rate < 1e7 ? 1 : 0)} MB/s`
        : ` ${rate.toFixed(rate < 10 ? 1 : 0)} ${unit}/s`;
  if (total === undefined) return speed;
  const left = duration((Math.max(0, total - done) * seconds) / done);
  return `${speed}${speed === '' ? '' : ','} ${left} left`;
}

const two = (number: number): string => String(number).padStart(2, '0');

/** Seconds as 0:07, 12:00 or 3:25:09. */
function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
