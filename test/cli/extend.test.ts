// Moving a deadline: every surface follows, and the bounds hold against messages that no page would send.
import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, type Home, makeHome, readDashboard } from '../helpers/choice.ts';
import { assertWithin } from '../helpers/promptness.ts';
import { poseInProcess } from '../helpers/question.ts';
import {
  assertNear,
  type Bounds,
  boundsOf,
  callApi,
  nextRequestId,
  openSession,
  openTab,
  Tab,
} from '../helpers/tab.ts';

const MINUTE = 60_000;

/** The deadline of the only open prompt as the dashboard lists it. */
async function listedDeadline(home: Home): Promise<Bounds> {
  const began = performance.now();
  const listed = await readDashboard(home);
  const ended = performance.now();
  const { remaining_ms = null } = listed[0] ?? assert.fail('nothing is listed');
  return boundsOf(remaining_ms ?? assert.fail('it is listed without a deadline'), began, ended);
}

describe('two tabs of one prompt', { concurrency: true }, () => {
  test('when they show the time left, then they agree within 100 ms', async (t) => {
    const asker = await poseInProcess(makeHome(t), ['ask', '--timeout', '60', 'Pick one', 'a', 'b']);
    const [first, second] = await Promise.all([openTab(asker.link), openTab(asker.link)]);
    assertNear(await first.boundDeadline(), await second.boundDeadline());
  });

  test('when one extends, then the other, the asker and the dashboard follow', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--json', '--timeout', '60', 'Pick one', 'a', 'b']);
    const [first, second] = await Promise.all([openTab(asker.link), openTab(asker.link)]);
    const before = await first.boundDeadline();
    assert.equal((await first.request({ type: 'extend', by_ms: MINUTE })).type, 'accepted');
    await second.view(({ remaining_ms }) => (remaining_ms ?? 0) > MINUTE);
    assertNear(await second.boundDeadline(), before, MINUTE);
    assertNear(await first.boundDeadline(), before, MINUTE);
    await asker.said(/the deadline was moved: \d/);
    assertNear(await listedDeadline(home), before, MINUTE);
    second.answer('a');
    const { extended_ms } = JSON.parse((await asker.exit).stdout);
    assert.equal(extended_ms, MINUTE);
  });

  for (const wanted of [10 * MINUTE, 20_000]) {
    test(`when one sets the time left to ${wanted / 1000} s, then the other, the asker and the dashboard follow`, async (t) => {
      const home = makeHome(t);
      const asker = await ask(home, ['--timeout', '60', 'Pick one', 'a', 'b']);
      const [first, second] = await Promise.all([openTab(asker.link), openTab(asker.link)]);
      const earliest = performance.now() + wanted;
      const verdict = await first.request({ type: 'update_timeout', remaining_ms: wanted });
      const latest = performance.now() + wanted;
      assert.equal(verdict.type, 'accepted');
      for (const tab of [first, second]) {
        assertNear(await tab.boundDeadline(), { earliest, latest });
      }
      await asker.said(/the deadline was moved: \d/);
      assertNear(await listedDeadline(home), { earliest, latest });
    });
  }

  test('when the deadline is taken away and given back, then both follow', async (t) => {
    const asker = await poseInProcess(makeHome(t), [
      'ask',
      '--timeout',
      '60',
      '--max-timeout',
      'none',
      'Pick one',
      'a',
      'b',
    ]);
    const [first, second] = await Promise.all([openTab(asker.link), openTab(asker.link)]);
    assert.equal((await first.request({ type: 'update_timeout', remaining_ms: null })).type, 'accepted');
    assert.equal((await second.look()).remaining_ms, null);
    await asker.said(/the deadline was moved: no deadline/);
    assert.equal((await second.request({ type: 'update_timeout', remaining_ms: MINUTE })).type, 'accepted');
    assertNear(await first.boundDeadline(), await second.boundDeadline());
  });

  test('when the extended deadline passes, then the command ends then and not before', async (t) => {
    const home = makeHome(t);
    await assertWithin(250, async () => {
      const asker = await ask(home, ['--json', '--timeout', '60', 'Pick one', 'a', 'b']);
      const tab = await openTab(asker.link);
      await tab.hasten(3_000);
      const before = await tab.boundDeadline(2);
      assert.equal((await tab.request({ type: 'extend', by_ms: 1_000 })).type, 'accepted');
      assertNear(await tab.boundDeadline(2), before, 1_000);
      const outcome = JSON.parse((await asker.exit).stdout);
      const { elapsed_ms, extended_ms } = outcome;
      // Both are rounded.
      const late = elapsed_ms - (MINUTE + extended_ms);
      assert.ok(late >= -1, `never early: ${late} ms, ${JSON.stringify(outcome)}`);
      return late;
    });
  });
});

