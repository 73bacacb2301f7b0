// Whatever a peer or a handler does wrong ends in one reply or one close, and the transport lives on.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import type { Reply, RequestDecision } from '../../src/transport/transport.ts';
import { test } from '../helpers/attempts.ts';
import { type EngineUnderTest, forEachEngine } from './engines.ts';
import { deferred, OPTIONS, type Running, start, text } from './portal-stub.ts';
import { head, RawClient } from './raw-client.ts';

/** Refused by both engines in words. */
const MALFORMED: Record<string, string> = {
  'two Content-Length headers': head('POST', '/', ['Content-Length: 3', 'Content-Length: 5']),
  'a Transfer-Encoding other than chunked': head('POST', '/', ['Transfer-Encoding: gzip, chunked']),
  'a path outside ASCII': head('GET', '/é'),
};

/**
 * Answered with 400 by node:http. uWebSockets.js drops these, some after waiting 10 s for the rest: releases up to 20.30
 * without a reply, newer ones with a bare 400.
 */
const MALFORMED_BELOW_UWS: Record<string, string> = {
  'a Content-Length that is no number': head('POST', '/', ['Content-Length: x']),
  'no Host': head('GET', '/', ['Host-Is-Missing: x']).replace('Host: 127.0.0.1\r\n', ''),
  'no header at all': 'GET / HTTP/1.1\r\n\r\n',
  'no request line': 'asdf\r\n\r\n',
  'the start of a TLS handshake': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  'an absolute target': head('GET', 'http://evil.example/'),
  'an unknown method': head('BREW', '/'),
  'a method in lower case': head('get', '/'),
  CONNECT: head('CONNECT', 'evil.example:443'),
  'both Content-Length and Transfer-Encoding': head('POST', '/', ['Content-Length: 3', 'Transfer-Encoding: chunked']),
};

const THROWING: Record<string, () => RequestDecision> = {
  'a request handler that throws': () => {
    throw new Error('in request');
  },
  'a body handler that throws': () =>
    wanting(() => {
      throw new Error('in handle');
    }),
  'a body handler that rejects': () => wanting(() => Promise.reject(new Error('in handle, later'))),
  'a reply header with a line break': () => ({ reply: text(200, '', { 'x-split': 'a\r\nx-evil: 1' }) }),
  'a reply header with a NUL': () => ({ reply: text(200, '', { 'x-nul': 'a\0b' }) }),
  'a reply header with a bare CR, after a wait': () => wanting(async () => text(200, '', { 'x-cr': 'a\rb' })),
  'a reply header with a line break in its name': () => ({ reply: text(200, '', { 'x\ny': 'a' }) }),
  'a reply header that frames the message': () => ({ reply: text(200, '', { 'Content-Length': '1' }) }),
  'a reply with an impossible status': () => ({ reply: text(99, '') }),
};

function wanting(handle: (body: Uint8Array) => Reply | Promise<Reply>): RequestDecision {
  return { maxBodyBytes: 100, tooLarge: text(413, ''), handle };
}

async function assertAlive(t: TestContext, { port }: Running, path = '/'): Promise<void> {
  const client = await RawClient.open(t, port);
  client.write(head('GET', path));
  assert.equal((await client.response()).status, 200);
}

function ofLength(bytes: number): string {
  const rest = head('GET', '/?', ['X: ']).length;
  return head('GET', '/?', [`X: ${'x'.repeat(bytes - rest)}`]);
}

function refusalsTest(under: EngineUnderTest, name: string, bytes: string): void {
  test(`${name} is refused with 400 and closed`, async (t) => {
    const running = await start(t, under, {});
    const client = await RawClient.open(t, running.port);
    client.write(bytes);
    const { status, headers, body } = await client.response();
    assert.equal(status, 400);
    assert.equal(headers.get('x-refused'), 'engine');
    assert.equal(body.toString(), 'malformed 400');
    assert.equal(await client.closed, '');
    await assertAlive(t, running);
  });
}

