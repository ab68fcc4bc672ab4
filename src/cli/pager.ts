import { spawn } from 'node:child_process';

/** What is known of standard output. */
interface Screen {
  readonly isTTY?: boolean | undefined;
  readonly rows?: number | undefined;
}

/** What is there without being asked for: nothing of use on Windows. */
const DEFAULT_PAGER = process.platform === 'win32' ? '' : 'less';

/** Options of `less`: colours, and no stop where all fits after all. */
const LESS = 'FRX';

/**
 * Shows a text through the user's pager ($PAGER, else less) where standard output is a terminal and the text is longer
 * than its screen. Returns whether it was shown: false where there is nothing to page, or no pager.
 */
export async function showPaged(
  text: string,
  screen: Screen = process.stdout,
  env: NodeJS.ProcessEnv = process.env,
): Promise<boolean> {
  const pager = env.PAGER ?? DEFAULT_PAGER;
  if (screen.isTTY !== true || pager.trim() === '' || pager === 'cat') return false;
  if (text.split('\n').length <= (screen.rows ?? 24)) return false;
  const restore = leaveInterrupts();
  const shown = new Promise<boolean>((resolve) => {
    const child = spawn(pager, {
      shell: true,
      stdio: ['pipe', 'inherit', 'inherit'],
      env: { ...env, LESS: env.LESS ?? LESS },
    });
    child.on('error', () => resolve(false));
    // The shell says so where there is no such program.
    child.on('close', (status) => resolve(status !== 127 && status !== 9009));
    // Whoever leaves the pager early has seen enough.
    child.stdin.on('error', () => {});
    child.stdin.end(text);
  });
  return shown.finally(restore);
}

/** Lets a child alone act on Ctrl-C, as a pager does, until the function that is returned is called. */
function leaveInterrupts(): () => void {
  const listeners = process.listeners('SIGINT');
  const ignore = (): void => {};
  process.removeAllListeners('SIGINT').on('SIGINT', ignore);
  return () => {
    process.off('SIGINT', ignore);
    for (const listener of listeners) process.on('SIGINT', listener);
  };
}
