// What goes over an open WebSocket, and how each kind of misuse ends it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import type { SocketListener } from '../../src/transport/transport.ts';
import { test } from '../helpers/attempts.ts';
import { type EngineUnderTest, forEachEngine } from './engines.ts';
import { accepting, echo, OPTIONS, RecordingListener, type Running, start } from './portal-stub.ts';
import { frame, OPCODE, RawClient } from './raw-client.ts';
import { WsClient } from './ws-client.ts';

const MALFORMED_FRAMES: Record<string, Buffer> = {
  'a reserved bit': Buffer.from([0xc1, 0x80, 0, 0, 0, 0]),
  'a reserved opcode': frame(3),
  'a reserved control opcode': frame(11),
  'a fragmented ping': frame(OPCODE.ping, 'x', false),
  'a ping above 125 bytes': frame(OPCODE.ping, 'x'.repeat(126)),
  'a continuation of nothing': frame(OPCODE.continuation, 'x'),
  'a message inside a fragmented message': Buffer.concat([frame(OPCODE.text, 'a', false), frame(OPCODE.text, 'b')]),
  'a text that is not UTF-8': frame(OPCODE.text, Uint8Array.from([0xc3, 0x28])),
  'a text with a surrogate': frame(OPCODE.text, Uint8Array.from([0xed, 0xa0, 0x80])),
  'a text of 2^63 bytes': Buffer.from([0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
};

const THROWING_LISTENERS: Record<string, Partial<SocketListener>> = {
  open: {
    open: () => {
      throw new Error('in open');
    },
  },
  message: {
    message: () => {
      throw new Error('in message');
    },
  },
  'open, by a close code that must not be sent': { open: (socket) => socket.close(1005, '') },
};

/** A portal whose `/` sockets listen with `own`, and the listener of the first. */
async function listening(
  t: TestContext,
  under: EngineUnderTest,
  own: Partial<SocketListener>,
  limits: { maxMessageBytes?: number } = {},
): Promise<Running & { listener: RecordingListener }> {
  const listener = new RecordingListener(own);
  let first = true;
  const next = () => {
    const given = first ? listener : echo();
    first = false;
    return given;
  };
  return { ...(await start(t, under, accepting(next, limits))), listener };
}

async function assertAlive(t: TestContext, { port }: Running): Promise<void> {
  const client = await WsClient.open(t, port);
  assert.equal(await client.exchange('still here'), 'still here');
}

forEachEngine((under) => {
  test('texts of every length and alphabet come back as sent, in order', async (t) => {
    const { port } = await start(t, under, accepting(echo));
    const client = await WsClient.open(t, port);
    const texts = [
      'a',
      '',
      'grüße',
      '𝄞 🙂',
      '\u0000\ufeff\u2028',
      '\ufeff',
      'x'.repeat(125),
      'é'.repeat(100),
      'x'.repeat(65_536),
    ];
    for (const sent of texts) assert.equal(await client.exchange(sent), sent);
  });

  test('many messages in one packet arrive one by one, in order', async (t) => {
    const { port } = await start(t, under, accepting(echo));
    const client = await RawClient.upgraded(t, port);
    client.write(Buffer.concat(Array.from({ length: 200 }, (_, index) => frame(OPCODE.text, `${index}`))));
    for (let index = 0; index < 200; index++) assert.equal((await client.frame()).payload.toString(), `${index}`);
  });

  test('a fragmented message arrives whole, a ping between its parts is answered', async (t) => {
    const { port } = await start(t, under, accepting(echo));
    const client = await RawClient.upgraded(t, port);
    const [note0, note1, note2, note3] = Buffer.from('𝄞');
    await client.writePiece(frame(OPCODE.text, Uint8Array.from([note0 ?? 0, note1 ?? 0]), false));
    await client.writePiece(frame(OPCODE.ping, 'mid'));
    await client.writePiece(frame(OPCODE.continuation, Uint8Array.from([note2 ?? 0, note3 ?? 0])));
    assert.deepEqual(await client.frame(), { opcode: OPCODE.pong, payload: Buffer.from('mid') });
    assert.equal((await client.frame()).payload.toString(), '𝄞');
  });

  test('a ping is answered by a pong with the same payload', async (t) => {
    const { port } = await start(t, under, accepting(echo));
    const client = await WsClient.open(t, port);
    client.socket.ping('are you there');
    const [payload] = await once(client.socket, 'pong');
    assert.equal(payload.toString(), 'are you there');
  });

  test('half a surrogate pair is sent as a replacement character, and the connection lives', async (t) => {
    const { port, listener } = await listening(t, under, {});
    const client = await WsClient.open(t, port);
    (await listener.opened).send('a\ud800b');
    assert.equal(await client.next(), 'a\ufffdb');
  });

  test('a binary message closes with 1003 and is not delivered', async (t) => {
    const { port, listener } = await listening(t, under, {});
    const client = await WsClient.open(t, port);
    client.send(Buffer.from('hi'));
    client.send('after');
    assert.equal(await client.closed, 1003);
    await listener.closed;
    assert.equal(listener.types, 'open close');
  });

  test("a message of exactly the socket's limit is delivered, one byte more closes with 1009", async (t) => {
    const running = await listening(t, under, {}, { maxMessageBytes: 1000 });
    const client = await WsClient.open(t, running.port);
    client.send('x'.repeat(1000));
    client.send('x'.repeat(1001));
    client.send('after');
    assert.equal(await client.closed, 1009);
    await running.listener.closed;
    assert.deepEqual(running.listener.messages, ['x'.repeat(1000)]);
    await assertAlive(t, running);
  });

  test("a message above the engine's limit closes with 1009, whatever the socket's limit", async (t) => {
    const { port, listener } = await listening(t, under, {}, { maxMessageBytes: Number.MAX_SAFE_INTEGER });
    const client = await WsClient.open(t, port);
    client.send('x'.repeat(OPTIONS.maxMessageBytes));
    client.send('x'.repeat(OPTIONS.maxMessageBytes + 1));
    assert.equal(await client.closed, 1009);
    await listener.closed;
    assert.deepEqual(listener.messages, ['x'.repeat(OPTIONS.maxMessageBytes)]);
  });

  test('a message announced far above the limit ends the connection before it is sent', async (t) => {
    const running = await listening(t, under, {});
    const client = await RawClient.upgraded(t, running.port);
    client.write(frame(OPCODE.text, 'x'.repeat(1_000_000)).subarray(0, 100));
    // uWebSockets.js cuts the connection without a close frame where the limit is passed by more than double.
    if (under.engine === 'node') assert.equal((await client.frame()).payload.readUInt16BE(), 1009);
    await running.listener.closed;
    await assertAlive(t, running);
  });

  test('fragments that add up to more than the limit end the connection', async (t) => {
    const running = await listening(t, under, {}, { maxMessageBytes: 1000 });
    const client = await RawClient.upgraded(t, running.port);
    client.write(frame(OPCODE.text, 'x'.repeat(600), false));
    client.write(frame(OPCODE.continuation, 'x'.repeat(600)));
    assert.equal((await client.frame()).payload.readUInt16BE(), 1009);
    await running.listener.closed;
    assert.deepEqual(running.listener.messages, []);
  });

  for (const [name, bytes] of Object.entries(MALFORMED_FRAMES)) {
    test(`${name} ends the connection and nothing is delivered`, async (t) => {
      const running = await listening(t, under, {});
      const client = await RawClient.upgraded(t, running.port);
      client.write(bytes);
      await running.listener.closed;
      client.socket.end();
      await client.closed;
      assert.equal(running.listener.types, 'open close');
      await assertAlive(t, running);
    });
  }

  test('a frame that is not masked is not delivered', async (t) => {
    const running = await listening(t, under, {});
    const client = await RawClient.upgraded(t, running.port);
    client.write(Uint8Array.from([0x81, 1, 65]));
    client.socket.end();
    await running.listener.closed;
    assert.deepEqual(running.listener.messages, []);
    await assertAlive(t, running);
  });

  for (const [name, own] of Object.entries(THROWING_LISTENERS)) {
    test(`a listener that throws in ${name} closes its socket with 1011, and the others go on`, async (t) => {
      const running = await listening(t, under, own);
      const client = WsClient.start(t, running.port);
      await running.listener.opened;
      const other = await WsClient.open(t, running.port);
      await client.opened;
      if (client.socket.readyState === client.socket.OPEN) client.send('hi');
      assert.equal(await client.closed, 1011);
      assert.equal(await other.exchange('unharmed'), 'unharmed');
      await running.listener.closed;
      assert.equal(running.listener.types.endsWith('close'), true);
      assert.equal(running.failures.length, 1);
    });
  }

  test('a listener that throws in close does no harm', async (t) => {
    const running = await listening(t, under, {
      close: () => {
        throw new Error('in close');
      },
    });
    (await WsClient.open(t, running.port)).socket.close();
    await running.listener.closed;
    await assertAlive(t, running);
    assert.equal(running.failures.length, 1);
  });
});
