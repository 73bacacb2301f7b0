// Row 8: what tokens are good for and for how long, and that no secret is ever written down.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCode } from '../../src/protocol/paths.ts';
import { newKey } from '../../src/security/key.ts';
import { newTabToken } from '../../src/security/token.ts';
import { openLog } from '../../src/system/log.ts';
import { forEachEngine } from '../contract/engines.ts';
import { assertRefused } from '../helpers/answers.ts';
import { test } from '../helpers/attempts.ts';
import { FakeClock } from '../helpers/clock.ts';
import { makeDirectory } from '../helpers/directory.ts';
import { TestPortal } from '../helpers/portal.ts';
import { makeSpec } from '../helpers/prompts.ts';

const DAY = 24 * 60 * 60 * 1_000;

forEachEngine((under) => {
  test('row 8: when the portal restarts on its port with the same key, then the token of a tab stays valid; with another key it does not', async (t) => {
    const first = await TestPortal.start(t, under);
    const { tabToken } = first;
    await first.portal.close();
    const again = await TestPortal.start(t, under, { key: first.options.key, ports: [first.portal.port] });
    assert.equal((await again.get('/api/prompts', tabToken)).status, 200);
    const link = { 'Sec-WebSocket-Protocol': `choice.v3, choice.token.${tabToken}` };
    assert.equal((await again.upgrade('/ws', link)).status, 101);
    const other = await TestPortal.start(t, under);
    assert.equal((await other.get('/api/prompts', tabToken)).status, 401);
    assertRefused(await other.upgrade('/ws', link), 401, /./);
  });

  test('row 10: when a token or a printed code was collected on one port, then it is of no use on another', async (t) => {
    const first = await TestPortal.start(t, under);
    const second = await TestPortal.start(t, under, { key: first.options.key });
    const { url } = await first.ask(makeSpec(), 'same0000');
    await second.ask(makeSpec(), 'same0000');
    assert.equal((await first.get('/api/prompts', first.tabToken)).status, 200);
    assert.equal((await second.get('/api/prompts', first.tabToken)).status, 401);
    const code = readCode(url.hash) ?? '';
    const at = { prompt_id: 'same0000' };
    assertRefused(await second.redeem(code, at), 401, /has expired/);
    assert.equal((await first.redeem(code, at)).status, 200);
  });

  test('row 10: when a page names its token, then the portal proves that it knows it, and tells nothing else of it', async (t) => {
    const portal = await TestPortal.start(t, under);
    const [, issued, random, signature = ''] = portal.tabToken.split('.');
    const nonce = 'a-nonce-of-the-page-0';
    const prove = async (query: string): Promise<string | null> =>
      JSON.parse((await portal.call('GET', `/healthz?${query}`)).text).tab_proof;
    const wanted = createHmac('sha256', signature).update(nonce).digest('base64');
    assert.equal(await prove(`nonce=${nonce}&tab=${issued}.${random}`), wanted);
    assert.notEqual(await prove(`nonce=${nonce}&tab=${issued}.${'A'.repeat(16)}`), wanted);
    for (const query of [`nonce=${nonce}`, `tab=${issued}.${random}`, `nonce=${nonce}&tab=`, `nonce=${nonce}&tab=0.x`])
      assert.equal(await prove(query), null, query);
    assert.equal(await prove(`nonce=${nonce}&tab=0.${random}`), null, 'a token from 1970 is too old');
  });

  test("row 8: when a tab's token comes to a route of this user's processes, then 404, and nothing happens", async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask();
    const Authorization = `Bearer ${portal.tabToken}`;
    assertRefused(await portal.upgrade('/ask', { Authorization, Origin: null }), 404, /nothing|no WebSocket/);
    const headers = [portal.bearer, 'Content-Type: application/json'];
    for (const [path, body] of [
      ['/api/retire', '{"force":true}'],
      ['/api/invite', '{}'],
    ] as const) {
      assertRefused(await portal.call('POST', path, { headers, body }), 404, /nothing at this address/);
      const fromPage = { headers: [...headers, portal.origin], body };
      assertRefused(await portal.call('POST', path, fromPage), 404, /nothing at this address/);
    }
    const { body } = await portal.get<{ prompt: { status: string } }>(`/api/prompts/${id}`);
    assert.equal(body.prompt.status, 'open');
  });

  test("row 8: when a tab's token is 30 days old, or none of ours, then 401", async (t) => {
    const clock = new FakeClock();
    const portal = await TestPortal.start(t, under, { clock });
    const { port } = portal.portal;
    const here = { key: portal.options.key, port };
    clock.advance(30 * DAY - 1);
    assert.equal((await portal.get('/api/prompts')).status, 200);
    clock.advance(1);
    assert.equal((await portal.get('/api/prompts')).status, 401);
    const fresh = newTabToken(here, clock.wall());
    assert.equal((await portal.get('/api/prompts', fresh)).status, 200);
    const [kind, issued, nonce, signature] = fresh.split('.');
    const later = `${kind}.${(clock.wall() + DAY).toString(36)}.${nonce}.${signature}`;
    const forged = [
      newTabToken({ key: newKey(), port }, clock.wall()),
      later,
      `a.${issued}.${nonce}.${signature}`,
      `${fresh}.`,
    ];
    for (const token of forged) assert.equal((await portal.get('/api/prompts', token)).status, 401, token);
  });

  test('row 8: when a portal has done all its work, then neither its journal nor its log holds a secret', async (t) => {
    const directory = makeDirectory(t);
    const log = openLog(join(directory, 'portal.log'), Date.now);
    const portal = await TestPortal.start(t, under, {
      log,
      journalDirectory: join(directory, 'journal'),
      pageDirectory: '/nowhere',
    });
    const { id, url, asker } = await portal.ask();
    const printed = readCode(url.hash) ?? '';
    const invited = await portal.command<{ url: string }>('/api/invite', {});
    const oneTime = readCode(new URL(invited.body.url).hash) ?? '';
    const token: string = JSON.parse((await portal.redeem(oneTime)).text).token;
    await portal.redeem(printed, { prompt_id: id });
    await portal.call('GET', '/', { headers: [portal.bearer] });
    await portal.call('GET', '/api/prompts', { headers: [`Authorization: Bearer x${portal.tabToken}`] });
    const tab = await portal.openTab(id);
    tab.answer('staging');
    await asker.heard('settled');
    asker.send({ type: 'received' });
    await asker.closed;
    await portal.portal.close();
    const written = ['', 'journal'].flatMap((folder) =>
      readdirSync(join(directory, folder), { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(directory, folder, entry.name), 'utf8')),
    );
    assert.equal(written.length, 2, 'one log, one journal');
    assert.match(written.join(), /a request failed.*"type":"received"/s);
    const secrets = {
      printed,
      oneTime,
      token,
      key: portal.options.key,
      tab: portal.tabToken,
    };
    for (const [what, secret] of Object.entries(secrets)) {
      assert.ok(secret.length > 16, what);
      assert.ok(!written.join().includes(secret), `${what} is written down`);
    }
  });
});
