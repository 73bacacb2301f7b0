// A tab that takes nothing in: cut once too much waits for it, while its prompt, the asker and other tabs go on.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { forEachEngine } from '../contract/engines.ts';
import { TestPortal } from '../helpers/portal.ts';
import { makeSpec } from '../helpers/prompts.ts';

/** Each change sends every tab the whole prompt: this often, more than the portal and the kernel keep for one. */
const CHANGES = 300;
const BODY = 'x'.repeat(64 * 1024);

forEachEngine((under) => {
  test('when a tab does not read, then it is cut, and another one sees and answers everything', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id, asker } = await portal.ask(makeSpec({ body: BODY, timeout_ms: 3_600_000 }));
    const [slow, tab] = [await portal.openTab(id), await portal.openTab(id)];
    await Promise.all([slow.heard('snapshot'), tab.heard('snapshot')]);
    const closed = once(slow.socket, 'close');
    slow.socket.pause();
    for (let change = 0; change < CHANGES; change += 1) {
      const { status } = await portal.post(`/api/prompts/${id}/extend`, { request_id: `e${change}`, by_ms: 1_000 });
      assert.equal(status, 200);
    }
    await tab.heard('sync', ({ revision }) => revision === CHANGES + 1);
    slow.socket.resume();
    // What was on its way is read, and then the connection is at its end: it was not kept for a tab that does not read.
    await closed;
    assert.ok(slow.told.length < tab.told.length, 'the slow tab missed something');
    tab.answer('staging');
    assert.deepEqual((await asker.heard('settled')).outcome.values, ['staging']);
  });
});
