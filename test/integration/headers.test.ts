// Rows 7, 15 and 16: every kind of answer carries the security headers, and nothing in a request can add or double one.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROUTES, type Route } from '../../src/portal/http/routes.ts';
import { forEachEngine } from '../contract/engines.ts';
import { assertRefused, assertSecured } from '../helpers/answers.ts';
import { test } from '../helpers/attempts.ts';
import { type Answer, TestPortal } from '../helpers/portal.ts';
import { makeSpec } from '../helpers/prompts.ts';

/** One request for each kind of answer that a portal gives. */
async function everyKind(portal: TestPortal, id: string): Promise<Record<string, [status: number, answer: Answer]>> {
  const api = { headers: [portal.bearer, portal.origin, 'Content-Type: application/json'] };
  const answerPath = `/api/prompts/${id}/answer`;
  const token = { 'Sec-WebSocket-Protocol': `choice.v3, choice.token.${portal.tabToken}` };
  return {
    page: [200, await portal.call('GET', '/')],
    'page of a prompt': [200, await portal.call('GET', `/choice/${id}`)],
    'head of a page': [200, await portal.call('HEAD', '/')],
    handshake: [200, await portal.call('GET', '/healthz')],
    API: [200, await portal.call('GET', '/api/prompts', api)],
    'bad JSON': [400, await portal.call('POST', answerPath, { ...api, body: '{' })],
    'repeated header': [400, await portal.call('GET', '/', { headers: [portal.origin, portal.origin] })],
    'two lengths': [
      400,
      await portal.call('POST', answerPath, { headers: ['Content-Length: 1', 'Content-Length: 2'] }),
    ],
    'no token': [401, await portal.call('GET', '/api/prompts')],
    'foreign Origin': [403, await portal.call('GET', '/', { headers: ['Origin: https://evil.example'] })],
    'no such address': [404, await portal.call('GET', '/nothing')],
    'no such prompt': [404, await portal.call('GET', '/api/prompts/p9999999', api)],
    'no such asset': [404, await portal.call('GET', '/assets/nothing.js')],
    'wrong method': [405, await portal.call('DELETE', '/api/prompts', api)],
    'head of a wrong method': [405, await portal.call('HEAD', answerPath, api)],
    'too large': [413, await portal.call('POST', answerPath, { ...api, body: 'x'.repeat(65_537) })],
    'not JSON': [415, await portal.call('POST', answerPath, { headers: [portal.bearer, portal.origin], body: '{}' })],
    'foreign Host': [421, await portal.call('GET', '/', { host: 'evil.example' })],
    'wrong meaning': [422, await portal.call('POST', answerPath, { ...api, body: '{}' })],
    'head too large': [431, await portal.call('GET', '/', { headers: [`X-Long: ${'x'.repeat(17_000)}`] })],
    'a handler that fails': [500, await portal.call('GET', '/sw.js')],
    'malformed upgrade': [400, await portal.upgrade('/ws', { ...token, 'Sec-WebSocket-Version': '12' })],
    'upgrade with a repeated header': [400, await portal.upgrade('/ws', { ...token, ORIGIN: portal.url.origin })],
    'upgrade without token': [401, await portal.upgrade('/ws')],
    'upgrade from elsewhere': [403, await portal.upgrade('/ws', { ...token, Origin: 'null' })],
    'upgrade of nothing': [404, await portal.upgrade('/', token)],
    'upgrade by a foreign name': [421, await portal.upgrade('/ws', { ...token, Host: 'evil.example' })],
  };
}

/** What might begin another header, or a body, where it is written out as it came. */
const SPLITS = ['%0d%0a', '%0d', '%0a', '%00'].map((end) => `${end}X-Evil:%201${end}${end}SmuggledText`);
const NONCE = 'n'.repeat(22);
const PARAMETERS = [
  '',
  'nonce=',
  `nonce=${NONCE}&tab=`,
  ...['status', 'q', 'since', 'before', 'limit'].map((name) => `${name}=`),
];

