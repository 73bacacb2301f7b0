// Deadlines of a running portal: never early, soon after, and judged by the clock and not by a timer.
import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { forEachEngine } from '../contract/engines.ts';
import { test } from '../helpers/attempts.ts';
import { FakeClock } from '../helpers/clock.ts';
import { TestPortal } from '../helpers/portal.ts';
import { assertWithin } from '../helpers/promptness.ts';
import { makeSpec } from '../helpers/prompts.ts';

interface Shown {
  readonly prompt: { readonly status: string; readonly remaining_ms: number | null };
}

forEachEngine((under) => {
  test('when the clock jumps past a deadline, as after a suspend, then the prompt times out within about 1 s', async (t) => {
    const clock = new FakeClock();
    const portal = await TestPortal.start(t, under, { clock });
    await assertWithin(1_300, async () => {
      const { asker } = await portal.ask(makeSpec({ timeout_ms: 3_600_000 }));
      const { asker: saved } = await portal.ask(makeSpec({ timeout_ms: 3_600_000, fallback: 'staging' }));
      const woken = performance.now();
      clock.advance(5_000_000);
      const [{ outcome }, { outcome: applied }] = await Promise.all([asker.heard('settled'), saved.heard('settled')]);
      const took = performance.now() - woken;
      assert.deepEqual(
        [outcome.status, outcome.by, outcome.values, outcome.fallback],
        ['timeout', 'deadline', [], false],
      );
      assert.deepEqual([applied.status, applied.values, applied.fallback], ['timeout', ['staging'], true]);
      assert.equal(outcome.elapsed_ms, 5_000_000);
      return took;
    });
  });

  test('when one deadline passes, then a prompt that is due 1 ms later stays open', async (t) => {
    const clock = new FakeClock();
    const portal = await TestPortal.start(t, under, { clock });
    const due = await portal.ask(makeSpec({ timeout_ms: 10_000 }));
    const later = await portal.ask(makeSpec({ timeout_ms: 10_001 }));
    clock.advance(10_000);
    assert.equal((await due.asker.heard('settled')).outcome.elapsed_ms, 10_000);
    const { body } = await portal.get<Shown>(`/api/prompts/${later.id}`);
    assert.deepEqual([body.prompt.status, body.prompt.remaining_ms], ['open', 1]);
    clock.advance(1);
    assert.equal((await later.asker.heard('settled')).outcome.elapsed_ms, 10_001);
  });

  test('when an answer comes after the deadline but before any timer, then it is refused with the timeout', async (t) => {
    const clock = new FakeClock();
    const portal = await TestPortal.start(t, under, { clock });
    const { id, asker } = await portal.ask(makeSpec({ timeout_ms: 60_000 }));
    const tab = await portal.openTab(id);
    await tab.view();
    clock.advance(60_000);
    const refused = await tab.request({ type: 'answer', answer: { values: ['staging'] } });
    assert.ok(refused.type === 'refused');
    assert.deepEqual(
      [refused.reason, refused.outcome?.status, refused.outcome?.by],
      ['settled', 'timeout', 'deadline'],
    );
    assert.deepEqual((await asker.heard('settled')).outcome, refused.outcome);
  });

  test('when an answer comes 1 ms before the deadline, then it counts', async (t) => {
    const clock = new FakeClock();
    const portal = await TestPortal.start(t, under, { clock });
    const { id } = await portal.ask(makeSpec({ timeout_ms: 60_000 }));
    const tab = await portal.openTab(id);
    clock.advance(59_999);
    assert.equal((await tab.request({ type: 'answer', answer: { values: ['staging'] } })).type, 'accepted');
  });

  test('when the wall clock steps by two hours, then no deadline moves', async (t) => {
    const clock = new FakeClock();
    const portal = await TestPortal.start(t, under, { clock });
    const { id, asker } = await portal.ask(makeSpec({ timeout_ms: 60_000 }));
    for (const step of [7_200_000, -14_400_000]) {
      clock.stepWall(step);
      const { body } = await portal.get<Shown>(`/api/prompts/${id}`);
      assert.deepEqual([body.prompt.status, body.prompt.remaining_ms], ['open', 60_000]);
    }
    clock.advance(60_000);
    assert.equal((await asker.heard('settled')).outcome.elapsed_ms, 60_000);
  });

  test('when a deadline is moved, then the old one passes without a trace and the new one counts', async (t) => {
    const clock = new FakeClock();
    const portal = await TestPortal.start(t, under, { clock });
    const { id, asker } = await portal.ask(makeSpec({ timeout_ms: 10_000 }));
    await portal.post(`/api/prompts/${id}/extend`, { request_id: 'r1', by_ms: 5_000 });
    const witness = await portal.ask(makeSpec({ timeout_ms: 10_000 }));
    clock.advance(10_000);
    await witness.asker.heard('settled');
    assert.equal((await portal.get<Shown>(`/api/prompts/${id}`)).body.prompt.remaining_ms, 5_000);
    clock.advance(5_000);
    const { outcome } = await asker.heard('settled');
    assert.deepEqual([outcome.elapsed_ms, outcome.extended_ms], [15_000, 5_000]);
  });

  test('when prompts run by the real clock, then each times out after its deadline and not before, and soon', async (t) => {
    const portal = await TestPortal.start(t, under);
    const timeouts = [1_000, 1_050, 1_200, 1_200, 1_500];
    await assertWithin(250, async () => {
      const late = await Promise.all(
        timeouts.map(async (timeout_ms) => {
          const { asker } = await portal.ask(makeSpec({ timeout_ms }));
          return (await asker.heard('settled')).outcome.elapsed_ms - timeout_ms;
        }),
      );
      assert.ok(Math.min(...late) >= 0, `never early: ${late} ms late`);
      return Math.max(...late);
    });
  });
});
