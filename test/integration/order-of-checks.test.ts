// The order of checks: a request with every fault at once is mended fault by fault, and each refusal is the next one.
import assert from 'node:assert/strict';
import { forEachEngine } from '../contract/engines.ts';
import { assertRefused } from '../helpers/answers.ts';
import { test } from '../helpers/attempts.ts';
import { TestPortal } from '../helpers/portal.ts';

interface Attempt {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly origin: string;
  readonly site: string;
  readonly token: string;
  readonly type: string;
  readonly body: string;
}

forEachEngine((under) => {
  test('when a request has many faults, then Host, route, method, Origin, site, token, size, type, meaning decide in turn', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask();
    const worst: Attempt = {
      method: 'PUT',
      path: '/nothing',
      host: 'evil.example',
      origin: 'https://evil.example',
      site: 'cross-site',
      token: 'wrong',
      type: 'text/plain',
      body: 'x'.repeat(70_000),
    };
    const path = `/api/prompts/${id}/answer`;
    const meaning = JSON.stringify({ request_id: 'r1', answer: { values: ['staging'] } });
    const mending: [status: number, fault: RegExp, mend: Partial<Attempt>][] = [
      [421, /Host/, { host: portal.host }],
      [404, /nothing at this address/, { path }],
      [405, /use POST/, { method: 'POST' }],
      [403, /header Origin/, { origin: portal.url.origin }],
      [403, /header Sec-Fetch-Site/, { site: 'same-origin' }],
      [401, /header Authorization/, { token: portal.tabToken }],
      [413, /65536 bytes/, { body: '{' }],
      [415, /header Content-Type/, { type: 'application/json' }],
      [400, /valid JSON/, { body: '{}' }],
      [422, /request_id/, { body: meaning }],
    ];
    let attempt = worst;
    for (const [status, fault, mend] of mending) {
      assertRefused(await send(portal, attempt), status, fault);
      attempt = { ...attempt, ...mend };
    }
    assert.equal((await send(portal, attempt)).status, 200);
  });

  test('when a handshake has many faults, then Host, route, Origin and token decide in turn, before any 101', async (t) => {
    const portal = await TestPortal.start(t, under);
    const faults = { Host: 'evil.example', Origin: 'null', 'Sec-WebSocket-Protocol': 'choice.v3, choice.token.wrong' };
    const { host } = portal;
    const { origin } = portal.url;
    assertRefused(await portal.upgrade('/nothing', faults), 421, /Host/);
    assertRefused(await portal.upgrade('/nothing', { ...faults, Host: host }), 404, /no WebSocket/);
    assertRefused(await portal.upgrade('/ws', { ...faults, Host: host }), 403, /Origin/);
    assertRefused(
      await portal.upgrade('/ws', { ...faults, Host: host, Origin: origin }),
      401,
      /Sec-WebSocket-Protocol/,
    );
    const token = `choice.v3, choice.token.${portal.tabToken}`;
    const accepted = await portal.upgrade('/ws', { 'Sec-WebSocket-Protocol': token });
    assert.equal(accepted.status, 101);
    assert.equal(accepted.headers.get('sec-websocket-protocol'), 'choice.v3', 'the token is not said back');
  });

  test('when a body is announced as too large or turns out to be, then it is refused before its type or meaning', async (t) => {
    const portal = await TestPortal.start(t, under);
    const { id } = await portal.ask();
    const headers = [portal.bearer, portal.origin, 'Content-Type: application/json'];
    const path = `/api/prompts/${id}/answer`;
    const announced = [`POST ${path} HTTP/1.1`, `Host: ${portal.host}`, ...headers, 'Content-Length: 65537', '', ''];
    assertRefused(await portal.exchange(announced.join('\r\n')), 413, /at most 65536 bytes/);
    const chunk = `10001\r\n${'x'.repeat(65_537)}\r\n`;
    const chunked = [
      `POST ${path} HTTP/1.1`,
      `Host: ${portal.host}`,
      ...headers,
      'Transfer-Encoding: chunked',
      '',
      chunk,
    ];
    assertRefused(await portal.exchange(chunked.join('\r\n')), 413, /at most 65536 bytes/);
    const most = { headers, body: `"${'x'.repeat(65_534)}"` };
    assertRefused(await portal.call('POST', path, most), 422, /./);
  });
});

function send(portal: TestPortal, { method, path, host, origin, site, token, type, body }: Attempt) {
  const headers = [
    `Origin: ${origin}`,
    `Sec-Fetch-Site: ${site}`,
    `Authorization: Bearer ${token}`,
    `Content-Type: ${type}`,
  ];
  return portal.call(method, path, { host, headers, body });
}
