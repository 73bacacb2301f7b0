// A tab's link to one prompt, on both engines: whole states, prompt syncs, verdicts by request id, and limits.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { hostname, userInfo } from 'node:os';
import { forEachEngine } from '../contract/engines.ts';
import { assertRefused } from '../helpers/answers.ts';
import { test } from '../helpers/attempts.ts';
import { TestPortal } from '../helpers/portal.ts';
import { makeSpec } from '../helpers/prompts.ts';

forEachEngine((under) => {
  test('when a tab connects, then it gets the whole prompt at once', async (t) => {
    const portal = await TestPortal.start(t, under);
    const spec = makeSpec({ recommended: 'staging', fallback: 'production', timeout_ms: 60_000 });
    const { id } = await portal.ask(spec);
    const tab = await portal.openTab(id);
    const prompt = await tab.view();
    const { remaining_ms, max_remaining_ms, opened_at, ...rest } = prompt;
    assert.ok(remaining_ms !== null && remaining_ms > 30_000 && remaining_ms <= 60_000);
    assert.ok(max_remaining_ms !== null && max_remaining_ms > remaining_ms);
    assert.ok(Math.abs(opened_at - Date.now()) < 10_000);
    assert.deepEqual(rest, {
      id,
      spec,
      status: 'open',
      holds: 0,
      revision: 1,
      draft: null,
      offered: false,
      outcome: null,
      asker_grace_ms: 0,
      delivery: 'waiting',
      logged: true,
    });
  });

  test('when nothing happens, then the state comes within 5 s, with less time left and the same revision', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask();
    const tab = await portal.openTab(id);
    const prompt = await tab.view();
    const sync = await tab.view((view) => view !== prompt);
    assert.equal(sync.revision, prompt.revision);
    const passed = (prompt.remaining_ms ?? 0) - (sync.remaining_ms ?? 0);
    assert.ok(passed > 4_000 && passed < 9_000, `the first of those every 5 s, after ${passed} ms`);
  });

  test('when a tab moves the deadline, then every tab hears it at once with a higher revision', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id, asker } = await portal.ask();
    const [tab, other] = [await portal.openTab(id), await portal.openTab(id)];
    await Promise.all([tab.view(), other.view()]);
    const extended = await tab.request({ type: 'extend', by_ms: 60_000 });
    assert.ok(extended.type === 'accepted' && extended.remaining_ms !== null && extended.remaining_ms > 90_000);
    const sync = await other.view(({ revision }) => revision === 2);
    assert.ok(sync.remaining_ms !== null && sync.remaining_ms > 90_000);
    await other.request({ type: 'update_timeout', remaining_ms: 20_000 });
    const shorter = await tab.view(({ revision }) => revision === 3);
    assert.ok(shorter.remaining_ms !== null && shorter.remaining_ms <= 20_000);
    const told = await asker.heard('sync', ({ revision }) => revision === 3);
    assert.ok(Math.abs((told.remaining_ms ?? 0) - shorter.remaining_ms) < 1_000, 'the asker gets the same');
  });

  test('when a prompt may not be moved, then a hand-written message is refused by name', async (t) => {
    const portal = await TestPortal.start(t, under);
    const [fixed, bounded] = await Promise.all([
      portal.ask(makeSpec({ extendable: false })),
      portal.ask(makeSpec({ max_timeout_ms: 60_000 })),
    ]);
    const [fixedTab, boundedTab] = [await portal.openTab(fixed.id), await portal.openTab(bounded.id)];
    for (const message of [
      { type: 'extend', by_ms: 60_000 },
      { type: 'update_timeout', remaining_ms: null },
    ]) {
      const [first, second] = [await fixedTab.request(message), await boundedTab.request(message)];
      assert.equal(first.type === 'refused' && first.reason, 'not_extendable');
      assert.equal(second.type === 'refused' && second.reason, 'max_timeout');
    }
  });

  test('when an answer is accepted and acknowledged, then tabs hear of the outcome and of its delivery, in this order', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id, asker } = await portal.ask();
    const tab = await portal.openTab(id);
    await tab.view();
    tab.answer('staging');
    const { outcome } = await asker.heard('settled');
    assert.equal((await tab.look()).delivery, 'sending', 'not delivered before the asker said so');
    asker.send({ type: 'received' });
    await tab.delivery('delivered');
    assert.deepEqual(await asker.closed, { code: 1000, reason: 'heard' });
    const status = await tab.settled();
    assert.deepEqual(status.outcome, outcome);
    assert.ok(tab.views.indexOf(status) < tab.views.findIndex(({ delivery }) => delivery === 'delivered'));
    assert.equal(tab.told.filter(({ type }) => type === 'prompt').length, 1, 'the question is sent once');
    const late = await portal.openTab(id);
    const prompt = await late.view();
    assert.deepEqual([prompt.status, prompt.delivery, prompt.outcome], ['settled', 'delivered', outcome]);
  });

  test('when a note is required, then an answer without one is refused by name, and one with it counts', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask(makeSpec({ note: 'required' }));
    const tab = await portal.openTab(id);
    const bare = await tab.request({ type: 'answer', answer: { picked: [0] } });
    assert.equal(bare.type === 'refused' && bare.reason, 'note_missing');
    const noted = await tab.request({ type: 'answer', answer: { picked: [0], note: 'it is due' } });
    assert.equal(noted.type, 'accepted');
  });

  for (const type of ['answer', 'cancel'] as const)
    test(`when the ${type} comes from a page or a terminal, then the asker and the journal learn who it was`, async (t) => {
      const portal = await TestPortal.start(t, under);
      const account = { user: userInfo().username, host: hostname() };
      const device = { tty: '/dev/pts/3' };
      const content = type === 'answer' ? { answer: { picked: [0], note: 'why' } } : { note: 'why' };
      const [one, other] = [await portal.ask(), await portal.ask()];
      const [page, terminal] = [await portal.openTab(one.id), await portal.openTerminal(other.id)];
      for (const tab of [page, terminal])
        assert.equal((await tab.request({ type, ...content, device })).type, 'accepted');
      const outcomes = await Promise.all([one, other].map(async ({ asker }) => (await asker.heard('settled')).outcome));
      assert.deepEqual(
        outcomes.map(({ by, who, note }) => [by, who, note]),
        [
          ['browser', account, 'why'],
          ['terminal', { ...account, ...device }, 'why'],
        ],
      );
      const written = portal.journal().flatMap((record) => (record.type === 'outcome' ? [record.outcome] : []));
      assert.deepEqual(written, outcomes);
    });

  test('when a tab watches an unknown prompt, then it learns that, and gets the prompt once its asker registers', async (t) => {
    const portal = await TestPortal.start(t, under);
    const tab = await portal.openTab('later000');
    await tab.heard('unknown');
    const refused = await tab.request({ type: 'answer', answer: { values: ['staging'] } });
    assert.equal(refused.type === 'refused' && refused.reason, 'unknown_prompt');
    await portal.ask(makeSpec(), 'later000');
    const prompt = await tab.view();
    assert.deepEqual([prompt.id, prompt.status, prompt.delivery], ['later000', 'open', 'waiting']);
  });

  test('when a draft is saved, then every tab of the prompt has it, also one that comes later', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask();
    const [tab, other] = [await portal.openTab(id), await portal.openTab(id)];
    tab.send({ type: 'draft', draft: { values: ['production'], note: 'almost' } });
    await other.view((prompt) => prompt.draft?.note === 'almost');
    tab.close();
    const late = await portal.openTab(id);
    assert.deepEqual((await late.view()).draft, { values: ['production'], note: 'almost' });
  });

  for (const last of [null, { values: ['production'] }, { picked: [1] }])
    test(`when drafts come in one segment, the last of them ${JSON.stringify(last)}, then that one stands`, async (t) => {
      const portal = await TestPortal.start(t, under);
      const { id } = await portal.ask();
      const tab = await portal.openTab(id);
      await tab.view();
      tab.sendTogether(
        { type: 'draft', draft: { values: ['staging'] } },
        { type: 'draft', draft: { picked: [0] } },
        { type: 'draft', draft: last },
        { type: 'extend', request_id: 'done', by_ms: 1_000 },
      );
      await tab.heard('accepted');
      const { draft } = await tab.look();
      assert.deepEqual(draft, last && { values: ['production'] });
    });

  test('when a 33rd tab of a prompt comes, then 429 before any 101, and the list and other prompts are open still', async (t) => {
    const portal = await TestPortal.start(t, under);
    const [{ id }, other] = [await portal.ask(), await portal.ask()];
    const tabs = await Promise.all(Array.from({ length: 32 }, () => portal.openTab(id)));
    await Promise.all(tabs.map((tab) => tab.view()));
    const token = { 'Sec-WebSocket-Protocol': `choice.v3, choice.token.${portal.tabToken}` };
    assertRefused(await portal.upgrade(`/ws/${id}`, token), 429, /too many tabs .* close some/);
    assert.equal((await portal.upgrade('/ws', token)).status, 101);
    assert.equal((await portal.upgrade(`/ws/${other.id}`, token)).status, 101);
    const [first] = tabs;
    assert.ok(first);
    first.socket.close();
    await once(first.socket, 'close');
    assert.equal((await portal.upgrade(`/ws/${id}`, token)).status, 101, 'one left, one may come');
  });
});
