import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../support/stemma.ts';
import type { Fault } from '../engine/fault.ts';

/** A ClickHouse engine in a process of its own, with a folder of its own. */
export interface Engine extends AsyncDisposable {
  readonly url: string;
  /** Lets something go wrong later. */
  fault(fault: Fault): void;
  /** Ends the process at once, as a power cut does. */
  kill(): Promise<void>;
}

/** How an engine is started. */
export interface EngineOptions {
  /** Where its data is kept; a temporary folder by default. */
  readonly folder?: string | undefined;
  /** Whom it asks for; anybody by default. */
  readonly account?: { readonly user: string; readonly password: string } | undefined;
  /** Files of a certificate and its key, for TLS. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
}

/** Starts an engine. */
export async function startEngine({ folder, account, tls }: EngineOptions = {}): Promise<Engine> {
  const data = folder ?? mkdtempSync(join(tmpdir(), 'stemma-engine-'));
  const args = account === undefined ? [] : [account.user, account.password];
  const child: ChildProcess = spawn(
    process.execPath,
    [
      '--import',
      `${ROOT}node_modules/tsx/dist/loader.mjs`,
      `${ROOT}test/cluster/engine/serve.ts`,
      data,
      ...args,
    ],
    {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, ...(tls === undefined ? {} : { ENGINE_CERT: tls.cert, ENGINE_KEY: tls.key }) },
    },
  );
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    fault: (fault) => child.send(fault),
    kill,
    [Symbol.asyncDispose]: async () => {
      await kill();
      if (folder === undefined) rmSync(data, { recursive: true, force: true });
    },
  };
}
