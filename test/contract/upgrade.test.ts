// From an upgrade request to an open WebSocket, or to a refusal before any 101.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { header, type RequestHead } from '../../src/transport/transport.ts';
import { test } from '../helpers/attempts.ts';
import { forEachEngine } from './engines.ts';
import { accepting, echo, RecordingListener, start, text } from './portal-stub.ts';
import { frame, handshake, head, OPCODE, RawClient } from './raw-client.ts';
import { WsClient } from './ws-client.ts';

const UNSOUND: Record<string, string> = {
  'without a key': handshake('/', { 'Sec-WebSocket-Key': null }),
  'with a short key': handshake('/', { 'Sec-WebSocket-Key': 'abc' }),
  'with a key that is not base64': handshake('/', { 'Sec-WebSocket-Key': '!'.repeat(24) }),
  'without a version': handshake('/', { 'Sec-WebSocket-Version': null }),
  'with version 99': handshake('/', { 'Sec-WebSocket-Version': '99' }),
  'by POST': handshake('/', {}, 'POST'),
  'with a body': `${handshake('/', { 'Content-Length': '3' })}abc`,
  'with the same sub-protocol twice': handshake('/', { 'Sec-WebSocket-Protocol': 'a, a' }),
  'with an empty sub-protocol': handshake('/', { 'Sec-WebSocket-Protocol': 'a,,b' }),
};

forEachEngine((under) => {
  test('the handler sees the head of an upgrade and may confirm one of the sub-protocols', async (t) => {
    let seen: RequestHead | undefined;
    const { port } = await start(t, under, {
      upgrade: (request) => {
        seen = request;
        return { protocol: 'choice.1', maxMessageBytes: 1000, listener: new RecordingListener() };
      },
    });
    const client = WsClient.start(t, port, '/ws/a%20b?c=d', ['other', 'choice.1'], 'http://127.0.0.1');
    await client.opened;
    assert.equal(client.socket.protocol, 'choice.1');
    assert.equal(seen?.method, 'GET');
    assert.equal(seen?.path, '/ws/a%20b');
    assert.equal(seen?.query, 'c=d');
    assert.equal(seen && header(seen, 'origin'), 'http://127.0.0.1');
    assert.equal(seen && header(seen, 'sec-websocket-protocol'), 'other,choice.1');
  });

  test('a null protocol confirms none and accepts', async (t) => {
    const { port } = await start(t, under, accepting(echo));
    for (const protocol of [null, 'a, b']) {
      const client = await RawClient.open(t, port);
      client.write(handshake('/', { 'Sec-WebSocket-Protocol': protocol }));
      const { status, headers } = await client.response();
      assert.equal(status, 101);
      assert.equal(headers.has('sec-websocket-protocol'), false);
    }
  });

  test('compression is never agreed on', async (t) => {
    const { port } = await start(t, under, accepting(echo));
    const client = await RawClient.open(t, port);
    client.write(handshake('/', { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' }));
    const { status, headers } = await client.response();
    assert.equal(status, 101);
    assert.equal(headers.has('sec-websocket-extensions'), false);
  });

  test('a refused upgrade gets the given status, headers and body, never 101, and the connection is closed', async (t) => {
    const { port } = await start(t, under, {
      upgrade: () => ({ reply: text(403, 'wrong origin', { 'x-why': 'origin' }) }),
    });
    const client = await RawClient.open(t, port);
    client.write(handshake('/ws'));
    const { status, headers, body } = await client.response();
    assert.equal(status, 403);
    assert.equal(headers.get('x-why'), 'origin');
    assert.equal(headers.get('content-length'), '12');
    assert.equal(headers.get('connection'), 'close');
    assert.equal(body.toString(), 'wrong origin');
    assert.equal(await client.closed, '');
  });

  test('the ws client learns of a refusal by its status', async (t) => {
    const { port } = await start(t, under, {});
    const [, response] = await once(WsClient.start(t, port).socket, 'unexpected-response');
    assert.equal(response.statusCode, 403);
  });

  for (const [name, decide] of Object.entries({
    'that throws': () => {
      throw new Error('in upgrade');
    },
    'that names a sub-protocol nobody offered': () => ({
      protocol: 'surprise',
      maxMessageBytes: 1000,
      listener: new RecordingListener(),
    }),
    'whose refusal has a line break in a header': () => ({ reply: text(403, '', { 'x-split': 'a\nb' }) }),
  })) {
    test(`an upgrade handler ${name} is answered by failed`, async (t) => {
      const { port, failures } = await start(t, under, { upgrade: decide });
      const client = await RawClient.open(t, port);
      client.write(handshake('/'));
      assert.equal((await client.response()).status, 500);
      assert.equal(failures.length, 1);
      await client.closed;
    });
  }

  for (const [name, bytes] of Object.entries(UNSOUND)) {
    test(`a handshake ${name} is refused with 400 without asking the handler`, async (t) => {
      const { port } = await start(t, under, {
        upgrade: () => assert.fail('asked'),
        request: () => assert.fail('asked'),
      });
      const client = await RawClient.open(t, port);
      client.write(bytes);
      const { status, headers } = await client.response();
      assert.equal(status, 400);
      assert.equal(headers.get('x-refused'), 'engine');
      await client.closed;
    });
  }

  test('a handshake without Host is never accepted', async (t) => {
    const { port } = await start(t, under, { upgrade: () => assert.fail('asked') });
    const client = await RawClient.open(t, port);
    client.write(handshake('/').replace('Host: 127.0.0.1\r\n', ''));
    assert.doesNotMatch(await client.closed, /^HTTP\/1.1 [12]/);
  });

  test('a handshake whose head is too large is refused with 431', async (t) => {
    const { port } = await start(t, under, accepting(echo));
    const client = await RawClient.open(t, port);
    client.write(handshake('/', { 'X-Large': 'x'.repeat(5000) }));
    assert.equal((await client.response()).status, 431);
    await client.closed;
  });

  test('a key without Upgrade is a plain request', async (t) => {
    const { port } = await start(t, under, { upgrade: () => assert.fail('asked') });
    const client = await RawClient.open(t, port);
    client.write(head('GET', '/', ['Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==']));
    assert.equal((await client.response()).status, 200);
  });

  test('a connection that carried requests may be upgraded', async (t) => {
    const { port } = await start(t, under, accepting(echo));
    const client = await RawClient.open(t, port);
    client.write(head('GET', '/'));
    assert.equal((await client.response()).status, 200);
    client.write(handshake('/'));
    assert.equal((await client.response()).status, 101);
    client.write(frame(OPCODE.text, 'hi'));
    assert.equal((await client.frame()).payload.toString(), 'hi');
  });

  test('a message sent from open arrives after the handshake', async (t) => {
    const greeting = () => new RecordingListener({ open: (socket) => void socket.send('welcome') });
    const { port } = await start(t, under, accepting(greeting));
    assert.equal(await WsClient.start(t, port).next(), 'welcome');
  });
});
