// The bound on patterns: what is slow is stopped, and then left alone for a while.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { machineTime } from '../../../src/system/clock.ts';
import { boundedPatternTest } from '../../../src/system/pattern-test.ts';

const wild = `${'a'.repeat(3_000)}!`;

describe('the bounded test', () => {
  test('when a pattern is judged in time, then it says what the language says', () => {
    const bounded = boundedPatternTest(machineTime);
    for (const [pattern, text, verdict] of [
      ['\\d+', '12', 'matches'],
      ['\\d+', '12a', 'differs'],
      ['a|b', 'ab', 'differs'],
      ['\\p{L}{2}', 'éß', 'matches'],
      ['[\'"`$\\\\]+', '\'"`$\\', 'matches'],
      ['.', '\u2028', 'differs'],
      ['[\\s\\S]', '\u2028', 'matches'],
      ['.', '\ud800', 'matches'],
    ] as const)
      assert.equal(bounded(pattern, text), verdict, `${pattern} on ${JSON.stringify(text)}`);
  });

  test('when a pattern runs wild, then it is stopped, told of once, and not tried again for a second', () => {
    let now = 0;
    const slow: string[] = [];
    const bounded = boundedPatternTest(
      () => now,
      (pattern) => slow.push(pattern),
    );
    assert.equal(bounded('(a+)+', wild), 'too_slow');
    now = 999;
    assert.equal(bounded('(a+)+', 'a'), 'too_slow');
    assert.equal(bounded('a+', 'a'), 'matches', 'others are judged all the while');
    now = 1_000;
    assert.equal(bounded('(a+)+', 'a'), 'matches');
    assert.equal(bounded('(a+)+', wild), 'too_slow');
    assert.deepEqual(slow, ['(a+)+', '(a+)+']);
  });
});
