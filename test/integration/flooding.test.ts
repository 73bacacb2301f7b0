// Row 17: too much of anything is refused by its limit, and everybody else is served as before.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Log } from '../../src/system/log.ts';
import { forEachEngine } from '../contract/engines.ts';
import { RawClient } from '../contract/raw-client.ts';
import { assertRefused } from '../helpers/answers.ts';
import { test } from '../helpers/attempts.ts';
import { FakeClock } from '../helpers/clock.ts';
import { TestPortal } from '../helpers/portal.ts';
import { makeResume, makeSpec } from '../helpers/prompts.ts';
import type { Tab } from '../helpers/tab.ts';

const answer = { request_id: 'r1', answer: { values: ['staging'] } };
const wrongBearer = `Authorization: Bearer t.${'x'.repeat(60)}`;

function subprotocol(portal: TestPortal): Record<string, string> {
  return { 'Sec-WebSocket-Protocol': `choice.v3, choice.token.${portal.tabToken}` };
}

/** A log that keeps its warnings. */
function keepWarnings(): { readonly log: Log; readonly warnings: string[] } {
  const warnings: string[] = [];
  return { warnings, log: { info() {}, error() {}, warn: (message) => void warnings.push(message) } };
}

/** Sends `count` pings at once; resolves with how the link was closed, or with null once all were answered. */
async function pingAtOnce(tab: Tab, count: number): Promise<{ readonly code: number; readonly reason: string } | null> {
  await tab.view();
  const wanted = tab.views.length + count;
  const closed = once(tab.socket, 'close').then(([code, reason]) => ({ code, reason: String(reason) }));
  for (let sent = 0; sent < count; sent += 1) tab.send({ type: 'ping' });
  const answered = tab
    .view(() => tab.views.length >= wanted)
    .then(
      () => null,
      () => closed,
    );
  return Promise.race([closed, answered]);
}