forEachEngine((under) => {
  for (const [name, bytes] of Object.entries(MALFORMED)) refusalsTest(under, name, bytes);

  for (const [name, bytes] of Object.entries(MALFORMED_BELOW_UWS)) {
    if (under.engine === 'node') {
      refusalsTest(under, name, bytes);
    } else {
      test(`${name} never reaches a handler; the connection is closed, at most with a 400`, async (t) => {
        let asked = 0;
        const { port } = await start(t, under, {
          request: () => {
            asked += 1;
            return { reply: text(200, '') };
          },
        });
        const client = await RawClient.open(t, port);
        client.write(bytes);
        assert.match(await client.closed, /^(HTTP\/1\.1 400 .*)?$/s);
        assert.equal(asked, 0);
      });
    }
  }

  test('a broken chunk ends the connection, and the handler never gets the body', async (t) => {
    let handled = 0;
    const running = await start(t, under, {
      request: (seen) =>
        seen.method === 'GET'
          ? { reply: text(200, '') }
          : wanting(() => {
              handled += 1;
              return text(200, '');
            }),
    });
    const client = await RawClient.open(t, running.port);
    client.write(`${head('POST', '/', ['Transfer-Encoding: chunked'])}zz\r\nabc\r\n0\r\n\r\n`);
    assert.doesNotMatch(await client.closed, /^HTTP\/1.1 2/);
    assert.equal(handled, 0);
    await assertAlive(t, running);
  });

  test('a head of exactly the limit is served, one byte more is refused with 431', async (t) => {
    const running = await start(t, under, {});
    for (const [extra, expected] of [
      [0, 200],
      [1, 431],
      [3000, 431],
    ] as const) {
      const client = await RawClient.open(t, running.port);
      client.write(ofLength(OPTIONS.maxHeadBytes + extra));
      assert.equal((await client.response()).status, expected, `${extra} over`);
      if (expected === 431) await client.closed;
    }
    await assertAlive(t, running);
  });

  test('a head that never ends is cut off', async (t) => {
    const running = await start(t, under, {});
    const client = await RawClient.open(t, running.port);
    client.write('GET / HTTP/1.1\r\nHost: x\r\n');
    // Short lines would fill the buffers of the kernel in one turn of the event loop, for seconds.
    const line = `X: ${'x'.repeat(1000)}\r\n`;
    const sendOn = () => {
      if (client.socket.writable) client.socket.write(line, sendOn);
    };
    sendOn();
    await client.closed;
    await assertAlive(t, running);
  });

  for (const [name, decide] of Object.entries(THROWING)) {
    test(`${name} is answered by failed`, async (t) => {
      const running = await start(t, under, {
        request: (seen) => (seen.path === '/ok' ? { reply: text(200, '') } : decide()),
      });
      const client = await RawClient.open(t, running.port);
      client.write(head('POST', '/', ['Content-Length: 0']));
      const { status, headers, body } = await client.response();
      assert.equal(status, 500);
      assert.equal(body.toString(), 'failed');
      assert.equal(headers.has('x-evil'), false);
      assert.equal(running.failures.length, 1);
      await assertAlive(t, running, '/ok');
    });
  }

  test('when failed and malformed throw too, a bare 500 is sent', async (t) => {
    const broken = () => {
      throw new Error('broken');
    };
    const { port } = await start(t, under, { request: broken, failed: broken, malformed: broken });
    const client = await RawClient.open(t, port);
    client.write(head('GET', '/'));
    assert.equal((await client.response()).status, 500);
    const malformed = await RawClient.open(t, port);
    malformed.write(MALFORMED['two Content-Length headers'] ?? '');
    assert.equal((await malformed.response()).status, 500);
  });

  test('a peer that leaves in the middle of its body does no harm', async (t) => {
    const asked = deferred();
    const running = await start(t, under, {
      request: (seen) => {
        if (seen.method === 'GET') return { reply: text(200, '') };
        asked.resolve();
        return wanting(() => assert.fail('the body was never whole'));
      },
    });
    const client = await RawClient.open(t, running.port);
    await client.writePiece(`${head('POST', '/', ['Content-Length: 10'])}abc`);
    await asked.promise;
    client.socket.resetAndDestroy();
    await client.closed;
    await assertAlive(t, running);
    assert.deepEqual(running.failures, []);
  });

  test('a peer that leaves before its reply is ready does no harm', async (t) => {
    const handling = deferred();
    const reply = deferred<Reply>();
    const running = await start(t, under, {
      request: (seen) => {
        if (seen.method === 'GET') return { reply: text(200, '') };
        return wanting(() => {
          handling.resolve();
          return reply.promise;
        });
      },
    });
    const client = await RawClient.open(t, running.port);
    client.write(`${head('POST', '/', ['Content-Length: 1'])}x`);
    await handling.promise;
    client.socket.resetAndDestroy();
    await once(client.socket, 'close');
    await assertAlive(t, running);
    reply.resolve(text(200, 'too late'));
    await assertAlive(t, running);
    assert.deepEqual(running.failures, []);
  });

  test('a request sent before the last one was answered is answered in turn, or ends the connection', async (t) => {
    const reply = deferred<Reply>();
    const handling = deferred();
    const running = await start(t, under, {
      request: (seen) => {
        if (seen.path === '/next') return { reply: text(200, 'second') };
        return wanting(() => {
          handling.resolve();
          return reply.promise;
        });
      },
    });
    const client = await RawClient.open(t, running.port);
    await client.writePiece(head('GET', '/'));
    await handling.promise;
    await client.writePiece(head('GET', '/next'));
    // uWebSockets.js does not queue requests: browsers and fetch do not send any.
    if (under.engine === 'uws') {
      assert.equal(await client.closed, '');
      reply.resolve(text(200, 'first'));
    } else {
      reply.resolve(text(200, 'first'));
      assert.equal((await client.response()).body.toString(), 'first');
      assert.equal((await client.response()).body.toString(), 'second');
    }
    await assertAlive(t, running, '/next');
  });
});
