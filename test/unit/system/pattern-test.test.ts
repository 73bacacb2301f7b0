// The bound on patterns: what is slow is stopped, and then left alone for a while.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { budgetedPatternTest, stoppedPatternTest } from '../../../src/system/pattern-test.ts';

const wild = `${'a'.repeat(3_000)}!`;

/** Takes a millisecond or so, and is never stopped. */
const CUBIC = 'a*a*a*b';
const cubicText = 'a'.repeat(120);

describe('the test that stops', () => {
  test('when a pattern is judged in time, then it says what the language says', () => {
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
      assert.equal(stoppedPatternTest(pattern, text), verdict, `${pattern} on ${JSON.stringify(text)}`);
  });

  test('when a pattern runs wild, then it is stopped, and what it ends on soon is judged right after that', () => {
    assert.equal(stoppedPatternTest('(a+)+', wild), 'too_slow');
    assert.equal(stoppedPatternTest('(a+)+', 'a'), 'matches');
  });
});

describe('the test with a budget', () => {
  function setUp() {
    const t = { now: 0, slow: [] as string[] };
    const judge = budgetedPatternTest(
      () => t.now,
      (pattern) => t.slow.push(pattern),
    );
    return Object.assign(t, { judge });
  }

  test('when short runs use up the budget of a pattern, then that is reported, and it recovers with time', () => {
    const t = setUp();
    const verdicts = Array.from({ length: 500 }, () => t.judge(CUBIC, cubicText));
    assert.deepEqual(verdicts.slice(0, 4), Array(4).fill('differs'), 'a handful is judged');
    assert.equal(verdicts.at(-1), 'too_slow');
    assert.deepEqual(t.slow, [CUBIC]);
    assert.equal(t.judge('a+', 'a'), 'matches', 'others are judged all the while');
    t.now = 10_000;
    assert.equal(t.judge(CUBIC, 'b'), 'matches');
  });

  test('when runs of a pattern are stopped, then each is reported until the budget is used up', () => {
    const t = setUp();
    assert.equal(t.judge('(a+)+', wild), 'too_slow');
    assert.equal(t.judge('(a+)+', 'a'), 'matches');
    for (let run = 0; run < 40; run += 1) assert.equal(t.judge('(a+)+', wild), 'too_slow');
    assert.equal(t.judge('(a+)+', 'a'), 'too_slow');
    assert.ok(t.slow.length > 1 && t.slow.length < 20, `${t.slow.length} of 41 ran`);
    t.now = 10_000;
    assert.equal(t.judge('(a+)+', 'a'), 'matches');
  });

  test('when a plain pattern judges a great many texts, then none is refused', () => {
    const t = setUp();
    const verdicts = new Set(Array.from({ length: 150 }, () => t.judge('\\d{1,5}', '12345')));
    assert.deepEqual([...verdicts], ['matches']);
  });
});
