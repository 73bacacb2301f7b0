// Patterns of inputs: what they mean, and the texts that find those which run wild.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkAnswer } from '../../../src/core/answer.ts';
import { patternOf, probeTexts } from '../../../src/core/pattern.ts';
import { machineTime } from '../../../src/system/clock.ts';
import { boundedPatternTest } from '../../../src/system/pattern-test.ts';
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
    const bounded = boundedPatternTest(machineTime);
    return probeTexts(pattern, 1, 3_000).some((text) => bounded(pattern, text) === 'too_slow');
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

test('when a pattern is not judged in time, then the answer is refused for that', () => {
  const spec = makeSpec({ kind: 'input', pattern: 'a' });
  assert.equal(
    checkAnswer(spec, { values: [], text: 'a' }, () => 'too_slow'),
    'pattern_too_slow',
  );
});
