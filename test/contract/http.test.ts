// Requests as the handlers see them, and replies as the peer sees them.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { RequestHead } from '../../src/transport/transport.ts';
import { test } from '../helpers/attempts.ts';
import { forEachEngine } from './engines.ts';
import { start, text } from './portal-stub.ts';
import { handshake, head, RawClient } from './raw-client.ts';

const BINARY = Uint8Array.from({ length: 256 }, (_, byte) => byte);

forEachEngine((under) => {
  for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
    test(`${method} reaches the handler`, async (t) => {
      const { port } = await start(t, under, { request: (seen) => ({ reply: text(200, seen.method) }) });
      const client = await RawClient.open(t, port);
      client.write(head(method, '/x'));
      assert.equal((await client.response()).body.toString(), method);
    });
  }

  test('path and query arrive as sent, not decoded', async (t) => {
    const seen: RequestHead[] = [];
    const { port } = await start(t, under, {
      request: (request) => {
        seen.push(request);
        return { reply: text(200, '') };
      },
    });
    const client = await RawClient.open(t, port);
    for (const target of ['/', '//a/%2e%2E/../%zz%0d%0a', '/p?', '/p?a=%20&b=?c', '/?']) {
      client.write(head('GET', target));
      await client.response();
    }
    assert.deepEqual(
      seen.map(({ path, query }) => [path, query]),
      [
        ['/', ''],
        ['//a/%2e%2E/../%zz%0d%0a', ''],
        ['/p', ''],
        ['/p', 'a=%20&b=?c'],
        ['/', ''],
      ],
    );
  });

  test('every occurrence of every header arrives, in order, by its lower-case name', async (t) => {
    let seen: RequestHead | undefined;
    const { port } = await start(t, under, {
      request: (request) => {
        seen = request;
        return { reply: text(200, '') };
      },
    });
    const client = await RawClient.open(t, port);
    const twice = [
      'Origin: http://a',
      'ORIGIN: http://b',
      'Authorization: 1',
      'authorization: 2',
      'Cookie: a',
      'Cookie: b',
    ];
    client.write(head('GET', '/', ['Host: one', 'hoST: two', ...twice, 'X-Empty:', 'X-Spaced: \t a  b \t']));
    await client.response();
    assert.deepEqual(
      [...(seen?.headers ?? [])],
      [
        ['host', ['one', 'two']],
        ['origin', ['http://a', 'http://b']],
        ['authorization', ['1', '2']],
        ['cookie', ['a', 'b']],
        ['x-empty', ['']],
        ['x-spaced', ['a  b']],
      ],
    );
  });

  test('an empty Host is passed on for the handler to judge', async (t) => {
    const { port } = await start(t, under, {
      request: (seen) => ({ reply: text(200, JSON.stringify(seen.headers.get('host'))) }),
    });
    const client = await RawClient.open(t, port);
    client.write(head('GET', '/', ['Host:']));
    assert.equal((await client.response()).body.toString(), '[""]');
  });

  test('status, headers and a text body arrive exactly, with their length in bytes', async (t) => {
    const { port } = await start(t, under, {
      request: () => ({ reply: text(418, 'grüße 𝄞', { 'x-one': 'a b', 'X-Two': '' }) }),
    });
    const client = await RawClient.open(t, port);
    client.write(head('GET', '/'));
    const { status, headers, body } = await client.response();
    assert.equal(status, 418);
    assert.equal(body.toString(), 'grüße 𝄞');
    assert.equal(headers.get('content-length'), '12');
    assert.equal(headers.get('content-type'), 'text/plain');
    assert.equal(headers.get('x-one'), 'a b');
    assert.equal(headers.get('x-two'), '');
    assert.equal(headers.has('server'), false);
    assert.equal(headers.has('x-powered-by'), false);
  });

  test('a binary body arrives exactly, also one that is part of a larger buffer', async (t) => {
    const larger = new Uint8Array(300);
    larger.set(BINARY, 20);
    const body = larger.subarray(20, 276);
    const { port } = await start(t, under, { request: () => ({ reply: { status: 200, headers: {}, body } }) });
    const client = await RawClient.open(t, port);
    client.write(head('GET', '/'));
    assert.deepEqual(new Uint8Array((await client.response()).body), BINARY);
  });

  test('a body larger than the kernel takes at once arrives whole', async (t) => {
    const body = Buffer.alloc(8 * 1024 * 1024, 'abcdefg');
    const { port } = await start(t, under, { request: () => ({ reply: { status: 200, headers: {}, body } }) });
    const client = await RawClient.open(t, port);
    client.write(head('GET', '/'));
    assert.ok((await client.response()).body.equals(body));
  });

  test('HEAD is answered with the length of the body and without the body', async (t) => {
    const { port } = await start(t, under, {
      request: (seen) => ({ reply: text(200, seen.method === 'HEAD' ? 'hello' : 'next') }),
    });
    const client = await RawClient.open(t, port);
    client.write(head('HEAD', '/'));
    assert.equal((await client.response(true)).headers.get('content-length'), '5');
    client.write(head('GET', '/'));
    assert.equal((await client.response()).body.toString(), 'next');
  });

  for (const status of [204, 304]) {
    test(`${status} is answered without body and length`, async (t) => {
      const { port } = await start(t, under, { request: () => ({ reply: text(status, 'dropped') }) });
      const client = await RawClient.open(t, port);
      client.write(head('GET', '/'));
      const first = await client.response();
      assert.equal(first.status, status);
      assert.equal(first.headers.has('content-length'), false);
      client.write(head('GET', '/'));
      assert.equal((await client.response()).status, status);
    });
  }

  test('node:http sends request after request over one kept connection', async (t) => {
    const { port } = await start(t, under, { request: (seen) => ({ reply: text(200, seen.path) }) });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    t.after(() => agent.destroy());
    const localPorts = new Set<number | undefined>();
    for (const path of ['/1', '/2', '/3']) {
      const sent = request({ host: '127.0.0.1', port, path, agent }).end();
      const [response] = await once(sent, 'response');
      localPorts.add(response.socket.localPort);
      assert.equal(Buffer.concat(await response.toArray()).toString(), path);
    }
    assert.equal(localPorts.size, 1);
  });

  test('Connection: close from the peer is honoured', async (t) => {
    const { port } = await start(t, under, {});
    const client = await RawClient.open(t, port);
    client.write(head('GET', '/', ['Connection: close']));
    assert.equal((await client.response()).status, 200);
    await client.closed;
  });

  test('requests sent in one packet are answered in order', async (t) => {
    const { port } = await start(t, under, { request: (seen) => ({ reply: text(200, seen.path) }) });
    const client = await RawClient.open(t, port);
    client.write(head('GET', '/1') + head('GET', '/2'));
    assert.equal((await client.response()).body.toString(), '/1');
    assert.equal((await client.response()).body.toString(), '/2');
  });

  test('a head that arrives byte by byte is read', async (t) => {
    const { port } = await start(t, under, { request: (seen) => ({ reply: text(200, seen.path) }) });
    const client = await RawClient.open(t, port);
    for (const byte of head('GET', '/slow')) await client.writePiece(byte);
    assert.equal((await client.response()).body.toString(), '/slow');
  });

  test('an upgrade to something other than a WebSocket is ignored', async (t) => {
    const { port } = await start(t, under, {});
    const client = await RawClient.open(t, port);
    client.write(handshake('/', { Upgrade: 'h2c', Connection: 'Upgrade, HTTP2-Settings', 'HTTP2-Settings': '' }));
    const { status, body } = await client.response();
    assert.equal(status, 200);
    assert.equal(body.toString(), 'hello');
  });
});
