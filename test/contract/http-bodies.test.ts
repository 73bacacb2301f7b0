// Request bodies: delivered whole, bounded, or left unread.
import assert from 'node:assert/strict';
import type { TransportHandlers } from '../../src/transport/transport.ts';
import { test } from '../helpers/attempts.ts';
import { forEachEngine } from './engines.ts';
import { start, text } from './portal-stub.ts';
import { head, RawClient } from './raw-client.ts';

const MAX_BODY_BYTES = 1000;

/** Answers with the body itself. */
const returning: Pick<TransportHandlers, 'request'> = {
  request: () => ({
    maxBodyBytes: MAX_BODY_BYTES,
    tooLarge: text(413, 'too large'),
    handle: (body) => ({ status: 200, headers: {}, body }),
  }),
};

forEachEngine((under) => {
  test('a body sent with its head is delivered', async (t) => {
    const { port } = await start(t, under, returning);
    const client = await RawClient.open(t, port);
    client.write(`${head('POST', '/', ['Content-Length: 5'])}hello`);
    assert.equal((await client.response()).body.toString(), 'hello');
  });

  test('a body sent in pieces is delivered whole, byte for byte', async (t) => {
    const { port } = await start(t, under, returning);
    const client = await RawClient.open(t, port);
    await client.writePiece(head('PUT', '/', ['Content-Length: 9']));
    for (const piece of [[0, 255], [10, 13, 0], [1], [200, 201, 202]]) await client.writePiece(Uint8Array.from(piece));
    assert.deepEqual([...(await client.response()).body], [0, 255, 10, 13, 0, 1, 200, 201, 202]);
  });

  test('a chunked body is delivered whole', async (t) => {
    const { port } = await start(t, under, returning);
    const client = await RawClient.open(t, port);
    await client.writePiece(head('POST', '/', ['Transfer-Encoding: chunked']));
    for (const piece of ['3\r\nabc\r\n', '2\r', '\nde\r\n0\r\n\r\n']) await client.writePiece(piece);
    assert.equal((await client.response()).body.toString(), 'abcde');
  });

  test('a request without a body has an empty one', async (t) => {
    const { port } = await start(t, under, returning);
    const client = await RawClient.open(t, port);
    for (const headers of [[], ['Content-Length: 0']]) {
      client.write(head('POST', '/', headers));
      const { status, body } = await client.response();
      assert.equal(status, 200);
      assert.equal(body.byteLength, 0);
    }
  });

  test('a body of exactly the limit is delivered', async (t) => {
    const { port } = await start(t, under, returning);
    const client = await RawClient.open(t, port);
    client.write(head('POST', '/', [`Content-Length: ${MAX_BODY_BYTES}`]) + 'x'.repeat(MAX_BODY_BYTES));
    assert.equal((await client.response()).body.byteLength, MAX_BODY_BYTES);
  });

  test('a body announced as too long is refused before it is sent, and the connection closed', async (t) => {
    const { port } = await start(t, under, returning);
    const client = await RawClient.open(t, port);
    client.write(head('POST', '/', [`Content-Length: ${MAX_BODY_BYTES + 1}`]));
    const { status, body } = await client.response();
    assert.equal(status, 413);
    assert.equal(body.toString(), 'too large');
    await client.closed;
  });

  test('a chunked body is refused as soon as it is too long, and the connection closed', async (t) => {
    const { port } = await start(t, under, returning);
    const client = await RawClient.open(t, port);
    await client.writePiece(head('POST', '/', ['Transfer-Encoding: chunked']));
    await client.writePiece(`258\r\n${'x'.repeat(600)}\r\n`);
    await client.writePiece(`191\r\n${'x'.repeat(401)}\r\n`);
    assert.equal((await client.response()).status, 413);
    await client.closed;
  });

  test('a peer that goes on sending after 413 is cut off', async (t) => {
    const { port } = await start(t, under, returning);
    const client = await RawClient.open(t, port);
    client.write(head('POST', '/', ['Transfer-Encoding: chunked']));
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
    const sendOn = () => {
      if (client.socket.writable) client.socket.write(chunk, sendOn);
    };
    sendOn();
    await client.closed;
  });

  test('an immediate reply to a request whose body is not read leaves the connection usable', async (t) => {
    const { port } = await start(t, under, { request: (seen) => ({ reply: text(200, seen.path) }) });
    const client = await RawClient.open(t, port);
    await client.writePiece(head('POST', '/1', ['Content-Length: 10']));
    assert.equal((await client.response()).body.toString(), '/1');
    await client.writePiece('01234');
    await client.writePiece(`56789${head('GET', '/2')}`);
    assert.equal((await client.response()).body.toString(), '/2');
  });

  test('a reply that takes its time arrives, other requests meanwhile', async (t) => {
    const release: (() => void)[] = [];
    const { port } = await start(t, under, {
      request: (seen) =>
        seen.path === '/now'
          ? { reply: text(200, 'now') }
          : {
              maxBodyBytes: MAX_BODY_BYTES,
              tooLarge: text(413, ''),
              handle: (body) =>
                new Promise((resolve) => {
                  const kept = Buffer.from(body).toString();
                  release.push(() => resolve(text(200, kept)));
                }),
            },
    });
    const [slow, fast] = [await RawClient.open(t, port), await RawClient.open(t, port)];
    await slow.writePiece(`${head('POST', '/', ['Content-Length: 4'])}late`);
    fast.write(head('GET', '/now'));
    assert.equal((await fast.response()).body.toString(), 'now');
    while (release.length === 0) await new Promise(setImmediate);
    release[0]?.();
    assert.equal((await slow.response()).body.toString(), 'late');
  });
});
