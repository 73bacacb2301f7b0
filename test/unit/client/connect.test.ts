// Finding a portal: the file is a hint, an answered handshake the truth, and silence is given 2 s.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describe, type TestContext, test } from 'node:test';
import { listPrompts } from '../../../src/client/api.ts';
import { connector, findPortal } from '../../../src/client/connect.ts';
import { startOrFind } from '../../../src/client/start.ts';
import { loadKey, newKey } from '../../../src/security/key.ts';
import { writeDiscovery } from '../../../src/system/discovery.ts';
import { tryLock } from '../../../src/system/lock.ts';
import { type Paths, resolvePaths } from '../../../src/system/paths.ts';
import { selectTransport } from '../../../src/transport/select.ts';
import { makeDirectory } from '../../helpers/directory.ts';
import { TestPortal } from '../../helpers/portal.ts';

function makePaths(t: TestContext): Paths {
  const paths = resolvePaths({ CHOICE_HOME: makeDirectory(t) });
  for (const directory of Object.values(paths)) mkdirSync(directory, { mode: 0o700 });
  return paths;
}

/** A portal that `paths` tell of, with the key that lies there. */
async function makeKnown(t: TestContext, paths: Paths, key = loadKey(paths.state)): Promise<TestPortal> {
  const known = await TestPortal.start(t, await selectTransport('node'), { key });
  const { port, instance } = known.portal;
  writeDiscovery(paths, { pid: process.pid, port, instance, started: 0 });
  return known;
}

/** Accepts connections as a stopped process does, and never says a word. Counts what it was sent. */
function makeSilent(t: TestContext): Promise<{ port: number; heard: () => string }> {
  const sockets: Socket[] = [];
  let text = '';
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => {}).on('data', (chunk) => (text += String(chunk))));
  });
  t.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve({ port: (server.address() as AddressInfo).port, heard: () => text }));
  });
}

describe('finding a portal', { concurrency: true }, () => {
  test('when nothing was ever started, then null, and nothing is created', async (t) => {
    const home = makeDirectory(t);
    assert.equal(await findPortal(resolvePaths({ CHOICE_HOME: home })), null);
    assert.deepEqual(readdirSync(home), []);
  });

  test('when the file names a living portal of the same key, then it is found, with a token that works', async (t) => {
    const paths = makePaths(t);
    const known = await makeKnown(t, paths);
    const found = await findPortal(paths);
    assert.deepEqual([found?.port, found?.handshake.instance], [known.portal.port, known.portal.instance]);
    const { id, url } = await known.ask();
    assert.ok(found);
    assert.deepEqual(
      (await listPrompts(found)).map((prompt) => [prompt.id, prompt.url]),
      [[id, url.href]],
    );
  });

  test('when the file names a portal of another key, then null', async (t) => {
    const paths = makePaths(t);
    loadKey(paths.state);
    await makeKnown(t, paths, newKey());
    assert.equal(await findPortal(paths), null);
  });

  test('when the file names a portal that is gone, then null at once', async (t) => {
    const paths = makePaths(t);
    const known = await makeKnown(t, paths);
    await known.portal.close();
    const started = performance.now();
    assert.equal(await findPortal(paths), null);
    assert.ok(performance.now() - started < 1_900, 'less than a silent one is given');
  });

  test('when the port accepts and never answers, then that is said within seconds, several at once', async (t) => {
    const paths = makePaths(t);
    const key = loadKey(paths.state);
    const { port, heard } = await makeSilent(t);
    writeDiscovery(paths, { pid: process.pid, port, instance: 'stopped', started: 0 });
    const started = performance.now();
    const silent = {
      name: 'SilentPortalError',
      message: new RegExp(`the portal \\(pid ${process.pid}\\) does not answer`),
    };
    await Promise.all(Array.from({ length: 5 }, () => assert.rejects(findPortal(paths), silent)));
    const waited = performance.now() - started;
    // One after another, they would take 20 s.
    assert.ok(waited > 1_900 && waited < 15_000, `${waited} ms`);
    assert.ok(!heard().includes(key) && !/authorization/i.test(heard()), 'it saw no secret');
  });

  test('when who listens there is not the process that the file names, then null', async (t) => {
    const paths = makePaths(t);
    loadKey(paths.state);
    const { port } = await makeSilent(t);
    for (const pid of [2 ** 22 + 1, process.ppid]) {
      writeDiscovery(paths, { pid, port, instance: 'gone', started: 0 });
      assert.equal(await findPortal(paths), null);
    }
  });

  test('when the file makes no sense or there is no key, then null without a connection', async (t) => {
    const paths = makePaths(t);
    const { port, heard } = await makeSilent(t);
    writeDiscovery(paths, { pid: process.pid, port, instance: 'x', started: 0 });
    assert.equal(await findPortal(paths), null, 'no key');
    loadKey(paths.state);
    writeFileSync(join(paths.run, 'portal.json'), '{"port":');
    assert.equal(await findPortal(paths), null, 'no sense');
    assert.equal(heard(), '');
  });
});

describe('having a portal', { concurrency: true }, () => {
  test('when a usable one runs, then it is taken and none is started', async (t) => {
    const paths = makePaths(t);
    const known = await makeKnown(t, paths);
    const way = connector('background', paths, {}, (message) => assert.fail(message));
    assert.equal((await way.connect()).port, known.portal.port);
    await way.close();
  });

  test('when another process starts one, then it is waited for, without knocking all the time', async (t) => {
    const paths = makePaths(t);
    const release = tryLock(join(paths.run, 'start.lock'));
    assert.ok(release);
    const looks: number[] = [];
    const find = async () => (looks.push(performance.now()) === 3 ? 'a portal' : null);
    assert.deepEqual(await startOrFind(paths, {}, find), { found: 'a portal' });
    const [first = 0, , last = 0] = looks;
    assert.ok(last - first > 450, `three looks in ${last - first} ms`);
    release();
  });

  test('when the lock was free but the portal came up meanwhile, then none is started and the lock is free again', async (t) => {
    const paths = makePaths(t);
    assert.deepEqual(await startOrFind(paths, {}, async () => 'a portal'), { found: 'a portal' });
    assert.deepEqual(readdirSync(paths.run), []);
  });

  test('when it runs inside the command, then one portal for all calls, gone when closed', async (t) => {
    const paths = makePaths(t);
    const way = connector('inline', paths, { CHOICE_TRANSPORT: 'node' }, (message) => assert.fail(message));
    const [first, second] = [await way.connect(), await way.connect()];
    assert.deepEqual([first.port, first.token], [second.port, second.token]);
    assert.deepEqual(await listPrompts(first), []);
    assert.equal(await findPortal(paths), null, 'nobody else finds it');
    await way.close();
    await assert.rejects(listPrompts(first), /the portal does not answer .*ECONNREFUSED/);
    await connector('inline', paths, {}, () => {}).close();
  });
});
