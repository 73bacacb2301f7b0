// Nobody answers: never early, and late only by what a machine needs.
import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, makeHome } from '../helpers/choice.ts';
import { assertWithin } from '../helpers/promptness.ts';
import { poseInProcess } from '../helpers/question.ts';
import { openTab } from '../helpers/tab.ts';

/** What the command itself may take beside its deadline, on a busy machine: ms. */
const WAIT_TIMEOUT_MS = 3_000;

describe('a deadline', { concurrency: true }, () => {
  const cases = [
    { flags: [], exitCode: 124, printed: /^timeout\n$/, said: /nobody answered within 2(\.\d)? s/ },
    { flags: ['--fallback', 'b'], exitCode: 0, printed: /^b\n$/, said: /the fallback "b" was used/ },
    { flags: ['--json'], exitCode: 124, printed: /"status":"timeout"/, said: /nobody answered/ },
  ];
  for (const { flags, exitCode, printed, said } of cases) {
    test(`when no tab was ever opened with --timeout 2 ${flags.join(' ')}, then it ends after 2 s with ${exitCode}`, async (t) => {
      const started = performance.now();
      const asker = await poseInProcess(makeHome(t), ['ask', '--timeout', '2', ...flags, 'Pick one', 'a', 'b']);
      const registered = performance.now();
      const { code, stdout, stderr } = await asker.exit;
      const ended = performance.now();
      assert.equal(code, exitCode);
      assert.match(stdout, printed);
      assert.match(stderr, said);
      assert.ok(ended - started >= 2_000, `never early: ${ended - started} ms`);
      assert.ok(ended - registered < 2_250 + WAIT_TIMEOUT_MS, `${ended - registered} ms`);
    });
  }

  test('when the deadline is 2 s, then the portal settles 2.0 to 2.25 s after the registration', async (t) => {
    const home = makeHome(t);
    await assertWithin(2_250, async () => {
      const askers = await Promise.all(
        ['1', '2', '2', '3'].map((timeout) => ask(home, ['--json', '--timeout', timeout, 'Pick one', 'a', 'b'])),
      );
      const ends = await Promise.all(askers.map(({ exit }) => exit));
      const took = ends.slice(1, 3).flatMap(({ stdout }) => {
        const { opened_at, settled_at, elapsed_ms } = JSON.parse(stdout);
        // By the wall clock; both moments are cut to whole milliseconds.
        const apart = settled_at - opened_at;
        assert.ok(elapsed_ms >= 2_000 && apart >= 1_999, `never early: ${elapsed_ms} ms, ${apart} ms`);
        return [elapsed_ms, apart];
      });
      return Math.max(...took);
    });
  });

  test('when a tab watches, then it hears of the timeout and of the delivery', async (t) => {
    const asker = await poseInProcess(makeHome(t), ['ask', 'Pick one', 'a', 'b']);
    const tab = await openTab(asker.link);
    await tab.hasten();
    const deadline = await tab.measureDeadline();
    const status = await tab.settled();
    assert.ok(performance.now() >= deadline - 5, 'never early');
    assert.equal(status.outcome?.status, 'timeout');
    await tab.delivery('delivered');
    assert.equal((await asker.exit).code, 124);
  });

  test('when --timeout none is given, then there is no deadline anywhere', async (t) => {
    const asker = await poseInProcess(makeHome(t), ['ask', '--timeout', 'none', 'Pick one', 'a', 'b']);
    assert.match((await asker.said(/Pick one.*/))[0], /no deadline/);
    const tab = await openTab(asker.link);
    const { remaining_ms, spec, max_remaining_ms } = await tab.look();
    assert.deepEqual([remaining_ms, spec.timeout_ms, max_remaining_ms], [null, null, null]);
    tab.answer('a');
    assert.equal((await asker.exit).stdout, 'a\n');
  });

  test('when no timeout is given, then it is 5 minutes', async (t) => {
    const asker = await poseInProcess(makeHome(t), ['ask', 'Pick one', 'a', 'b']);
    const tab = await openTab(asker.link);
    const { remaining_ms, spec } = await tab.look();
    assert.equal(spec.timeout_ms, 300_000);
    assert.ok(remaining_ms !== null && remaining_ms <= 300_000 && remaining_ms > 270_000);
  });
});
