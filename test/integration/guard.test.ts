// Rows 1 to 6 of the threat table: each attack as a request, and the refusal that it must meet, on both engines.
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { forEachEngine } from '../contract/engines.ts';
import { RawClient } from '../contract/raw-client.ts';
import { assertRefused, assertSecured, cacheControlOf } from '../helpers/answers.ts';
import { test } from '../helpers/attempts.ts';
import { FakeClock } from '../helpers/clock.ts';
import { TestPortal } from '../helpers/portal.ts';
import { makeSpec } from '../helpers/prompts.ts';

const PROMPTS = '/api/prompts';
const PATHS = ['/', '/choice/p0000001', '/sw.js', '/assets/x-abc.js', '/healthz', PROMPTS, '/api/session', '/nothing'];
const LINKS = ['/ws', '/ws/p0000001', '/ask', '/nothing'];

/** uWebSockets.js drops a head without Host below every handler, and without a word. */
async function assertNeverServed(t: TestContext, { portal }: TestPortal, request: string): Promise<void> {
  const client = await RawClient.open(t, portal.port);
  client.socket.end(request);
  assert.equal(await client.closed, '');
}

forEachEngine((under) => {
  test('row 1, DNS rebinding: when a request names a foreign Host, then it is 421 on every route', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { port } = portal.portal;
    for (const host of [`evil.example:${port}`, 'evil.example', `127.0.0.1.evil.example:${port}`, `127.0.0.1@evil`]) {
      for (const path of PATHS) assertRefused(await portal.call('GET', path, { host }), 421, /^header Host .* use /);
      for (const link of LINKS) assertRefused(await portal.upgrade(link, { Host: host }), 421, /^header Host .* use /);
    }
  });

  test('row 1: when the Host is a name of this machine, with whatever port, then the page is served', async (t) => {
    const portal = await TestPortal.start(t, under);
    for (const host of [portal.host, '127.0.0.1', 'localhost:1', `localhost:${portal.portal.port}`, '[::1]:65535'])
      assert.equal((await portal.call('GET', '/', { host })).status, 200, host);
  });

  test('row 2, odd spellings of this machine: when Host is one of them or empty, then 421; without Host, 400', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { port } = portal.portal;
    const spellings = [`0.0.0.0:${port}`, '0.0.0.0', '2130706433', `0x7f000001:${port}`, '0177.0.0.1', '127.1', '[::]'];
    for (const host of [...spellings, '', 'LOCALHOST', '127.0.0.1:', '127.0.0.1:port', '127.0.0.1 evil']) {
      assertRefused(await portal.call('GET', '/', { host }), 421, /^header Host /);
      assertRefused(await portal.upgrade('/ws', { Host: host }), 421, /^header Host /);
    }
    if (under.engine === 'node') assertRefused(await portal.call('GET', '/', { host: null }), 400, /Host/);
    else await assertNeverServed(t, portal, 'GET / HTTP/1.1\r\nX-Any: 1\r\n\r\n');
  });

  test('row 3, cross-site WebSocket hijack: when Origin is not this portal, then 403 and never 101', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { port } = portal.portal;
    const token = { 'Sec-WebSocket-Protocol': `choice.v3, choice.token.${portal.tabToken}` };
    const foreign = {
      foreign: 'https://evil.example',
      null: 'null',
      missing: null,
      'of an IP': 'http://192.0.2.1',
      'of another spelling': `http://localhost:${port}`,
      'of another port': `http://127.0.0.1:${port === 65_535 ? 1 : port + 1}`,
      'without port': 'http://127.0.0.1',
      'of another scheme': `https://127.0.0.1:${port}`,
      'with a path': `http://127.0.0.1:${port}/`,
    };
    for (const [what, Origin] of Object.entries(foreign)) {
      for (const link of ['/ws', '/ws/p0000001']) {
        const answer = await portal.upgrade(link, { ...token, Origin });
        assert.equal(assertRefused(answer, 403, /^header Origin .* open /).error, 'wrong_origin', what);
      }
    }
    for (const link of ['/ws', '/ws/p0000001'])
      assert.equal((await portal.upgrade(link, token)).status, 101, 'the own Origin');
  });

  test('row 4, another app on localhost: when Sec-Fetch-Site says another site, then 403 on API and links', async (t) => {
    const portal = await TestPortal.start(t, under);
    for (const site of ['same-site', 'cross-site', 'anything']) {
      const headers = [portal.bearer, `Sec-Fetch-Site: ${site}`];
      for (const path of [PROMPTS, '/api/history', `${PROMPTS}/p0000001`])
        assertRefused(await portal.call('GET', path, { headers }), 403, /^header Sec-Fetch-Site .* open /);
      const session = { headers: [portal.origin, `Sec-Fetch-Site: ${site}`, 'Content-Type: application/json'] };
      assertRefused(await portal.call('POST', '/api/session', session), 403, /^header Sec-Fetch-Site /);
      const answer = { headers: [...session.headers, portal.bearer], body: '{}' };
      assertRefused(await portal.call('POST', `${PROMPTS}/p0000001/answer`, answer), 403, /^header Sec-Fetch-Site /);
      const link = { Authorization: `Bearer ${portal.tabToken}`, 'Sec-Fetch-Site': site };
      assertRefused(await portal.upgrade('/ws', link), 403, /^header Sec-Fetch-Site /);
    }
    for (const site of ['same-origin', 'none']) {
      const headers = [portal.bearer, `Sec-Fetch-Site: ${site}`];
      assert.equal((await portal.call('GET', PROMPTS, { headers })).status, 200, site);
    }
  });

  test('row 4: when any answer comes, then it sets no cookie', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { url } = await portal.ask();
    const code = url.hash.slice('#code='.length);
    for (const answer of [await portal.call('GET', '/'), await portal.redeem(code), await portal.redeem('wrong')])
      assert.equal(answer.headers.get('set-cookie'), undefined);
  });

  test('row 5, CSRF by form: when a POST is not JSON, then 415; OPTIONS is 405 and opens nothing', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask();
    const body = '{"request_id":"r1","answer":{"values":["staging"]}}';
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonp', ''];
    for (const type of types) {
      const headers = [portal.origin, portal.bearer, `Content-Type: ${type}`];
      const answer = await portal.call('POST', `${PROMPTS}/${id}/answer`, { headers, body });
      assertRefused(answer, 415, /^header Content-Type must be application\/json/);
    }
    const untyped = { headers: [portal.origin, portal.bearer], body };
    assertRefused(await portal.call('POST', `${PROMPTS}/${id}/answer`, untyped), 415, /^header Content-Type /);
    const preflight = { headers: ['Origin: https://evil.example', 'Access-Control-Request-Method: POST'] };
    for (const path of [`${PROMPTS}/${id}/answer`, PROMPTS, '/api/session', '/']) {
      const answer = await portal.call('OPTIONS', path, preflight);
      assertRefused(answer, 405, /^use (GET|POST)/);
      assert.match(answer.headers.get('allow') ?? '', /^(GET|POST)$/);
    }
    const { body: listed } = await portal.get<{ prompts: unknown[] }>(PROMPTS);
    assert.equal(listed.prompts.length, 1, 'the prompt is open still');
  });

  test('row 6, no-auth API: when the token is missing, wrong, short or of another role, then the same 401', async (t) => {
    const clock = new FakeClock();
    const portal = await TestPortal.start(t, under, { clock });
    const { id } = await portal.ask(makeSpec({ timeout_ms: null }));
    const wrong = `${portal.tabToken.slice(0, -1)}${portal.tabToken.endsWith('A') ? 'B' : 'A'}`;
    const bad = [null, wrong, 'x', portal.tabToken.slice(0, 20), `${portal.tabToken}A`, 'a.', 't..', '%00'];
    const routes = [
      ['GET', PROMPTS],
      ['GET', `${PROMPTS}/${id}`],
      ['GET', '/api/history'],
      ['POST', `${PROMPTS}/${id}/answer`],
      ['POST', `${PROMPTS}/${id}/extend`],
      ['POST', `${PROMPTS}/${id}/cancel`],
    ] as const;
    const refusals = new Set<string>();
    for (const token of bad) {
      const headers = token === null ? [] : [`Authorization: Bearer ${token}`];
      for (const [method, path] of routes) {
        for (const origin of [[], [portal.origin]]) {
          const answer = await portal.call(method, path, { headers: [...headers, ...origin], body: '{}' });
          assertRefused(answer, 401, /^header Authorization .* open the link/);
          assert.equal(answer.headers.get('www-authenticate'), 'Bearer');
          refusals.add(answer.text);
        }
        // Ten wrong tokens a minute get this reply; this test is about each of them.
        clock.advance(60_000);
      }
      const offered = token === null ? {} : { 'Sec-WebSocket-Protocol': `choice.v3, choice.token.${token}` };
      assertRefused(await portal.upgrade(`/ws/${id}`, offered), 401, /^header Sec-WebSocket-Protocol .* open the link/);
    }
    assert.equal(refusals.size, 1, 'nothing tells a wrong token from none');
  });

  test('row 6: when a request has a token, then it needs no Origin; the shell needs neither', async (t) => {
    const portal = await TestPortal.start(t, under);
    assert.equal((await portal.call('GET', PROMPTS, { headers: [portal.bearer] })).status, 200);
    for (const path of ['/', '/choice/p0000001', '/sw.js', '/assets/x-abc.js', '/healthz']) {
      const answer = await portal.call('GET', path);
      assert.equal(answer.status, 200, path);
      assertSecured(answer, cacheControlOf(path, answer));
    }
    assertRefused(await portal.call('GET', '/', { headers: ['Origin: https://evil.example'] }), 403, /^header Origin /);
  });
});
