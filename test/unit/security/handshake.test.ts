// Shaking hands with whoever listens: a portal of one's own, an impostor that is told no secret, or silence.
import assert from 'node:assert/strict';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { describe, type TestContext, test } from 'node:test';
import { shakeHands } from '../../../src/security/handshake.ts';
import { newKey } from '../../../src/security/key.ts';
import { proveIdentity } from '../../../src/security/token.ts';

const KEY = newKey();
const BUSY = 'HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n';
const handshake = { name: 'choice', instance: 'one', protocol: 1, version: '1', pid: 1, engine: 'node', open: 0 };

/** Listens with `serve` for each connection until the test ends. */
function listen(t: TestContext, serve: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    serve(socket);
  });
  t.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}

/** Answers each request with what `reply` makes of its nonce. */
function answer(t: TestContext, reply: (nonce: string, port: number) => string, seen: string[] = []): Promise<number> {
  const server = createHttpServer((request, response) => {
    seen.push(JSON.stringify([request.method, request.url, request.rawHeaders]));
    const { port } = server.address() as AddressInfo;
    response.end(reply(new URL(request.url ?? '/', 'http://x').searchParams.get('nonce') ?? '', port));
  });
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}

describe('a handshake', { concurrency: true }, () => {
  test('when the proof is right, then the handshake is given', async (t) => {
    const port = await answer(t, (nonce, own) =>
      JSON.stringify({ ...handshake, proof: proveIdentity(KEY, nonce, own) }),
    );
    assert.equal((await shakeHands(port, KEY))?.instance, 'one');
  });

  test('when a squatter listens, then it sees a fresh nonce and no secret, and is not believed', async (t) => {
    const seen: string[] = [];
    const port = await answer(t, () => JSON.stringify({ ...handshake, proof: proveIdentity(newKey(), 'x', 1) }), seen);
    assert.deepEqual([await shakeHands(port, KEY), await shakeHands(port, KEY)], [null, null]);
    assert.equal(new Set(seen).size, 2, 'a nonce is used once');
    for (const request of seen) {
      assert.match(request, /^\["GET","\/healthz\?nonce=[\w-]{22}"/);
      assert.ok(!request.includes(KEY) && !/authorization|cookie/i.test(request), request);
    }
  });

  const impostors: Readonly<Record<string, (nonce: string, port: number) => string>> = {
    'no proof': () => JSON.stringify(handshake),
    'a proof of null': () => JSON.stringify({ ...handshake, proof: null }),
    'a proof for another port': (nonce, port) =>
      JSON.stringify({ ...handshake, proof: proveIdentity(KEY, nonce, port + 1) }),
    'a proof of an older nonce': (_, port) =>
      JSON.stringify({ ...handshake, proof: proveIdentity(KEY, 'older', port) }),
    'another name': (nonce, port) =>
      JSON.stringify({ ...handshake, name: 'other', proof: proveIdentity(KEY, nonce, port) }),
    'a protocol that is no number': (nonce, port) =>
      JSON.stringify({ ...handshake, protocol: '1', proof: proveIdentity(KEY, nonce, port) }),
    'no JSON': () => '<!doctype html>',
    null: () => 'null',
    'an endless reply': () => JSON.stringify({ ...handshake, more: 'x'.repeat(100_000) }),
  };
  for (const [what, reply] of Object.entries(impostors)) {
    test(`when the reply has ${what}, then null`, async (t) => {
      assert.equal(await shakeHands(await answer(t, reply), KEY), null);
    });
  }

  test('when nobody listens, then null at once', async (t) => {
    const port = await listen(t, () => {});
    const closed = await new Promise<number>((resolve) => {
      const server = createServer();
      server.listen(0, '127.0.0.1', () => {
        const { port: free } = server.address() as AddressInfo;
        server.close(() => resolve(free));
      });
    });
    assert.notEqual(closed, port);
    assert.equal(await shakeHands(closed, KEY), null);
  });

  const silences: Readonly<Record<string, (socket: Socket) => void>> = {
    'accepts and never answers': () => {},
    'answers a head and no body': (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n'),
    'drips a byte now and then': (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n');
      const timer = setInterval(() => socket.write(' '), 50);
      socket.once('close', () => clearInterval(timer));
    },
    'hangs up': (socket) => socket.destroy(),
    'is busy': (socket) => socket.write(BUSY),
    'is busy, slowly': (socket) => {
      const timer = setTimeout(() => socket.write(BUSY), 1_000);
      socket.once('close', () => clearTimeout(timer));
    },
  };
  for (const [what, serve] of Object.entries(silences)) {
    test(`when a peer ${what}, then null within about 2 s`, async (t) => {
      const port = await listen(t, serve);
      const started = performance.now();
      assert.equal(await shakeHands(port, KEY), null);
      assert.ok(performance.now() - started < 3_000);
    });
  }
});
