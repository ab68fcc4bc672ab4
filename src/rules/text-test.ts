import { compileWildcard } from '../eql/pattern.ts';
import type { MaybeTest } from '../model/reference.ts';

/** A test for a pattern with `*` and `?`, letter case aside; a text that is missing is none. */
export function textTest(pattern: string): MaybeTest {
  const test = compileWildcard(pattern.toLowerCase());
  return (text) => text !== null && test(text.toLowerCase());
}