/** Sends by WebSocket or HTTP what a page would not; gives the reason of the refusal, or null when it was accepted. */
async function plea(link: URL, by: 'WebSocket' | 'HTTP', change: object): Promise<string | null> {
  const id = link.pathname.split('/').pop() ?? '';
  const token = await openSession(link);
  if (by === 'HTTP') {
    const response = await callApi(link, token, `/api/prompts/${id}/extend`, {
      request_id: nextRequestId(),
      ...change,
    });
    return response.status === 200 ? null : ((await response.json()) as { error: string }).error;
  }
  const tab = await Tab.open(link, token, id);
  const verdict = await tab.request({ type: 'by_ms' in change ? 'extend' : 'update_timeout', ...change });
  tab.close();
  return verdict.type === 'refused' ? verdict.reason : null;
}

describe('bounds', { concurrency: true }, () => {
  for (const by of ['WebSocket', 'HTTP'] as const) {
    test(`when --no-extend is given, then every change by ${by} is refused`, async (t) => {
      const asker = await poseInProcess(makeHome(t), ['ask', '--timeout', '60', '--no-extend', 'Pick one', 'a', 'b']);
      const tab = await openTab(asker.link);
      const before = await tab.boundDeadline();
      for (const change of [{ by_ms: MINUTE }, { remaining_ms: 5_000 }, { remaining_ms: null }])
        assert.equal(await plea(asker.link, by, change), 'not_extendable');
      assertNear(await tab.boundDeadline(), before);
      assert.equal((await tab.look()).spec.extendable, false);
    });

    test(`when --max-timeout is given, then no change by ${by} moves the deadline beyond it`, async (t) => {
      const asker = await poseInProcess(makeHome(t), [
        'ask',
        '--timeout',
        '60',
        '--max-timeout',
        '90',
        'Pick one',
        'a',
        'b',
      ]);
      const tab = await openTab(asker.link);
      const before = await tab.boundDeadline();
      assert.equal(await plea(asker.link, by, { remaining_ms: null }), 'max_timeout');
      assert.equal(await plea(asker.link, by, { by_ms: MINUTE }), null, 'moved as far as it may');
      assertNear(await tab.boundDeadline(), before, 30_000);
      for (const change of [{ by_ms: 1_000 }, { remaining_ms: 10 * MINUTE }, { remaining_ms: null }])
        assert.equal(await plea(asker.link, by, change), 'max_timeout');
      assertNear(await tab.boundDeadline(), before, 30_000);
    });

    test(`when a change by ${by} makes no sense, then it is refused by name`, async (t) => {
      const asker = await poseInProcess(makeHome(t), ['ask', '--timeout', '60', 'Pick one', 'a', 'b']);
      const tab = await openTab(asker.link);
      const before = await tab.boundDeadline();
      for (const change of [{ by_ms: -MINUTE }, { by_ms: 1.5 }, { by_ms: 1e300 }, { remaining_ms: 'soon' }])
        assert.equal(await plea(asker.link, by, change), 'bad_message');
      assertNear(await tab.boundDeadline(), before);
    });
  }
});
