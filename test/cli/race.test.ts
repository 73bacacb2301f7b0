// Who comes first: exactly one outcome, and whoever lost is told of it.
import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { describe } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from '../helpers/attempts.ts';
import { ask, eventually, makeHome, portalPid } from '../helpers/choice.ts';
import { answerByHttp, assertNear, callApi, openSession, openTab, Tab } from '../helpers/tab.ts';

describe('an answer after the deadline', { concurrency: true }, () => {
  test('when a tab sends it, then it is refused with the outcome that stands', async (t) => {
    const asker = await ask(makeHome(t), ['--fallback', 'a', 'Pick one', 'a', 'b']);
    const tab = await openTab(asker.link);
    await tab.hasten();
    await tab.settled();
    const verdict = await tab.request({ type: 'answer', answer: { values: ['b'] } });
    assert.ok(verdict.type === 'refused' && verdict.reason === 'settled');
    assert.equal(verdict.outcome?.status, 'timeout');
    assert.deepEqual(verdict.outcome?.values, ['a']);
    assert.equal((await asker.exit).stdout, 'a\n');
  });

  test('when it comes by HTTP, then it is refused with the outcome that stands', async (t) => {
    const asker = await ask(makeHome(t), ['Pick one', 'a', 'b']);
    const token = await openSession(asker.link);
    await (await Tab.open(asker.link, token, asker.id)).hasten();
    await asker.exit;
    const body = { request_id: 'late', answer: { values: ['b'] } };
    const response = await callApi(asker.link, token, `/api/prompts/${asker.id}/answer`, body);
    assert.equal(response.status, 409);
    const { error, outcome } = (await response.json()) as { error: string; outcome: { status: string } };
    assert.deepEqual([error, outcome.status], ['settled', 'timeout']);
  });

  test('when it meets a portal that slept through the deadline, then the clock decides and not the timer', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const tab = await openTab(asker.link);
    await tab.hasten();
    const deadline = await tab.measureDeadline(2);
    const pid = portalPid(home) ?? assert.fail('no portal');
    process.kill(pid, 'SIGSTOP');
    try {
      await delay(deadline - performance.now() + 10);
      tab.answer('b', 'late');
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    const refused = await tab.heard('refused');
    assert.deepEqual([refused.request_id, refused.outcome?.status], ['late', 'timeout']);
    const { code, stdout } = await asker.exit;
    assert.deepEqual([code, stdout], [124, 'timeout\n']);
  });
});

describe('two tabs at once', { concurrency: true }, () => {
  for (const round of [1, 2, 3, 4]) {
    test(`when both answer, then one is accepted and the other hears who won (round ${round})`, async (t) => {
      const asker = await ask(makeHome(t), ['Pick one', 'a', 'b']);
      const tabs = await Promise.all([openTab(asker.link), openTab(asker.link)]);
      const values = round % 2 === 0 ? ['a', 'b'] : ['b', 'a'];
      const verdicts = await Promise.all(
        tabs.map((tab, index) => tab.request({ type: 'answer', answer: { values: [values[index]] } })),
      );
      const winner = verdicts.findIndex(({ type }) => type === 'accepted');
      const loser = verdicts[1 - winner];
      assert.ok(loser?.type === 'refused' && loser.reason === 'settled');
      assert.deepEqual(loser.outcome?.values, [values[winner]]);
      assert.equal((await asker.exit).stdout, `${values[winner]}\n`);
      for (const tab of tabs) {
        const status = await tab.settled();
        assert.deepEqual(status.outcome, loser.outcome);
      }
    });
  }

  test('when one answers and one cancels in the same moment, then both learn of the same outcome', async (t) => {
    const asker = await ask(makeHome(t), ['Pick one', 'a', 'b']);
    const [first, second] = await Promise.all([openTab(asker.link), openTab(asker.link)]);
    const verdicts = await Promise.all([
      first.request({ type: 'answer', answer: { values: ['a'] } }),
      second.request({ type: 'cancel' }),
    ]);
    assert.deepEqual(verdicts.map(({ type }) => type).sort(), ['accepted', 'refused']);
    const { code } = await asker.exit;
    assert.equal(code, verdicts[0].type === 'accepted' ? 0 : 3);
  });
});

/** The verdicts that `tab` heard so far. */
function verdicts(tab: Tab): string[] {
  return tab.told.map(({ type }) => type).filter((type) => type === 'accepted' || type === 'refused');
}

describe('a repeated request', { concurrency: true }, () => {
  test('when an answer comes again under its id, from any tab, then the reply is the same', async (t) => {
    const asker = await ask(makeHome(t), ['Pick one', 'a', 'b']);
    const token = await openSession(asker.link);
    const tab = await Tab.open(asker.link, token, asker.id);
    tab.answer('a', 'once');
    tab.answer('a', 'once');
    await tab.delivery('delivered');
    tab.answer('a', 'once');
    await eventually(() => verdicts(tab).length === 3, 'the third reply');
    assert.deepEqual(verdicts(tab), ['accepted', 'accepted', 'accepted']);
    const other = await Tab.open(asker.link, token, asker.id);
    assert.equal((await other.request({ type: 'answer', answer: { values: ['a'] } }, 'once')).type, 'accepted');
    assert.equal((await asker.exit).stdout, 'a\n');
  });

  test('when an extension comes twice under its id, then the deadline moves once', async (t) => {
    const asker = await ask(makeHome(t), ['--timeout', '60', 'Pick one', 'a', 'b']);
    const tab = await openTab(asker.link);
    const before = await tab.boundDeadline();
    for (let time = 0; time < 2; time += 1) tab.send({ type: 'extend', request_id: 'once', by_ms: 60_000 });
    await eventually(() => verdicts(tab).length === 2, 'the second reply');
    assert.deepEqual(verdicts(tab), ['accepted', 'accepted']);
    const after = await tab.boundDeadline();
    assertNear(after, before, 60_000);
  });

  test('when a value is none of the options, then it is refused and the prompt stays open', async (t) => {
    const asker = await ask(makeHome(t), ['Pick one', 'a', 'b']);
    assert.equal((await answerByHttp(asker.link, 'c')).status, 422);
    const tab = await openTab(asker.link);
    for (const values of [['c'], [], ['a', 'b'], ['A']])
      assert.equal((await tab.request({ type: 'answer', answer: { values } })).type, 'refused');
    assert.equal((await tab.look()).status, 'open');
    tab.answer('b');
    assert.equal((await asker.exit).stdout, 'b\n');
  });
});
