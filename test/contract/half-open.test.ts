// A connection that is dead though nobody hung up: the engine finds out by its pings, and the others notice nothing.
import assert from 'node:assert/strict';
import { test } from '../helpers/attempts.ts';
import { TcpProxy } from '../helpers/proxy.ts';
import { forEachEngine } from './engines.ts';
import { accepting, echo, RecordingListener, start } from './portal-stub.ts';
import { RawClient } from './raw-client.ts';
import { WsClient } from './ws-client.ts';

const IDLE_SECONDS = 8;

forEachEngine((under) => {
  test('when a proxy stops copying, then its peer is cut by the missing pong, and a direct one stays', async (t) => {
    const lost = new RecordingListener();
    const listeners = new Map([
      ['/lost', lost],
      ['/direct', echo()],
    ]);
    const { port } = await start(
      t,
      under,
      accepting(({ path }) => listeners.get(path) ?? assert.fail(path)),
      { idleTimeoutSeconds: IDLE_SECONDS },
    );
    const proxy = await TcpProxy.start(t, port);
    const [behind, direct] = [await WsClient.open(t, proxy.port, '/lost'), await WsClient.open(t, port, '/direct')];
    behind.send('hello');
    const socket = await lost.opened;
    const began = performance.now();
    proxy.freeze();
    // Nothing tells the portal: what it sends is taken, and goes nowhere.
    assert.equal(socket.send('are you there?'), true);
    await lost.closed;
    const seconds = (performance.now() - began) / 1_000;
    assert.ok(seconds < IDLE_SECONDS * 1.6, `cut after ${seconds} s`);
    assert.equal(socket.send('still?'), false);
    assert.equal(await direct.exchange('unharmed'), 'unharmed');
  });

  test('when nothing is asked for a long time, then the connection ends without a word that a browser could take for an answer', async (t) => {
    const { port } = await start(
      t,
      under,
      accepting(() => echo()),
    );
    const client = await RawClient.open(t, port);
    assert.equal(await client.closed, '');
  });
});