forEachEngine((under) => {
  test('row 17: when a request head is larger than 16 KiB, then 431 names the headers, and others are served', async (t) => {
    const portal = await TestPortal.start(t, under);
    const long = { headers: [portal.bearer, `X-Long: ${'x'.repeat(16_384)}`] };
    assertRefused(await portal.call('GET', '/api/prompts', long), 431, /head is larger than 16384 bytes; send fewer/);
    assert.equal((await portal.get('/api/prompts')).status, 200);
  });

  test('row 17: when a body is larger than 64 KiB, then 413 names the header; one of exactly that size is read', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask();
    const headers = [portal.bearer, portal.origin, 'Content-Type: application/json'];
    const post = (body: string) => portal.call('POST', `/api/prompts/${id}/answer`, { headers, body });
    const padded = (bytes: number) => JSON.stringify(answer).padEnd(bytes, ' ');
    assertRefused(await post(padded(65_537)), 413, /^header Content-Length: .* at most 65536 bytes; send less$/);
    const chunked = ['Transfer-Encoding: chunked', ...headers, `Host: ${portal.host}`].join('\r\n');
    const head = `POST /api/prompts/${id}/answer HTTP/1.1\r\n${chunked}\r\n\r\n`;
    const chunk = `${(65_537).toString(16)}\r\n${'x'.repeat(65_537)}\r\n0\r\n\r\n`;
    assertRefused(await portal.exchange(head + chunk), 413, /at most 65536 bytes/);
    assert.equal((await post(padded(65_536))).status, 200);
  });

  test('row 17: when a tab sends more than 16 KiB or an asker more than 1 MiB, then its link alone is closed with 1009', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask();
    const [tab, other, asker] = [await portal.openTab(id), await portal.openTab(id), await portal.connectAsker()];
    const closed = once(tab.socket, 'close');
    tab.send('x'.repeat(16 * 1024 + 1));
    asker.send('x'.repeat(1024 * 1024 + 1));
    assert.equal((await closed)[0], 1009);
    assert.equal((await asker.closed).code, 1009);
    assert.equal((await other.look()).status, 'open');
  });

  test('row 17: when 1,000 prompts are open, then one more asker gets 503 with Retry-After; who lost its link comes back', async (t) => {
    const portal = await TestPortal.start(t, under);
    const early = await portal.connectAsker();
    const open: Awaited<ReturnType<typeof portal.ask>>[] = [];
    // No more at a time than wait to be accepted without a reset.
    while (open.length < 1_000)
      open.push(...(await Promise.all(Array.from({ length: 100 }, () => portal.ask(makeSpec({ timeout_ms: null }))))));
    const refused = await portal.upgradeLocally('/ask');
    assertRefused(refused, 503, /^too many prompts are open already .* answer or cancel some$/);
    assert.equal(refused.headers.get('retry-after'), '10');
    // A link that was open before gets the refusal as a message.
    early.send({ type: 'open', id: 'toomany0', spec: makeSpec(), may_open: false });
    assert.equal((await early.heard('refused')).reason, 'too_many_prompts');
    const [first, second] = open;
    assert.ok(first && second);
    first.asker.die();
    await first.asker.closed;
    // The portal may see the loss a moment later than we do; an asker tries again meanwhile.
    while ((await portal.upgradeLocally('/ask')).status === 503);
    const back = await portal.connectAsker();
    const resumed = await back.open(first.id, makeSpec({ timeout_ms: null }), {
      resume: makeResume({ remaining_ms: null }),
    });
    assert.deepEqual([resumed.id, resumed.created], [first.id, false]);
    const settled = await portal.post(`/api/prompts/${second.id}/answer`, answer);
    assert.equal(settled.status, 200, 'what is open is answered as ever');
    assert.equal((await early.open('fits0000', makeSpec())).created, true, 'one went, one may come');
    const third = open[2];
    assert.ok(third);
    const shown = await portal.openTab(third.id);
    third.asker.die();
    await shown.delivery('gone');
    const replacement = await portal.connectAsker();
    assert.equal((await replacement.open('fits0001', makeSpec())).created, true, 'who does not come back makes room');
    assert.equal((await portal.upgradeLocally('/ask')).status, 503, 'and for one only');
  });

  test('row 17: when a 33rd tab of a prompt or a 257th in all comes, then 429 before any 101', async (t) => {
    const portal = await TestPortal.start(t, under);
    const ids = await Promise.all(Array.from({ length: 8 }, async () => (await portal.ask()).id));
    const [first = '', ...others] = ids;
    const tabs = await Promise.all(Array.from({ length: 32 }, () => portal.openTab(first)));
    assertRefused(await portal.upgrade(`/ws/${first}`, subprotocol(portal)), 429, /too many tabs .* close some/);
    await Promise.all(others.flatMap((id) => Array.from({ length: 32 }, () => portal.openTab(id))));
    for (const path of ['/ws', '/ws/another0'])
      assertRefused(await portal.upgrade(path, subprotocol(portal)), 429, /too many tabs .* close some/);
    assert.equal((await portal.get('/api/prompts')).status, 200);
    tabs[0]?.socket.close();
    await once(tabs[0]?.socket ?? assert.fail(), 'close');
    assert.equal((await portal.upgrade('/ws', subprotocol(portal))).status, 101, 'one left, one may come');
  });

  test('row 17: when a link sends 40 messages at once, then all are read; the 41st closes it with 1008; others live on', async (t) => {
    const clock = new FakeClock();
    const portal = await TestPortal.start(t, under, { clock });
    const { id } = await portal.ask(makeSpec({ timeout_ms: null }));
    const [tab, other] = [await portal.openTab(id), await portal.openTab(id)];
    assert.equal(await pingAtOnce(tab, 40), null);
    clock.advance(1_000);
    assert.equal(await pingAtOnce(tab, 20), null, '20 more after a second');
    assert.deepEqual(await pingAtOnce(tab, 1), { code: 1008, reason: 'too many messages; send at most 20 a second' });
    assert.equal((await other.look()).status, 'open');
    const asker = await portal.connectAsker();
    for (let sent = 0; sent < 41; sent += 1)
      asker.send({ type: 'open', id: 'same0000', spec: makeSpec(), may_open: false });
    assert.equal((await asker.closed).code, 1008);
  });

  test('row 17: when a human types for a minute, then the link that tells of it lives', async (t) => {
    const clock = new FakeClock();
    const portal = await TestPortal.start(t, under, { clock });
    const { id } = await portal.ask(makeSpec({ timeout_ms: null }));
    const tab = await portal.openTab(id);
    // The page and the terminal tell of a draft every 150 ms at most.
    for (let typed = 1; typed <= 400; typed += 1) {
      tab.send({ type: 'draft', draft: { values: [], note: `note ${typed}` } });
      await tab.view((prompt) => prompt.draft?.note === `note ${typed}`);
      clock.advance(150);
    }
    assert.equal((await tab.look()).draft?.note, 'note 400');
  });

  test('row 17: when an eleventh wrong token comes within a minute, then 429 with Retry-After; a good one is taken all the while', async (t) => {
    const clock = new FakeClock();
    const portal = await TestPortal.start(t, under, { clock });
    const guess = () => portal.call('GET', '/api/prompts', { headers: [wrongBearer] });
    for (let tried = 1; tried <= 8; tried += 1) assertRefused(await guess(), 401, /^header Authorization /);
    const link = { 'Sec-WebSocket-Protocol': `choice.v3, choice.token.t.${'x'.repeat(60)}` };
    assertRefused(await portal.upgrade('/ws', link), 401, /^header Sec-WebSocket-Protocol /);
    assertRefused(await portal.redeem('A'.repeat(22)), 401, /has expired/);
    clock.advance(20_000);
    for (const refused of [await guess(), await portal.upgrade('/ws', link), await portal.redeem('B'.repeat(22))]) {
      assertRefused(refused, 429, /^too many wrong tokens or codes; wait 40 s, then open the link/);
      assert.equal(refused.headers.get('retry-after'), '40');
    }
    assert.equal((await portal.get('/api/prompts')).status, 200);
    assert.equal((await portal.upgrade('/ws', subprotocol(portal))).status, 101);
    const { body } = await portal.command<{ url: string }>('/api/invite', {});
    assert.equal((await portal.redeem(new URL(body.url).hash.slice('#code='.length))).status, 200);
    clock.advance(40_000);
    assertRefused(await guess(), 401, /^header Authorization /);
  });

  test('row 17: when thousands of requests are sent ahead of their answers, then 429 ends that connection; others are served', async (t) => {
    const portal = await TestPortal.start(t, under);
    const request = `GET /healthz HTTP/1.1\r\nHost: ${portal.host}\r\n\r\n`;
    const few = await RawClient.open(t, portal.portal.port);
    few.write(request.repeat(300));
    for (let answered = 0; answered < 300; answered += 1) assert.equal((await few.response()).status, 200);
    const many = await RawClient.open(t, portal.portal.port);
    // In one piece, which is read whole.
    many.write(request.repeat(1_500));
    let answered = 0;
    let last = await many.response();
    for (; last.status === 200; last = await many.response()) answered += 1;
    assert.equal(last.status, 429);
    assert.match(last.body.toString(), /too many requests at once; wait for the replies/);
    assert.equal(last.headers.get('retry-after'), '1');
    assert.ok(answered < 1_499, `${answered} were answered`);
    assert.equal(await many.closed, '', 'nothing comes behind it');
    // Cut off in the middle: what was sent and not read is why the 429 may get lost.
    const more = await RawClient.open(t, portal.portal.port);
    more.write(request.repeat(20_000));
    await more.closed;
    assert.equal((await portal.get('/api/prompts')).status, 200);
    few.write(request);
    assert.equal((await few.response()).status, 200);
  });

  test('row 17: when the same is refused again and again, then the log says so once a minute, with how many there were', async (t) => {
    const clock = new FakeClock();
    const { log, warnings } = keepWarnings();
    const portal = await TestPortal.start(t, under, { clock, log });
    const knock = () => portal.call('GET', '/', { host: 'evil.example' });
    for (let tried = 0; tried < 5; tried += 1) await knock();
    await portal.call('GET', '/api/prompts', { headers: [wrongBearer] });
    const of = (kind: string) => warnings.filter((line) => line.startsWith(`refused: ${kind}: `));
    assert.deepEqual([of('wrong_host').length, of('unauthorized').length], [1, 1]);
    clock.advance(60_000);
    await knock();
    assert.equal(of('wrong_host').length, 2);
    assert.match(
      of('wrong_host')[1] ?? '',
      /^refused: wrong_host: header Host .* \(and 4 more since the last such line\)$/,
    );
    assert.doesNotMatch(warnings.join(), /evil|xxxx/, 'nothing of what was sent');
  });
});
