// Messages that no page and no command would send: refused by name, and repeated, a close. Never a throw.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { forEachEngine } from '../contract/engines.ts';
import { test } from '../helpers/attempts.ts';
import { TestPortal } from '../helpers/portal.ts';
import { makeSpec } from '../helpers/prompts.ts';

/** What is sent, by which name it is refused, and the request id that comes back. */
const BAD: readonly [message: string, reason: string, requestId: string | null, detail: RegExp][] = [
  ['not JSON', 'bad_json', null, /not JSON/],
  ['null', 'unknown_type', null, /type ""/],
  ['[]', 'unknown_type', null, /type ""/],
  ['{"type":"settle","request_id":"q1"}', 'unknown_type', 'q1', /type "settle"/],
  ['{"type":"__proto__"}', 'unknown_type', null, /__proto__/],
  ['{"type":"toString","request_id":"q2"}', 'unknown_type', 'q2', /toString/],
  ['{"type":"answer","request_id":"q3"}', 'bad_message', 'q3', /^answer: |answer/],
  ['{"type":"answer","answer":{"values":["staging"]}}', 'bad_message', null, /request_id/],
  ['{"type":"answer","request_id":"q4","answer":{"values":"staging"}}', 'bad_message', 'q4', /answer\.values/],
  ['{"type":"answer","request_id":"q5","answer":{"values":[]},"by":"asker"}', 'bad_message', 'q5', /by/],
  ['{"type":"extend","request_id":"q6","by_ms":-1}', 'bad_message', 'q6', /by_ms/],
  ['{"type":"extend","request_id":"q7","by_ms":1e99}', 'bad_message', 'q7', /by_ms/],
  ['{"type":"update_timeout","request_id":"q8","remaining_ms":"5"}', 'bad_message', 'q8', /remaining_ms/],
  ['{"type":"hello","visible":1,"can_notify":true}', 'bad_message', null, /visible/],
];

forEachEngine((under) => {
  test('when a message cannot be read, then it is refused by name, with its request id, and the prompt is untouched', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask();
    for (const [message, reason, requestId, detail] of BAD) {
      const tab = await portal.openTab(id);
      tab.send(message);
      const refused = await tab.heard('refused');
      assert.equal(refused.reason, reason, message);
      assert.equal(refused.request_id, requestId, message);
      assert.match(refused.detail, detail, message);
      tab.close();
    }
    const tab = await portal.openTab(id);
    assert.deepEqual([(await tab.look()).status, (await tab.look()).revision], ['open', 1]);
  });

  test('when the fifth bad message comes, then the link is closed with 1008; others live on', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask();
    const [tab, other] = [await portal.openTab(id), await portal.openTab(id)];
    const closed = once(tab.socket, 'close');
    for (let sent = 0; sent < 6; sent += 1) tab.send('{"type":"nothing"}');
    const [code, reason] = await closed;
    assert.deepEqual([code, String(reason)], [1008, 'too many bad messages']);
    assert.equal(tab.told.filter(({ type }) => type === 'refused').length, 5);
    assert.equal((await other.look()).status, 'open');
  });

  test('when a message asks for what cannot be, then it is refused with the reason and does not count as bad', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask();
    const tab = await portal.openTab(id);
    for (const [answer, reason] of [
      [{ values: ['nothing'] }, 'unknown_value'],
      [{ values: [] }, 'wrong_count'],
      [{ values: ['staging', 'production'] }, 'wrong_count'],
      [{ values: ['staging'], text: 'typed' }, 'unexpected_text'],
      [{ values: ['staging'], notes: { other: 'x' } }, 'unknown_value'],
      [{ values: ['Staging'] }, 'unknown_value'],
    ] as const) {
      const refused = await tab.request({ type: 'answer', answer });
      assert.equal(refused.type === 'refused' && refused.reason, reason);
    }
    assert.equal((await tab.look()).status, 'open');
  });

  test('when a tab sends more than 16 KiB, then its link is closed with 1009; exactly 16 KiB are read', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask();
    const tab = await portal.openTab(id);
    tab.send('x'.repeat(16 * 1024));
    assert.equal((await tab.heard('refused')).reason, 'bad_json');
    const closed = once(tab.socket, 'close');
    tab.send('x'.repeat(16 * 1024 + 1));
    assert.equal((await closed)[0], 1009);
  });

  test('when an asker sends what it should not, then it is refused by name; the fifth time its link is closed', async (t) => {
    const portal = await TestPortal.start(t, under);
    const asker = await portal.connectAsker();
    const bad: [object | string, string, RegExp][] = [
      ['{', 'bad_json', /not JSON/],
      [{ type: 'settle' }, 'unknown_type', /settle/],
      [{ type: 'received' }, 'bad_message', /send open first/],
      [{ type: 'open', id: 'UPPER000', spec: makeSpec(), may_open: false }, 'bad_message', /^id: not a prompt id/],
      [{ type: 'open', id: 'fine0000', spec: makeSpec(), may_open: false, resume: {} }, 'bad_message', /^resume\./],
    ];
    for (const [index, [message, reason, detail]] of bad.entries()) {
      asker.send(message);
      await asker.heard('refused', (refused) => asker.told.indexOf(refused) === index);
      const refused = asker.told[index];
      assert.ok(refused?.type === 'refused');
      assert.equal(refused.reason, reason);
      assert.match(refused.detail, detail);
    }
    assert.equal((await asker.closed).code, 1008);
    assert.deepEqual((await portal.get<{ prompts: unknown[] }>('/api/prompts')).body.prompts, []);
  });

  test('when an asker sends more than 1 MiB, then its link is closed with 1009', async (t) => {
    const portal = await TestPortal.start(t, under);
    const asker = await portal.connectAsker();
    asker.send('x'.repeat(1024 * 1024 + 1));
    assert.equal((await asker.closed).code, 1009);
  });
});
