import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileWildcard } from '../../src/eql/pattern.ts';
import { compileRegex } from '../../src/eql/regex-automaton.ts';
import { parseRegex } from '../../src/eql/regex-syntax.ts';
import { compareCodePoints, foldAscii } from '../../src/eql/text.ts';

const value = fc
  .array(fc.constantFrom('a', 'b', '😀', '\n', 'é'), { maxLength: 12 })
  .map((parts) => parts.join(''));
const MEGABYTE = 1_000_000;

test('a wildcard pattern matches what the same regular expression matches', () => {
  const pattern = fc
    .array(fc.constantFrom('a', 'b', '😀', '*', '?', '*'), { maxLength: 8 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(pattern, value, (wildcard, text) => {
      const oracle = new RegExp(`^(?:${wildcard.replaceAll('?', '.').replaceAll('*', '.*')})$`, 'su');
      expect(compileWildcard(wildcard)(text)).toBe(oracle.test(text));
    }),
    { numRuns: 20_000 },
  );
});

test('the automaton matches what the RegExp of the same text matches', () => {
  const atom = fc.constantFrom('a', 'b', '😀', '.', '[ab]', '[^a]', '[a-b😀]', '\\w', '\\D');
  const pattern = fc.letrec<{ any: string }>((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      atom,
      fc.tuple(tie('any'), tie('any')).map((parts) => parts.join('')),
      fc.tuple(tie('any'), tie('any')).map((parts) => `(${parts.join('|')})`),
      fc
        .tuple(tie('any'), fc.constantFrom('*', '+', '?', '{2}', '{1,}', '{0,2}'))
        .map(([item, times]) => `(${item})${times}`),
    ),
  })).any;
  fc.assert(
    fc.property(pattern, value, (source, text) => {
      const matches = compileRegex(parseRegex(source, false));
      const oracle = new RegExp(`^(?:${source})$`, 'su');
      expect(matches(text)).toBe(oracle.test(text));
      expect(matches(text)).toBe(oracle.test(text));
    }),
    { numRuns: 10_000 },
  );
});

test.each(['*a*a*a*a*a*a*a*a*a*b', '*a?a*a?a*a?b', 'a*?a?a?a?a?a?c', '*aaaaaaaaaaaaaaaab*'])(
  'a hostile megabyte does not slow %s down',
  (wildcard) => {
    const matches = compileWildcard(wildcard);
    const start = performance.now();
    expect(matches('a'.repeat(MEGABYTE))).toBe(false);
    expect(performance.now() - start).toBeLessThan(1000);
  },
);

test.each([
  '(a+)+b',
  '(a|a)*b',
  '.*a.*a.*a.*a.*b',
  '(.*)*c',
  '.*a.{12}b',
  '(a?){20}a{20}c',
  '(a|b)*a(a|b){14}c',
])('a hostile megabyte does not slow the regular expression %s down', (source) => {
  const matches = compileRegex(parseRegex(source, false));
  const start = performance.now();
  expect(matches('a'.repeat(MEGABYTE))).toBe(false);
  expect(matches('aad'.repeat(MEGABYTE / 3))).toBe(false);
  expect(performance.now() - start).toBeLessThan(5000);
});

test('an automaton that outgrows its memory still answers', () => {
  const matches = compileRegex(parseRegex('(a|b)*a(a|b){60}', false));
  let seed = 1;
  const letters = Array.from({ length: 50_000 }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % 2 === 0 ? 'a' : 'b';
  }).join('');
  expect(matches(`${letters}a${letters.slice(0, 60)}`)).toBe(true);
  expect(matches(`${letters}b${letters.slice(0, 60)}`)).toBe(false);
});

test('folding touches A-Z alone', () => {
  expect(foldAscii('AZaz[É İKſ\u212a')).toBe('azaz[É İkſ\u212a');
});

test('texts are ordered as their UTF-8 bytes', () => {
  const any = fc.array(fc.constantFrom('a', '\0', '\ud7ff', '\ue000', '\uffff', '😀', '𐀀', '\u{10ffff}'), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(any, any, (left, right) => {
      const [a, b] = [left.join(''), right.join('')];
      expect(Math.sign(compareCodePoints(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
    { numRuns: 5000 },
  );
});
