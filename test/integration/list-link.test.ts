// The live list, `/ws`: what is open, then every change of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forEachEngine } from '../contract/engines.ts';
import { TestPortal } from '../helpers/portal.ts';
import { makeSpec } from '../helpers/prompts.ts';

forEachEngine((under) => {
  test('when prompts come, change and settle, then the list hears list, changed and removed', async (t) => {
    const portal = await TestPortal.start(t, under);
    const first = await portal.ask(makeSpec({ question: 'First?' }));
    const list = await portal.openTab(null);
    const { prompts } = await list.heard('list');
    assert.deepEqual(
      prompts.map(({ id, question }) => [id, question]),
      [[first.id, 'First?']],
    );
    const second = await portal.ask(makeSpec({ question: 'Second?', timeout_ms: null }));
    const added = await list.heard('changed', ({ prompt }) => prompt.id === second.id);
    assert.deepEqual([added.prompt.question, added.prompt.remaining_ms], ['Second?', null]);
    await portal.post(`/api/prompts/${first.id}/extend`, { request_id: 'r1', by_ms: 60_000 });
    const moved = await list.heard('changed', ({ prompt }) => prompt.id === first.id);
    assert.ok(moved.prompt.revision === 2 && (moved.prompt.remaining_ms ?? 0) > 110_000);
    await portal.post(`/api/prompts/${first.id}/answer`, { request_id: 'r2', answer: { values: ['staging'] } });
    const removed = await list.heard('removed');
    assert.deepEqual([removed.id, removed.outcome.status, removed.outcome.values], [first.id, 'answered', ['staging']]);
    const later = await portal.openTab(null);
    assert.deepEqual(
      (await later.heard('list')).prompts.map(({ id }) => id),
      [second.id],
    );
  });

  test('when prompts have no secret to tell, then a tab sees no URL in a list, and an asker does', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { url } = await portal.ask();
    type Listed = { prompts: { url?: string }[] };
    const seen = await portal.get<Listed>('/api/prompts');
    const told = await portal.get<Listed>('/api/prompts', portal.askerToken);
    assert.deepEqual([seen.body.prompts[0]?.url, told.body.prompts[0]?.url], [undefined, url.href]);
    const list = await portal.openTab(null);
    assert.ok(!JSON.stringify(await list.heard('list')).includes('code='));
  });

  test('when a list link pings, then it gets the list anew; anything about a prompt is refused there', async (t) => {
    const portal = await TestPortal.start(t, under);
    const list = await portal.openTab(null);
    const empty = await list.heard('list');
    assert.deepEqual(empty.prompts, []);
    list.send({ type: 'ping' });
    await list.heard('list', (message) => message !== empty);
    for (const message of [
      { type: 'answer', answer: { values: ['a'] } },
      { type: 'cancel' },
      { type: 'extend', by_ms: 60_000 },
      { type: 'update_timeout', remaining_ms: null },
    ]) {
      const refused = await list.request(message);
      assert.ok(refused.type === 'refused' && refused.reason === 'unknown_prompt', message.type);
      assert.match(refused.detail, /use \/ws\/ID/);
    }
  });

  test('when the command line watches the list, then it counts as no page: an asker is told to open a browser', async (t) => {
    const portal = await TestPortal.start(t, under);
    const watcher = await portal.openTab(null, portal.askerToken);
    await watcher.heard('list');
    const [alone, accompanied] = [await portal.connectAsker(), await portal.connectAsker()];
    assert.ok((await alone.open('alone000', makeSpec(), { may_open: true })).open_url);
    const page = await portal.openTab(null);
    await page.heard('list');
    assert.equal((await accompanied.open('along000', makeSpec(), { may_open: true })).open_url, null);
  });
});
