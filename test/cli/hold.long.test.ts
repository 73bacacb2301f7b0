// Holds over the wire: whoever is typing as the time runs out is given more, visibly, recorded and within bounds.
import assert from 'node:assert/strict';
import { describe, type TestContext } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { makeHome } from '../helpers/choice.ts';
import { pose, poseInProcess, readJournal, settle } from '../helpers/question.ts';
import { assertNear, type Bounds, openTab, type Tab } from '../helpers/tab.ts';

/** An asker with `flags`, and a tab that shows it. */
async function setUp(t: TestContext, flags: readonly string[], command: readonly string[] = ['ask', 'Q', 'a', 'b']) {
  const home = makeHome(t);
  const [name = '', ...args] = command;
  const asker = await pose(home, [name, '--json', ...flags, ...args]);
  const tab = await openTab(asker.link);
  await tab.view();
  return { home, asker, tab };
}

/** Sends a draft and gives the prompt once the portal took it. */
async function draft(tab: Tab, value: object) {
  const seen = tab.views.length;
  tab.send({ type: 'draft', draft: value });
  return tab.view((view) => tab.views.indexOf(view) >= seen && view.draft !== null);
}

/** Fails unless the deadline lies `by` ms later than it did. */
async function assertMoved(tab: Tab, before: Bounds, by: number): Promise<void> {
  assertNear(await tab.boundDeadline(2), before, by);
}

describe('a hold', { concurrency: true }, () => {
  test('when a draft comes as the time runs out, then asker and tab hear of 10 s more, and the answer counts', async (t) => {
    const { home, asker, tab } = await setUp(t, ['--timeout', '60']);
    await tab.hasten(5_000);
    const before = await tab.boundDeadline(2);
    const prompt = await draft(tab, { picked: [1] });
    assert.deepEqual([prompt.holds, prompt.draft], [1, { values: ['b'] }]);
    await assertMoved(tab, before, 10_000);
    const [, left] = await asker.said(/the deadline is held while a human answers: (\S+) s left/);
    assert.ok(Number(left) > 10 && Number(left) <= 15, `${left} s left`);
    const { code, stdout } = await settle(asker, { values: ['b'] });
    const { status, extended_ms } = JSON.parse(stdout);
    assert.deepEqual([code, status], [0, 'answered']);
    const extensions = readJournal(home).flatMap((record) => (record.type === 'extended' ? [record] : []));
    assert.deepEqual(
      extensions.map(({ by }) => by),
      ['browser', 'hold'],
    );
    const [shortened = Number.NaN, held = Number.NaN] = extensions.map((extension) => extension.extended_ms);
    assert.deepEqual([held - shortened, extended_ms], [10_000, held]);
  });

  test('when the first deadline passes during a hold, then the prompt is still open', async (t) => {
    const { asker, tab } = await setUp(t, ['--timeout', '60']);
    const other = await poseInProcess(makeHome(t), ['ask', 'Later?', 'a']);
    const later = await openTab(other.link);
    await tab.hasten(4_000);
    await draft(tab, { picked: [0] });
    await later.hasten(5_000);
    // The end of the other prompt tells that more than those 4 s have passed.
    assert.equal((await other.exit).code, 124);
    assert.equal((await tab.look()).status, 'open');
    const { elapsed_ms, status } = JSON.parse((await settle(asker, { values: ['a'] })).stdout);
    assert.equal(status, 'answered');
    assert.ok(elapsed_ms > 4_000, `${elapsed_ms} ms`);
  });

  test('when drafts go on, then there are three holds and no more, each once less than 15 s are left', async (t) => {
    const { home, asker, tab } = await setUp(t, ['--timeout', '60']);
    await tab.hasten(5_000);
    // 5 s left, 15 s at most, then over 20 s: a third waits.
    assert.equal((await draft(tab, { picked: [0] })).holds, 1);
    assert.equal((await draft(tab, { picked: [1] })).holds, 2);
    assert.equal((await draft(tab, { picked: [0] })).holds, 2);
    await tab.hasten(4_000);
    assert.equal((await draft(tab, { picked: [1] })).holds, 3);
    await tab.hasten(3_000);
    const before = await tab.boundDeadline(2);
    const last = await draft(tab, { picked: [0] });
    assert.deepEqual([last.holds, last.draft], [3, { values: ['a'] }]);
    await assertMoved(tab, before, 0);
    const { code, stdout } = await asker.exit;
    assert.deepEqual([code, JSON.parse(stdout).status], [124, 'timeout']);
    const by = readJournal(home).flatMap((record) => (record.type === 'extended' ? [record.by] : []));
    assert.deepEqual(by, ['browser', 'hold', 'hold', 'browser', 'hold', 'browser']);
  });

  test('when --max-timeout is near, then the hold ends there', async (t) => {
    const { asker, tab } = await setUp(t, ['--timeout', '12', '--max-timeout', '14']);
    const before = await tab.boundDeadline(2);
    const prompt = await draft(tab, { picked: [0] });
    assert.equal(prompt.holds, 1);
    await assertMoved(tab, before, 2_000);
    assert.equal((await draft(tab, { picked: [1] })).holds, 1, 'there is nothing left to give');
    const { code, stdout } = await asker.exit;
    const { elapsed_ms, extended_ms } = JSON.parse(stdout);
    assert.deepEqual([code, extended_ms], [124, 2_000]);
    assert.ok(elapsed_ms >= 14_000 && elapsed_ms < 17_000, `${elapsed_ms} ms`);
  });

  for (const flag of ['--no-hold', '--no-extend']) {
    test(`when ${flag} is given, then the draft is kept and the time runs out`, async (t) => {
      const { home, asker, tab } = await setUp(t, ['--timeout', '12', flag]);
      const before = await tab.boundDeadline(2);
      const prompt = await draft(tab, { picked: [1] });
      assert.deepEqual([prompt.holds, prompt.draft], [0, { values: ['b'] }]);
      await assertMoved(tab, before, 0);
      const { code, stdout, stderr } = await asker.exit;
      const { status, extended_ms } = JSON.parse(stdout);
      assert.deepEqual([code, status, extended_ms], [124, 'timeout', 0]);
      assert.doesNotMatch(stderr, /held/);
      assert.ok(!readJournal(home).some(({ type }) => type === 'extended'), 'and nothing of a hold is recorded');
    });
  }

  for (const [what, flags] of [
    ['15 s or more are left', ['--timeout', '60']],
    ['there is no deadline', ['--timeout', 'none']],
  ] as const) {
    test(`when ${what}, then a draft moves nothing`, async (t) => {
      const { tab } = await setUp(t, flags);
      const before = tab.deadline === null ? null : await tab.boundDeadline(2);
      const prompt = await draft(tab, { picked: [1] });
      assert.equal(prompt.holds, 0);
      if (before === null) assert.equal(tab.deadline, null);
      else await assertMoved(tab, before, 0);
    });
  }

  const kinds: [command: string[], value: object][] = [
    [['ask', '--multi', 'Q', 'a', 'b'], { picked: [1, 0] }],
    [['ask', '--other', 'Q', 'a'], { picked: [], text: 'el' }],
    [['confirm', 'Q'], { picked: [], note: 'but' }],
    [['input', 'Q'], { picked: [], text: 'hal' }],
  ];
  for (const [command, value] of kinds) {
    test(`when a human answers choice ${command.join(' ')}, then the hold comes alike`, async (t) => {
      const { tab } = await setUp(t, ['--timeout', '60'], command);
      await tab.hasten(10_000);
      assert.equal((await draft(tab, value)).holds, 1);
    });
  }
});
