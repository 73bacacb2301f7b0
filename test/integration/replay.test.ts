// Row 18: double clicks, two tabs and replays. The first decision stands; a repeat gets the same reply.
import assert from 'node:assert/strict';
import type { Outcome } from '../../src/core/prompt.ts';
import { forEachEngine } from '../contract/engines.ts';
import { test } from '../helpers/attempts.ts';
import { TestPortal } from '../helpers/portal.ts';

interface Verdict {
  readonly accepted?: boolean;
  readonly error?: string;
  readonly outcome: Outcome | null;
}

const answer = (value: string, request_id: string) => ({ request_id, answer: { values: [value] } });

forEachEngine((under) => {
  test('row 18: when the same HTTP answer comes twice, then the same reply; another is refused with the winner', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id, asker } = await portal.ask();
    const path = `/api/prompts/${id}/answer`;
    const first = await portal.post<Verdict>(path, answer('staging', 'r1'));
    assert.equal(first.status, 200);
    assert.deepEqual(await portal.post<Verdict>(path, answer('staging', 'r1')), first);
    for (const loser of [answer('production', 'r2'), answer('staging', 'r3')]) {
      const { status, body } = await portal.post<Verdict>(path, loser);
      assert.equal(status, 409);
      assert.equal(body.error, 'settled');
      assert.deepEqual(body.outcome, first.body.outcome);
    }
    const cancelled = await portal.post<Verdict>(`/api/prompts/${id}/cancel`, { request_id: 'r4' });
    assert.deepEqual([cancelled.status, cancelled.body.outcome], [409, first.body.outcome]);
    assert.deepEqual((await asker.heard('settled')).outcome, first.body.outcome);
    assert.equal(asker.told.filter(({ type }) => type === 'settled').length, 1);
    assert.equal(portal.journal().filter(({ type }) => type === 'outcome').length, 1);
  });

  test('row 18: when a tab repeats its answer, by a double click or from another tab, then accepted again and settled once', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id, asker } = await portal.ask();
    const [tab, other] = [await portal.openTab(id), await portal.openTab(id)];
    tab.answer('staging', 'r1');
    tab.answer('staging', 'r1');
    await tab.heard('accepted');
    await asker.heard('settled');
    const repeated = await other.request({ type: 'answer', answer: { values: ['staging'] } }, 'r1');
    assert.deepEqual(repeated, await tab.heard('accepted'));
    const verdicts = tab.told.filter((message) => message.type === 'accepted' || message.type === 'refused');
    assert.deepEqual(
      verdicts.map(({ type, request_id }) => [type, request_id]),
      [
        ['accepted', 'r1'],
        ['accepted', 'r1'],
      ],
    );
    assert.equal(asker.told.filter(({ type }) => type === 'settled').length, 1);
  });

  test('row 18: when many tabs answer at once, then one is accepted and all others are told who won', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id, asker } = await portal.ask();
    const tabs = await Promise.all(Array.from({ length: 8 }, () => portal.openTab(id)));
    const verdicts = await Promise.all(
      tabs.map((tab, index) => {
        const value = index % 2 ? 'staging' : 'production';
        return tab.request({ type: 'answer', answer: { values: [value] } }, `r${index}`);
      }),
    );
    const { outcome } = await asker.heard('settled');
    const winner = verdicts.findIndex(({ type }) => type === 'accepted');
    assert.deepEqual(outcome.values, [winner % 2 ? 'staging' : 'production']);
    for (const [index, verdict] of verdicts.entries()) {
      if (index === winner) continue;
      assert.ok(verdict.type === 'refused');
      assert.equal(verdict.reason, 'settled');
      assert.deepEqual(verdict.outcome, outcome);
    }
  });

  test('row 18: when an extension is repeated, then it is applied once', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id, asker } = await portal.ask();
    const path = `/api/prompts/${id}/extend`;
    for (let sent = 0; sent < 3; sent += 1) {
      const { status } = await portal.post(path, { request_id: 'r1', by_ms: 60_000 });
      assert.equal(status, 200);
    }
    const { extended_ms } = await asker.heard('sync');
    assert.equal(extended_ms, 60_000);
    const { body } = await portal.get<{ prompt: { remaining_ms: number } }>(`/api/prompts/${id}`);
    assert.ok(body.prompt.remaining_ms <= 120_000);
    // The records of extensions are written a moment later; those that wait are written at the end.
    await portal.portal.close();
    assert.equal(portal.journal().filter(({ type }) => type === 'extended').length, 1);
  });
});
