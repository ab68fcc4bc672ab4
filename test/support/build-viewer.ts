import { execFileSync } from 'node:child_process';

/** Bundles the viewer before the tests, so that they run on the source as it is. */
export default function buildViewer(): void {
  execFileSync('npm', ['run', '--silent', 'build:viewer'], { stdio: ['ignore', 'inherit', 'inherit'] });
}
