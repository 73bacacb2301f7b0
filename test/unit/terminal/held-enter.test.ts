// Enter that is held down, and Enter that is pressed again.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HeldEnter } from '../../../src/terminal/held-enter.ts';
import { FakeEnvironment } from '../web/fakes.ts';

/** How many answers come of Enter pressed at these moments: ms. */
function answersOf(...moments: readonly number[]): number {
  const environment = new FakeEnvironment();
  const enter = new HeldEnter(
    () => environment.clock.now(),
    (ms, run) => environment.after(ms, run),
  );
  let answers = 0;
  let before = 0;
  for (const at of moments) {
    environment.pass(at - before);
    before = at;
    enter.press(true);
    // The first one only picks.
    if (at !== moments[0])
      enter.answer(() => {
        answers += 1;
      });
  }
  environment.pass(5_000);
  return answers;
}

describe('HeldEnter', () => {
  for (const [what, delay, interval] of [
    ['X11', 500, 40],
    ['macOS', 375, 90],
    ['a fast keyboard', 200, 15],
  ] as const) {
    test(`when Enter is held down as on ${what}, then it answers nothing`, () => {
      const repeats = Array.from({ length: 30 }, (_, index) => 1_000 + delay + index * interval);
      assert.equal(answersOf(1_000, ...repeats), 0);
    });
  }

  test('when Enter is pressed again, then it answers', () => {
    assert.deepEqual([answersOf(1_000, 1_200), answersOf(1_000, 1_500), answersOf(1_000, 4_000)], [1, 1, 1]);
  });
});
