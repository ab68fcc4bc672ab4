import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a program took and said. */
export interface ProgramRun {
  readonly status: number | null;
  readonly seconds: number;
  /** Most memory that it held at once, in bytes; 0 where the system does not tell. */
  readonly peak: number;
  readonly stdout: string;
}

/** Runs a program to its end; undefined where there is none such. */
export async function runProgram(command: string, args: readonly string[]): Promise<ProgramRun | undefined> {
  const start = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let stdout = '';
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  let done = false;
  const closed = (once(child, 'close') as Promise<[number | null]>).finally(() => {
    done = true;
  });
  const missing = once(child, 'error').catch(() => undefined);
  let peak = 0;
  while (!done && child.pid !== undefined) {
    peak = Math.max(peak, peakOf(child.pid));
    await Promise.race([sleep(100), closed.catch(() => undefined)]);
  }
  if (child.pid === undefined) return void (await missing);
  const [status] = await closed;
  return { status, seconds: (performance.now() - start) / 1000, peak, stdout };
}

function peakOf(pid: number): number {
  try {
    return 1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
