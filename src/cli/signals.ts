import { removeTempDirs } from '../analyze.ts';

/** What ends work in good order. */
interface Stop {
  readonly controller: AbortController;
  /** What to tell the user meanwhile; undefined where the work can't end in good order now. */
  readonly notice: () => string | undefined;
}

let stop: Stop | undefined;

/**
 * Runs work that ends in good order when the user first presses Ctrl-C, by the signal that it is given; `notice` is what
 * it then says on standard error, or undefined while it can't, when the program ends at once, as it does the second time.
 */
export async function stoppable<T>(
  notice: () => string | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  stop = { controller, notice };
  try {
    return await work(controller.signal);
  } finally {
    stop = undefined;
  }
}

/** Whether the user was promised an end in good order just now. */
function endsInGoodOrder(): boolean {
  const said = stop === undefined || stop.controller.signal.aborted ? undefined : stop.notice();
  if (said === undefined) return false;
  process.stderr.write(`\nstemma: ${said}; Ctrl-C again stops now\n`);
  stop?.controller.abort();
  return true;
}

/** Removes temporary files when the user or the system ends the program, which then dies of the signal (130, 143). */
export function cleanUpOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const listener = (): void => {
      if (signal === 'SIGINT' && endsInGoodOrder()) return;
      process.off(signal, listener);
      // After the other listeners, such as the progress bar's. `process.exit` would wait for a query that still runs.
      setImmediate(() => {
        removeTempDirs();
        dieOf(signal);
      });
    };
    process.on(signal, listener);
  }
}

/** Ends the program as the signal would. */
export function dieOf(signal: NodeJS.Signals): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}
