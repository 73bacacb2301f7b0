// Row 8: codes in URLs are exchanged for tokens, and die when they should.
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { readCode } from '../../src/protocol/paths.ts';
import { forEachEngine } from '../contract/engines.ts';
import { assertRefused } from '../helpers/answers.ts';
import { test } from '../helpers/attempts.ts';
import { FakeClock } from '../helpers/clock.ts';
import { makeDirectory } from '../helpers/directory.ts';
import { TestPortal } from '../helpers/portal.ts';
import { throughDoor } from '../helpers/tab.ts';

const STALE = /^this link was already used or has expired; for a new one, run: choice dashboard --open$/;

async function inviteCode(portal: TestPortal): Promise<string> {
  const { body } = await portal.command<{ url: string }>('/api/invite', {});
  return codeOf(body.url);
}

function codeOf(url: string | URL): string {
  const code = readCode(new URL(url).hash);
  assert.ok(code, `no code in ${url}`);
  return code;
}

forEachEngine((under) => {
  test('row 8: when a one-time code comes twice, then the token that it gave is taken back, and all are told', async (t) => {
    const revokedFile = join(makeDirectory(t), 'revoked');
    const clock = new FakeClock();
    const portal = await TestPortal.start(t, under, { clock, revokedFile });
    const { asker, id } = await portal.ask();
    const code = await inviteCode(portal);
    const first = await portal.redeem(code, { request_id: 'page' });
    assert.equal(first.status, 200);
    const { token } = JSON.parse(first.text);
    assert.equal((await portal.get('/api/prompts', token)).status, 200);
    const [own, other] = [await portal.openTab(id, token), await portal.openTab(id)];
    assert.equal((await portal.redeem(code, { request_id: 'page' })).text, first.text, 'a repeated request');
    const closed = once(own.socket, 'close');
    assertRefused(await portal.redeem(code), 401, /^someone else also used this link, /);
    await own.heard('revoked');
    assert.equal((await closed)[0], 1008);
    await asker.heard('warning', ({ warning }) => warning === 'code_twice');
    assert.equal((await portal.get('/api/prompts', token)).status, 401);
    const link = { 'Sec-WebSocket-Protocol': `choice.v3, choice.token.${token}` };
    assertRefused(await portal.upgrade('/ws', link), 401, /./);
    const [, issued, nonce] = token.split('.');
    const health = await portal.call('GET', `/healthz?nonce=a-nonce-of-the-page-0&tab=${issued}.${nonce}`);
    assert.equal(JSON.parse(health.text).tab_proof, null, 'its page learns it too');
    assertRefused(await portal.redeem(code, { request_id: 'page' }), 401, STALE);
    await other.look();
    await portal.portal.close();
    const { key } = portal.options;
    const next = await TestPortal.start(t, under, { key, clock, ports: [portal.portal.port], revokedFile });
    assert.equal((await next.get('/api/prompts', token)).status, 401, 'at the next portal too');
    assert.equal((await next.get('/api/prompts', portal.tabToken)).status, 200);
  });

  test('row 8: when a one-time code is 59 s old, then it works; at 61 s it does not', async (t) => {
    const clock = new FakeClock();
    const portal = await TestPortal.start(t, under, { clock });
    const [younger, older] = [await inviteCode(portal), await inviteCode(portal)];
    clock.advance(59_000);
    assert.equal((await portal.redeem(younger)).status, 200);
    clock.advance(2_000);
    assertRefused(await portal.redeem(older), 401, STALE);
  });

  test('row 8: when the printed code is redeemed for the ninth time, then 401', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { url, id } = await portal.ask();
    const other = await portal.ask();
    const at = { prompt_id: id };
    for (let use = 1; use <= 8; use += 1)
      assert.equal((await portal.redeem(codeOf(url), at)).status, 200, `use ${use}`);
    assertRefused(await portal.redeem(codeOf(url), at), 401, STALE);
    assertRefused(await portal.redeem(codeOf(other.url), at), 401, STALE);
    assertRefused(await portal.redeem(codeOf(other.url)), 401, STALE);
    const own = { prompt_id: other.id };
    assert.equal((await portal.redeem(codeOf(other.url), own)).status, 200, 'another prompt has its own');
  });

  test('row 10: when a page names its code, then the portal proves that it knows it, and does not use it up', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { url, id } = await portal.ask();
    const nonce = 'a-nonce-of-the-page-0';
    const nameOf = (code: string) => createHash('sha256').update(code).digest('hex').slice(0, 32);
    const prove = async (query: string): Promise<string | null> =>
      JSON.parse((await portal.call('GET', `/healthz?nonce=${nonce}&${query}`)).text).code_proof;
    const wanted = (code: string) => createHmac('sha256', code).update(nonce).digest('base64');
    const [printed, oneTime] = [codeOf(url), await inviteCode(portal)];
    assert.equal(await prove(`code=${nameOf(printed)}&prompt=${id}`), wanted(printed));
    assert.equal(await prove(`code=${nameOf(oneTime)}`), wanted(oneTime));
    assert.equal(await prove(`code=${nameOf(oneTime)}&prompt=${id}`), wanted(oneTime));
    for (const query of [`code=${nameOf(printed)}`, `code=${nameOf('other')}&prompt=${id}`, 'code=x', `prompt=${id}`])
      assert.equal(await prove(query), null, query);
    assert.equal((await portal.redeem(oneTime)).status, 200);
    await portal.post(`/api/prompts/${id}/cancel`, { request_id: 'r1' });
    assert.equal(await prove(`code=${nameOf(printed)}&prompt=${id}`), null, 'a prompt that is over');
  });

  test('row 8: when the prompt has an outcome, then its printed code is dead', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id, url, asker } = await portal.ask();
    const at = { prompt_id: id };
    assert.equal((await portal.redeem(codeOf(url), at)).status, 200);
    await portal.post(`/api/prompts/${id}/cancel`, { request_id: 'r1' });
    await asker.heard('settled');
    assertRefused(await portal.redeem(codeOf(url), at), 401, STALE);
  });

  test('row 8: when an asker may open a browser, then it is given a one-time code, unless a tab or another one is on its way', async (t) => {
    const portal = await TestPortal.start(t, under);
    const spec = { kind: 'select', question: 'Which?', options: [{ value: 'a' }] };
    const [asker, second, silent] = await Promise.all([1, 2, 3].map(() => portal.connectAsker()));
    assert.ok(asker && second && silent);
    assert.equal((await silent.open('silent00', spec, { may_open: false })).open_url, null);
    const { open_url, url } = await asker.open('first000', spec, { may_open: true });
    assert.ok(open_url);
    assert.equal(new URL(open_url).pathname, '/choice/first000');
    assert.equal(new URL(open_url).hash, '', 'others see the arguments of the browser');
    const led = await throughDoor(new URL(open_url));
    assert.equal(led.pathname, '/choice/first000');
    assert.notEqual(codeOf(led), codeOf(url));
    assert.equal((await second.open('second00', spec, { may_open: true })).open_url, null, 'a browser is on its way');
    assert.equal((await portal.redeem(codeOf(led))).status, 200);
    assertRefused(await portal.redeem(codeOf(led)), 401, /^someone else also used this link/);
    await assert.rejects(throughDoor(new URL(open_url)), /410 This link was already used/);
  });

  test('row 8: when a code is malformed, empty or too long, then it is refused and nothing else happens', async (t) => {
    const portal = await TestPortal.start(t, under);
    for (const code of ['', 'x', 'constructor', '__proto__', 'A'.repeat(22)])
      assertRefused(await portal.redeem(code), 401, STALE);
    assertRefused(await portal.redeem('x'.repeat(65)), 422, /^code: /);
    const headers = [portal.origin, 'Content-Type: application/json'];
    for (const body of ['null', '[]', '{"code":1}', '{"code":"x","more":1}'])
      assertRefused(await portal.call('POST', '/api/session', { headers, body }), 422, /./);
    const unsent = { headers: ['Content-Type: application/json'], body: '{"code":"x"}' };
    assertRefused(await portal.call('POST', '/api/session', unsent), 403, /^header Origin /);
  });
});