/** Paths below `route` with `split` in every place that varies. */
function splitPaths({ path }: Route, split: string): string[] {
  const varied = path.replace(/:\w+/, split);
  const sound = path.replace(/:\w+/, 'p0000001');
  const queries = PARAMETERS.map((parameter) => `${sound}?${parameter}${split}`);
  return [...(varied === path ? [`${path}${split}`] : [varied]), ...queries];
}

/** Calls as one who may. */
function callRoute(portal: TestPortal, { method, access }: Route, path: string): Promise<Answer> {
  const isLocal = access === 'local';
  const caller = isLocal ? [] : [portal.bearer, portal.origin];
  const body = method === 'POST' ? { body: '{}' } : {};
  return portal.call(method, path, { headers: [...caller, 'Content-Type: application/json'], ...body, isLocal });
}

forEachEngine((under) => {
  test('row 7, clickjacking: when anything is answered, then all security headers are on it', async (t) => {
    const portal = await TestPortal.start(t, under);
    for (const name of ['sw.js', 'sw.js.br', 'sw.js.gz']) rmSync(join(portal.options.pageDirectory, name));
    const { id } = await portal.ask();
    for (const [kind, [status, answer]] of Object.entries(await everyKind(portal, id))) {
      assert.equal(answer.status, status, kind);
      assertSecured(answer);
      if (status >= 400 && answer.body.length > 0) assertRefused(answer, status, /./);
    }
    const asset = await portal.call('GET', '/assets/x-abc.js');
    assertSecured(asset, 'public, max-age=31536000, immutable');
  });

  test('row 7: when the page fails to load, then the answer says so without a trace of the machine', async (t) => {
    const portal = await TestPortal.start(t, under, { pageDirectory: '/nowhere/at/all' });
    for (const path of ['/', '/choice/p0000001', '/sw.js', '/assets/x-abc.js']) {
      const answer = await portal.call('GET', path);
      assertRefused(answer, 500, /^the portal failed/);
      assert.ok(!answer.text.includes('nowhere'));
    }
    assert.equal((await portal.call('GET', '/healthz')).status, 200, 'the portal lives on');
  });

  test('row 15, header splitting: when a parameter carries line breaks or NUL, then no header is added', async (t) => {
    const portal = await TestPortal.start(t, under);
    await portal.ask(makeSpec({ timeout_ms: null }));
    for (const split of SPLITS) {
      for (const route of ROUTES) {
        for (const path of splitPaths(route, split)) {
          const answer = await callRoute(portal, route, path);
          assert.ok(answer.status < 500 && ![401, 403].includes(answer.status), `${answer.status}: ${path}`);
          assert.equal(answer.headers.get('x-evil'), undefined, path);
          assert.ok(![answer.text, ...answer.headers.values()].join().includes('SmuggledText'), `${path} is reflected`);
        }
      }
      assertRefused(await portal.upgrade(`/ws/${split}`), 404, /no WebSocket/);
    }
  });

  test('row 16, duplicate headers: when a header that decides is sent twice, then 400 names it', async (t) => {
    const portal = await TestPortal.start(t, under);
    const twice = {
      host: [`Host: ${portal.host}`],
      origin: [portal.origin, portal.origin],
      authorization: [portal.bearer, portal.bearer],
    };
    for (const [name, headers] of Object.entries(twice)) {
      for (const path of ['/', '/api/prompts', '/nothing'])
        assertRefused(
          await portal.call('GET', path, { headers }),
          400,
          new RegExp(`^header ${name} is given twice; send`),
        );
    }
    const lengths = { headers: ['Content-Length: 2', portal.bearer], body: '{}' };
    assertRefused(await portal.call('POST', '/api/prompts/p0000001/cancel', lengths), 400, /length/);
    assertRefused(await portal.upgrade('/ws', { HOST: portal.host }), 400, /^header host is given twice/);
    const link = { Authorization: portal.bearer.slice('Authorization: '.length), AUTHORIZATION: 'Bearer x' };
    assertRefused(await portal.upgrade('/ws', link), 400, /^header authorization is given twice/);
  });
});
