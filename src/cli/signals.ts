import { removeTempDirs } from '../analyze.ts';

/** Removes temporary files when the user or the system ends the program, which then dies of the signal (130, 143). */
export function cleanUpOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      // After the other listeners, such as the progress bar's. `process.exit` would wait for a query that still runs.
      setImmediate(() => {
        removeTempDirs();
        process.removeAllListeners(signal);
        process.kill(process.pid, signal);
      });
    });
  }
}
