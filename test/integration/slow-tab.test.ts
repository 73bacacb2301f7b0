// A tab that takes nothing in: cut once too much waits for it, while its prompt, the asker and other tabs go on.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { forEachEngine } from '../contract/engines.ts';
import { test } from '../helpers/attempts.ts';
import { TestPortal } from '../helpers/portal.ts';
import { makeResume, makeSpec } from '../helpers/prompts.ts';

/** Each change sends every tab the draft: this often, more than the portal and the kernel keep for one. */
const CHANGES = 300;
/** 64 kB of notes. */
const VALUES = Array.from({ length: 16 }, (_, index) => `option ${index}`);
const DRAFT = { values: VALUES, notes: Object.fromEntries(VALUES.map((value) => [value, 'x'.repeat(4_000)])) };

forEachEngine((under) => {
  test('when a tab does not read, then it is cut, and another one sees and answers everything', async (t) => {
    const portal = await TestPortal.start(t, under);
    const asker = await portal.connectAsker();
    const options = VALUES.map((value) => ({ value }));
    const spec = makeSpec({ kind: 'multi', options, timeout_ms: 3_600_000 });
    const { id, revision } = await asker.open('slowtab0', spec, {
      resume: makeResume({ remaining_ms: 3_600_000, draft: DRAFT }),
    });
    const [slow, tab] = [await portal.openTab(id), await portal.openTab(id)];
    await Promise.all([slow.view(), tab.view()]);
    const closed = once(slow.socket, 'close');
    slow.socket.pause();
    for (let change = 0; change < CHANGES; change += 1) {
      const { status } = await portal.post(`/api/prompts/${id}/extend`, { request_id: `e${change}`, by_ms: 1_000 });
      assert.equal(status, 200);
    }
    await tab.view((view) => view.revision === revision + CHANGES);
    slow.socket.resume();
    // What was on its way is read, and then the connection is at its end: it was not kept for a tab that does not read.
    await closed;
    assert.ok(slow.told.length < tab.told.length, 'the slow tab missed something');
    tab.answer(VALUES[0] ?? '');
    assert.deepEqual((await asker.heard('settled')).outcome.values, VALUES.slice(0, 1));
  });
});
