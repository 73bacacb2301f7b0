// Listening on the path of a Unix socket, and handing that path from one server to the next.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Transport } from '../../src/transport/transport.ts';
import { test } from '../helpers/attempts.ts';
import { makeDirectory } from '../helpers/directory.ts';
import { type EngineUnderTest, forEachEngine, loadedEngines } from './engines.ts';
import { accepting, echo, handlersWith, OPTIONS, text } from './portal-stub.ts';
import { head, RawClient } from './raw-client.ts';
import { WsClient } from './ws-client.ts';

/** A transport whose replies say `word`. */
function saying(t: TestContext, under: EngineUnderTest, word: string): Transport {
  const handlers = handlersWith({ ...accepting(echo), request: () => ({ reply: text(200, word) }) });
  const transport = under.create(handlers, OPTIONS);
  t.after(() => transport.close());
  return transport;
}

async function ask(t: TestContext, path: string): Promise<string> {
  const client = await RawClient.open(t, path);
  client.write(head('GET', '/'));
  const { body } = await client.response();
  client.socket.destroy();
  return body.toString();
}

forEachEngine((under) => {
  test('listenAt serves HTTP and WebSockets on the path, which is all that is left beside it', async (t) => {
    const directory = makeDirectory(t);
    const path = join(directory, 'portal');
    const file = await saying(t, under, 'here').listenAt(path);
    assert.equal(await ask(t, path), 'here');
    const socket = await WsClient.open(t, path);
    assert.equal(await socket.exchange('hello'), 'hello');
    assert.deepEqual(readdirSync(directory), ['portal']);
    assert.ok(file.isInPlace());
  });

  test('a later server takes the path over; the earlier one keeps its connections and learns of it', async (t) => {
    for (const next of await loadedEngines()) {
      const path = join(makeDirectory(t), 'portal');
      const [first, second] = [saying(t, under, 'first'), saying(t, next, 'second')];
      const elder = await first.listenAt(path);
      const socket = await WsClient.open(t, path);
      const younger = await second.listenAt(path);
      assert.deepEqual([elder.isInPlace(), younger.isInPlace()], [false, true]);
      assert.equal(await ask(t, path), 'second');
      assert.equal(await socket.exchange('still here'), 'still here');
      elder.remove();
      await first.close();
      assert.equal(await ask(t, path), 'second', 'the earlier one leaves the path alone as it closes');
      younger.remove();
      assert.ok(!existsSync(path));
    }
  });

  test('a file or a stale socket at the path is replaced; one that was removed is noticed', async (t) => {
    const path = join(makeDirectory(t), 'portal');
    writeFileSync(path, 'in the way');
    const file = await saying(t, under, 'here').listenAt(path);
    assert.equal(await ask(t, path), 'here');
    rmSync(path);
    assert.ok(!file.isInPlace());
    writeFileSync(path, 'of others');
    file.remove();
    assert.ok(existsSync(path));
  });

  test('a server that has removed its file leaves one alone that took its number', async (t) => {
    const path = join(makeDirectory(t), 'portal');
    const first = saying(t, under, 'first');
    const file = await first.listenAt(path);
    const number = statSync(path).ino;
    file.remove();
    first.stopListening();
    for (let tries = 0; tries < 20; tries += 1) {
      const next = await saying(t, under, 'next').listenAt(path);
      const isSameNumber = statSync(path).ino === number;
      file.remove();
      assert.ok(next.isInPlace() && !file.isInPlace());
      if (isSameNumber) return;
      next.remove();
    }
    t.skip('this file system does not use numbers again');
  });

  test('where the path cannot be had, listenAt rejects', async (t) => {
    const directory = makeDirectory(t);
    mkdirSync(join(directory, 'portal'));
    await assert.rejects(saying(t, under, '').listenAt(join(directory, 'portal')));
    await assert.rejects(saying(t, under, '').listenAt(join(directory, 'missing', 'portal')));
  });

  test('stopListening refuses new connections on the path', async (t) => {
    const path = join(makeDirectory(t), 'portal');
    const transport = saying(t, under, 'here');
    await transport.listenAt(path);
    const socket = await WsClient.open(t, path);
    transport.stopListening();
    await assert.rejects(RawClient.open(t, path), { code: 'ECONNREFUSED' });
    assert.equal(await socket.exchange('still here'), 'still here');
  });
});
