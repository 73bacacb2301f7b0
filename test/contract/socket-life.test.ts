// How a WebSocket ends: told once, safe to use afterwards, whoever ended it and however.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from '../../src/transport/transport.ts';
import { test } from '../helpers/attempts.ts';
import { forEachEngine } from './engines.ts';
import { accepting, echo, OPTIONS, RecordingListener, start } from './portal-stub.ts';
import { frame, handshake, OPCODE, RawClient } from './raw-client.ts';
import { WsClient } from './ws-client.ts';

/** What one turn of a peer or of the portal does to end an open socket. */
const ENDINGS: Record<string, (client: RawClient, socket: Socket) => void> = {
  'the peer closes': (client) => client.write(frame(OPCODE.close, Uint8Array.from([0x03, 0xe8]))),
  'the peer closes without a code': (client) => client.write(frame(OPCODE.close)),
  'the peer hangs up': (client) => client.socket.end(),
  'the peer is destroyed': (client) => client.socket.destroy(),
  'the peer resets the connection': (client) => client.socket.resetAndDestroy(),
  'the peer breaks the protocol': (client) => client.write(frame(3)),
  'the portal closes': (_client, socket) => socket.close(1000, ''),
  'the portal closes twice': (_client, socket) => {
    socket.close(4001, 'first');
    socket.close(4002, 'second');
  },
  'both close at once': (client, socket) => {
    client.write(frame(OPCODE.close, Uint8Array.from([0x03, 0xe8])));
    socket.close(1000, '');
  },
  'the portal sends more than may wait': (_client, socket) => {
    assert.equal(socket.send('x'.repeat(OPTIONS.maxBackpressureBytes + 1)), false);
  },
};

forEachEngine((under) => {
  for (const [name, end] of Object.entries(ENDINGS)) {
    test(`when ${name}, the listener hears of it once and last; sending and closing stay safe`, async (t) => {
      const listener = new RecordingListener();
      const listeners = [listener, echo()];
      const { port, failures } = await start(
        t,
        under,
        accepting(() => listeners.shift() ?? assert.fail('no listener left')),
      );
      const client = await RawClient.upgraded(t, port);
      const socket = await listener.opened;
      end(client, socket);
      await listener.closed;
      client.socket.destroy();
      await client.closed;
      assert.equal(socket.send('late'), false);
      socket.close(1000, 'late');
      const other = await WsClient.open(t, port);
      assert.equal(await other.exchange('unharmed'), 'unharmed');
      assert.equal(listener.types, 'open close');
      assert.deepEqual(failures, []);
    });
  }

  test('close is heard after the call that caused it has returned', async (t) => {
    const order: string[] = [];
    let socket: Socket | undefined;
    const listener = new RecordingListener({
      open: (opened) => {
        socket = opened;
      },
      message: () => {
        socket?.close(1000, '');
        order.push('returned');
      },
      close: () => {
        order.push('close', String(socket?.send('late')));
        socket?.close(1000, '');
      },
    });
    const { port } = await start(
      t,
      under,
      accepting(() => listener),
    );
    (await WsClient.open(t, port)).send('go');
    await listener.closed;
    assert.deepEqual(order, ['returned', 'close', 'false']);
  });

  test('nothing is delivered after the portal has closed', async (t) => {
    let socket: Socket | undefined;
    const listener = new RecordingListener({
      open: (opened) => {
        socket = opened;
      },
      message: () => socket?.close(1000, 'one is enough'),
    });
    const { port } = await start(
      t,
      under,
      accepting(() => listener),
    );
    const client = await RawClient.upgraded(t, port);
    client.write(Buffer.concat([frame(OPCODE.text, '1'), frame(OPCODE.text, '2'), frame(OPCODE.text, '3')]));
    assert.equal((await client.frame()).opcode, OPCODE.close);
    client.socket.end(frame(OPCODE.text, '4'));
    await client.closed;
    assert.deepEqual(listener.messages, ['1']);
  });

  test('code and reason reach the peer, after all messages; a reason too long is cut short', async (t) => {
    const reason = 'é'.repeat(100);
    const listener = new RecordingListener({
      open: (socket) => {
        for (let index = 0; index < 20; index++) socket.send(`${index}`);
        socket.close(4001, reason);
      },
    });
    const { port } = await start(
      t,
      under,
      accepting(() => listener),
    );
    const client = WsClient.start(t, port);
    const [code, said] = await once(client.socket, 'close');
    for (let index = 0; index < 20; index++) assert.equal(await client.next(), `${index}`);
    assert.equal(code, 4001);
    assert.equal(said.toString(), 'é'.repeat(61));
  });

  test('a peer that hangs up right after its handshake does no harm', async (t) => {
    const listener = new RecordingListener({ open: (socket) => void socket.send('hello') });
    const listeners = [listener, echo()];
    const { port } = await start(
      t,
      under,
      accepting(() => listeners.shift() ?? assert.fail('no listener left')),
    );
    const client = await RawClient.open(t, port);
    // Not reset: that could overtake the handshake.
    await client.writePiece(handshake('/'));
    client.socket.destroy();
    await listener.closed;
    assert.equal(listener.types, 'open close');
    assert.equal(await (await WsClient.open(t, port)).exchange('unharmed'), 'unharmed');
  });
});
