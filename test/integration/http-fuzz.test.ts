// Requests of every kind: none gets in without what it needs, each gets one sound answer, and the portal lives on.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { forEachEngine } from '../contract/engines.ts';
import { RawClient } from '../contract/raw-client.ts';
import { assertSecured, cacheControlOf } from '../helpers/answers.ts';
import { test } from '../helpers/attempts.ts';
import { TestPortal } from '../helpers/portal.ts';
import { makeSpec } from '../helpers/prompts.ts';

const ID = 'fuzzed00';
const PATHS = [
  '/',
  '/history',
  '/settings',
  `/choice/${ID}`,
  '/healthz',
  '/sw.js',
  '/assets/x-abc.js',
  '/api/session',
  '/api/prompts',
  `/api/prompts/${ID}`,
  `/api/prompts/${ID}/answer`,
  `/api/prompts/${ID}/extend`,
  `/api/prompts/${ID}/cancel`,
  '/api/history',
  '/api/settings',
  '/api/invite',
  '/api/retire',
  '/ws',
  '/ask',
] as const;

/** One of our paths, as it is or with a character put in, taken out or doubled. */
const path = fc
  .tuple(
    fc.constantFrom(...PATHS),
    fc.option(fc.tuple(fc.nat(30), fc.constantFrom('', '/', '.', '..', '%2f', '%00', '~', ';')), { freq: 1 }),
  )
  .map(([whole, change]) => {
    if (!change) return whole;
    const at = 1 + (change[0] % whole.length);
    return whole.slice(0, at) + change[1] + whole.slice(change[1] === '' ? at + 1 : at);
  });

const query = fc.oneof(
  fc.constant(''),
  fc.webQueryParameters().map((text) => `?${text}`),
  fc.constant('?nonce=x&tab=y'),
);
const method = fc.constantFrom('GET', 'GET', 'POST', 'POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH');
const json = fc.oneof(
  fc.jsonValue(),
  fc.record({ request_id: fc.string(), answer: fc.jsonValue() }),
  fc.record({ code: fc.string() }),
  fc.record({ force: fc.jsonValue() }),
);
const body = fc.oneof(
  fc.constant(Buffer.alloc(0)),
  json.map((value) => Buffer.from(JSON.stringify(value))),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
);

/** Mostly what is right, so that most requests have one fault or none. */
function mostly<T>(right: readonly T[], wrong: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...right) },
    { weight: 1, arbitrary: fc.constantFrom(...wrong) },
  );
}

const request = fc.record({
  method,
  path,
  query,
  body,
  host: mostly(['own', 'localhost'], ['evil.example', '0.0.0.0', '127.0.0.1.evil.example', '']),
  origin: mostly([null, 'own'], ['null', 'https://evil.example', 'http://127.0.0.1']),
  site: mostly([null, 'same-origin', 'none'], ['same-site', 'cross-site']),
  type: mostly<string | null>(['application/json', 'application/json; charset=utf-8'], [null, 'text/plain']),
  token: mostly<string | null>(['good'], [null, 'wrong']),
  // Visible ASCII: anything else is not for the portal to judge but for the engines, below.
  extra: fc.option(fc.string({ unit: fc.constantFrom(...'abc,;="%<>'), maxLength: 50 })),
});
type Request = typeof request extends fc.Arbitrary<infer T> ? T : never;

const line = (name: string, value: string | null): string[] => (value === null ? [] : [`${name}: ${value}`]);

function send(portal: TestPortal, { method, path, query, body, ...given }: Request): ReturnType<TestPortal['call']> {
  const token = given.token === 'good' ? portal.tabToken : given.token;
  return portal.call(method, path + query, {
    host: given.host === 'own' ? portal.host : given.host,
    headers: [
      ...line('Origin', given.origin === 'own' ? portal.url.origin : given.origin),
      ...line('Sec-Fetch-Site', given.site),
      ...line('Content-Type', given.type),
      ...line('Authorization', token && `Bearer ${token}`),
      ...line('X-Extra', given.extra),
    ],
    body,
  });
}

/** With which statuses one who may not enter is turned away, by the first fault; null for one who may. */
function refusals({ host, origin, site, token, path }: Request): readonly number[] | null {
  const isApi = path.startsWith('/api/');
  if (host !== 'own' && host !== 'localhost') return [421];
  if (origin !== null && (origin !== 'own' || host !== 'own')) return [403, 404, 405];
  if (isApi && (site === 'same-site' || site === 'cross-site')) return [403, 404, 405];
  // The exchange of a code is for those without a token, but for the page alone; askers' routes are not for pages.
  if (path === '/api/session') return origin === null ? [403, 405] : null;
  return isApi && token !== 'good' ? [401, 403, 404, 405, 429] : null;
}

forEachEngine((under) => {
  test('when any request comes, then it gets one sound answer, and none that may not enter gets in', async (t) => {
    const portal = await TestPortal.start(t, under);
    await portal.ask(makeSpec({ timeout_ms: null }), ID);
    await fc.assert(
      fc.asyncProperty(request, async (given) => {
        const answer = await send(portal, given);
        assert.ok(answer.status >= 200 && answer.status < 500, `${answer.status}`);
        assertSecured(answer, cacheControlOf(given.path, answer));
        const refused = refusals(given);
        if (refused) assert.ok(refused.includes(answer.status), `${answer.status}, not ${refused.join(' or ')}`);
        if (answer.status >= 400 && answer.text !== '') assert.match(JSON.parse(answer.text).message, /\S/);
      }),
      { numRuns: 500 },
    );
    assert.equal((await portal.get('/api/prompts')).status, 200);
  });

  test('when any bytes come, then the connection ends in a refusal or without a word, and the portal lives on', async (t) => {
    const portal = await TestPortal.start(t, under);
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
      fc
        .constantFrom(
          'GET / HTTP/1.1\r\n',
          'POST /api/session HTTP/1.1\r\n',
          `Host: ${portal.host}\r\n`,
          '\r\n',
          '\r\n\r\n',
        )
        .map((text) => Buffer.from(text)),
      fc
        .constantFrom(
          'Transfer-Encoding: chunked\r\n',
          'Content-Length: 5\r\n',
          'Content-Length: -1\r\n',
          'ffffffff\r\n',
        )
        .map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 8 }), async (pieces) => {
        const client = await RawClient.open(t, portal.portal.port);
        client.write(Buffer.concat(pieces));
        client.socket.end();
        const said = await client.closed;
        // Only the static page is there for everybody.
        if (said.startsWith('HTTP/1.1 200')) assert.match(said, /<title>choice<\/title>/);
        else assert.match(said, /^(HTTP\/1\.[01] 4\d\d |$)/);
        assert.equal((await portal.get('/api/prompts')).status, 200);
      }),
      { numRuns: 200 },
    );
  });
});
