// Patterns of inputs: what they mean, and the texts that find those which run wild.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkAnswer } from '../../../src/core/answer.ts';
import { patternOf, probeTexts, testWhereSafe } from '../../../src/core/pattern.ts';
import { boundSteps } from '../../../src/core/pattern-cost.ts';
import { stoppedPatternTest } from '../../../src/system/pattern-test.ts';
import { makeSpec } from '../../helpers/prompts.ts';

describe('patternOf', () => {
  test('when the pattern is none, then it is null and nothing throws', () => {
    for (const broken of ['(', ')', 'a)|(?:b', '[', '*', '\\', '(?<n>', '\\p{Nonsense}', '{']) {
      assert.equal(patternOf(broken), null, broken);
    }
  });

  test('when it has anchors, classes and code points of its own, then they mean what they say', () => {
    assert.ok(patternOf('^a$')?.test('a'));
    assert.ok(patternOf('\\p{L}{2}')?.test('éß'));
    assert.ok(patternOf('.')?.test('😀'));
    assert.ok(!patternOf('a|b')?.test('ab'));
  });
});

describe('what tries a pattern', () => {
  const isWild = (pattern: string) => {
    return probeTexts(pattern, 1, 3_000).some((text) => stoppedPatternTest(pattern, text) === 'too_slow');
  };

  const wild = [
    '(a+)+',
    '(\\w+\\s?)*',
    '(a|a)*b',
    'v(\\d+)+',
    '([a-z]+)*@x',
    '(.*)*x',
    '((ab)+)+',
    '(x+x+)+y',
    '(é+)+',
    // Takes its time to compile, and that only for texts beyond Latin-1.
    `(?:(?:(?:${'\\p{L}{3}'.repeat(100)}){3}){3}){3}[^\\0-\\xff]`,
  ];
  for (const pattern of wild) {
    test(`when it is ${pattern}, then one of the texts finds it out`, () => assert.ok(isWild(pattern)));
  }

  const sane = [
    'v\\d+',
    '\\d+(\\.\\d+)*',
    '(?:[a-z]+-)+[a-z]+',
    '[^@\\s]+@[^@\\s]+\\.[a-z]{2,}',
    '(\\w+ )*\\w+',
    '.*a.*b.*',
    '\\p{L}+(?:, \\p{L}+)*',
    '(?=.*\\d)(?=.*[a-z]).{8,}',
    '\\d{4}-\\d\\d-\\d\\d|none',
  ];
  for (const pattern of sane) {
    test(`when it is ${pattern}, then all of them are judged in time`, () => assert.ok(!isWild(pattern)));
  }

  test('when there are bounds on the length, then the texts keep to them', () => {
    const lengths = (min: number, max: number) => probeTexts('v(\\d+)+', min, max).map(({ length }) => length);
    assert.ok(lengths(1, 10).every((length) => length <= 10));
    assert.ok(lengths(200, 300).every((length) => length >= 200 && length <= 300));
  });
});

describe('what a surface judges by itself', () => {
  const judged: [pattern: string, fits: string, differs: string][] = [
    ['v\\d+', 'v12', '12'],
    ['\\d+\\.\\d+\\.\\d+', '1.2.3', '1.2'],
    ['(?:\\d{1,3}\\.){3}\\d{1,3}', '127.0.0.1', '127.0.1'],
    ['[^@\\s]+@[^@\\s]+\\.[a-z]{2,}', 'ada@example.org', 'ada@example'],
    ['(?<year>\\d{4})-\\d\\d|none', 'none', 'nine'],
    ['\\p{Lu}\\u{61}?[)\\]]*', 'Éa)]', 'éa'],
    ['(ab)+c{0,2}', 'ababcc', 'aba'],
    ['(a|b)(c|d)', 'bd', 'bb'],
  ];
  for (const [pattern, fits, differs] of judged) {
    test(`when the pattern is ${pattern}, then it is judged at once`, () => {
      assert.equal(testWhereSafe(pattern, fits), 'matches');
      assert.equal(testWhereSafe(pattern, differs), 'differs');
    });
  }

  const left = [
    '(a+)+',
    '(a|a)*b',
    '(a|ab)(c|bcd)*',
    '(\\w+\\s?)*',
    '(x+x+)+y',
    '((ab)+)+',
    '(a{1,9}){1,99}b',
    '(?:a?){3000}a{3000}',
    '(a)\\1',
    '(?<n>a)\\k<n>',
    '(?=.*a).*',
    '(?<!a)b',
    'a*a*a*a*b',
    '.*.*.*=.*',
  ];
  const long = 'a'.repeat(3_000);
  for (const pattern of left) {
    test(`when the pattern is ${pattern}, then a long text is left to the portal`, () => {
      assert.ok(patternOf(pattern), 'it is a pattern');
      assert.equal(testWhereSafe(pattern, `${long}!`), 'matches');
    });
  }

  test('when a text is short enough for the pattern, then it is judged, and a longer one is not', () => {
    assert.equal(testWhereSafe('a*a*a*b', 'a'.repeat(20)), 'differs');
    assert.equal(testWhereSafe('a*a*a*b', 'a'.repeat(300)), 'matches');
  });

  test('when it cannot read a pattern, then that counts as endless', () => {
    for (const odd of ['(', 'a)', '(?i:a)', '\\']) assert.equal(boundSteps(odd, 1), Number.POSITIVE_INFINITY, odd);
  });

  test('when the bound allows it, then even the worst text takes less than a tenth of a second', () => {
    const start = process.cpuUsage();
    testWhereSafe('a*a*b', 'a'.repeat(1_000));
    testWhereSafe('.*b', 'a'.repeat(3_000));
    testWhereSafe('a*a*a*b', 'a'.repeat(50));
    assert.ok(process.cpuUsage(start).user < 300_000);
  });
});

test('when a pattern is not judged in time, then the answer is refused for that', () => {
  const spec = makeSpec({ kind: 'input', pattern: 'a' });
  assert.equal(
    checkAnswer(spec, { values: [], text: 'a' }, () => 'too_slow'),
    'pattern_too_slow',
  );
});
