import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ROOT } from '../../support/stemma.ts';

const FOLDER = join(ROOT, 'test/cluster');
const LOCK = join(FOLDER, '.installing');
/** Milliseconds that another process may take to install it. */
const PATIENCE = 300_000;

const isInstalled = (): boolean => {
  try {
    createRequire(join(FOLDER, 'package.json')).resolve('chdb');
    return existsSync(join(FOLDER, 'node_modules/@chdb'));
  } catch {
    return false;
  }
};

/** Installs the engine on first use; why it is not there, or undefined. */
async function install(): Promise<string | undefined> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    if (isInstalled()) return undefined;
    try {
      mkdirSync(LOCK);
      break;
    } catch {
      if (Date.now() > end) return `another process has been installing chdb for too long (${LOCK})`;
      await pause(500);
    }
  }
  try {
    spawnSync('npm', ['ci', '--prefix', FOLDER], { cwd: FOLDER, stdio: 'ignore', timeout: PATIENCE });
    return isInstalled()
      ? undefined
      : 'chdb, the ClickHouse engine of these tests, can not be installed here';
  } finally {
    rmdirSync(LOCK);
  }
}

/** Why there is no ClickHouse engine to test with, or undefined where there is one. */
export const engineMissing: string | undefined = await install();
