// Peers that stay silent, do not read, or ping without reading: cut, while the others notice nothing.
import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { test } from '../helpers/attempts.ts';
import { forEachEngine } from './engines.ts';
import { accepting, echo, RecordingListener, start } from './portal-stub.ts';
import { frame, OPCODE, RawClient } from './raw-client.ts';
import { WsClient } from './ws-client.ts';

const IDLE_SECONDS = 8;
/** More than the kernel's buffers of both ends take, far less than memory. */
const ENOUGH_BYTES = 64 * 1024 * 1024;

forEachEngine((under) => {
  test('a silent peer is pinged, then cut; one that answers pings or may sleep stays', async (t) => {
    const silent = (send: boolean) =>
      new RecordingListener({
        open: (socket) => {
          const timer = setInterval(() => {
            if (send && !socket.send('tick')) clearInterval(timer);
          }, 500);
          timer.unref();
        },
      });
    const listeners = new Map([
      ['/answers', echo()],
      ['/silent', silent(false)],
      ['/sent-to', silent(true)],
      ['/later', silent(false)],
      ['/sleeps', silent(false)],
    ]);
    const { port } = await start(
      t,
      under,
      accepting(({ path }) => listeners.get(path) ?? assert.fail(path), {
        maySleep: ({ path }) => path === '/sleeps',
      }),
      { idleTimeoutSeconds: IDLE_SECONDS },
    );
    const answering = await WsClient.open(t, port, '/answers');
    const sleeping = await RawClient.upgraded(t, port, '/sleeps');
    const cut = async (path: string) => {
      const began = performance.now();
      const client = await RawClient.upgraded(t, port, path);
      const seen = new Set<number>();
      for (let lost = false; !lost; ) {
        await client.frame().then(
          ({ opcode }) => seen.add(opcode),
          () => {
            lost = true;
          },
        );
      }
      await listeners.get(path)?.closed;
      const seconds = (performance.now() - began) / 1000;
      assert.ok(seen.has(OPCODE.ping), `${path} was pinged`);
      assert.ok(seconds > IDLE_SECONDS * 0.7 && seconds < IDLE_SECONDS * 1.6, `${path} was cut after ${seconds} s`);
    };
    await Promise.all([cut('/silent'), cut('/sent-to')]);
    await cut('/later');
    assert.equal(await answering.exchange('still here'), 'still here');
    assert.equal(listeners.get('/sleeps')?.types, 'open');
    (await listeners.get('/sleeps')?.opened)?.send('good morning');
    assert.equal(String((await sleeping.frame()).payload), 'good morning');
  });

  test('a peer that does not read is cut once too much waits for it', async (t) => {
    const slow = new RecordingListener();
    const listeners = new Map([
      ['/slow', slow],
      ['/other', echo()],
    ]);
    const { port } = await start(
      t,
      under,
      accepting(({ path }) => listeners.get(path) ?? assert.fail(path)),
    );
    const client = await RawClient.upgraded(t, port, '/slow');
    client.socket.pause();
    const other = await WsClient.open(t, port, '/other');
    const socket = await slow.opened;
    const message = 'x'.repeat(32 * 1024);
    let bytes = 0;
    while (socket.send(message)) {
      bytes += message.length;
      assert.ok(bytes < ENOUGH_BYTES, 'the peer was not cut');
      await nextTurn();
    }
    await slow.closed;
    assert.equal(socket.send('more'), false);
    assert.equal(slow.types, 'open close');
    assert.equal(await other.exchange('unharmed'), 'unharmed');
  });

  test('a peer that pings and does not read is cut, its pongs do not fill the memory', async (t) => {
    const listener = new RecordingListener();
    const { port } = await start(
      t,
      under,
      accepting(() => listener),
    );
    const client = await RawClient.upgraded(t, port);
    client.socket.pause();
    const pings = Buffer.concat(Array.from({ length: 5000 }, () => frame(OPCODE.ping, 'x'.repeat(125))));
    let closed = false;
    void listener.closed.then(() => {
      closed = true;
    });
    for (let bytes = 0; !closed; bytes += pings.byteLength) {
      assert.ok(bytes < ENOUGH_BYTES, 'the peer was not cut');
      await client.writePiece(pings).catch(() => nextTurn());
    }
    assert.equal(listener.types, 'open close');
  });
});
