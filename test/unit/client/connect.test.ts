// Finding a portal by its socket, and having one; silence is given 2 s.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type ServerResponse } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describe, type TestContext, test } from 'node:test';
import { listPrompts } from '../../../src/client/api.ts';
import { connector, findPortal } from '../../../src/client/connect.ts';
import { startOrFind } from '../../../src/client/start.ts';
import { prepareSocket } from '../../../src/security/local-socket.ts';
import { tryLock } from '../../../src/system/lock.ts';
import { type Paths, resolvePaths } from '../../../src/system/paths.ts';
import { recordPortal } from '../../../src/system/portal-files.ts';
import { selectTransport } from '../../../src/transport/select.ts';
import { makeDirectory } from '../../helpers/directory.ts';
import { TestPortal } from '../../helpers/portal.ts';

function makePaths(t: TestContext): Paths {
  const paths = resolvePaths({ CHOICE_HOME: makeDirectory(t) });
  for (const directory of Object.values(paths)) mkdirSync(directory, { mode: 0o700 });
  return paths;
}

/** A portal that commands with these `paths` find. */
async function makeKnown(t: TestContext, paths: Paths): Promise<TestPortal> {
  return TestPortal.start(t, await selectTransport('node'), { socketPath: prepareSocket(paths) });
}

/** Accepts connections at `path` as a stopped process does, and never says a word. */
async function makeSilent(t: TestContext, path: string): Promise<void> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket.on('error', () => {})));
  t.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  await once(server.listen(path), 'listening');
}

/** Listens at `path` as a portal does that is busy at first: says nothing to the first request, and answers the next. */
async function makeBusy(t: TestContext, path: string): Promise<void> {
  const kept: ServerResponse[] = [];
  const server = createHttpServer((_request, response) => {
    if (kept.push(response) > 1) response.writeHead(200, { 'content-type': 'application/json' }).end('{"pid":4711}');
  });
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server.listen(path), 'listening');
}

describe('finding a portal', { concurrency: true }, () => {
  test('when nothing was ever started, then null, and nothing is created', async (t) => {
    const home = makeDirectory(t);
    assert.equal(await findPortal(resolvePaths({ CHOICE_HOME: home })), null);
    assert.deepEqual(readdirSync(home), []);
  });

  test('when one listens on the socket, then it is found', async (t) => {
    const paths = makePaths(t);
    const known = await makeKnown(t, paths);
    const found = (await findPortal(paths)) ?? assert.fail('no portal');
    assert.deepEqual([found.handshake.port, found.handshake.instance], [known.portal.port, known.portal.instance]);
    const { id, url } = await known.ask();
    assert.deepEqual(
      (await listPrompts(found)).map((prompt) => [prompt.id, prompt.url]),
      [[id, url.href]],
    );
  });

  test('when only one of another protocol version runs, then that is found', async (t) => {
    const paths = makePaths(t);
    const { portal } = await TestPortal.start(t, await selectTransport('node'), {
      socketPath: prepareSocket(paths, 'portal-9'),
    });
    assert.equal((await findPortal(paths))?.handshake.instance, portal.instance);
  });

  test('when the path of the run directory is too long for a socket, then a short private one is used', async (t) => {
    const home = join(makeDirectory(t), 'x'.repeat(90));
    const paths = resolvePaths({ CHOICE_HOME: home });
    const known = await makeKnown(t, paths);
    t.after(() => rmSync(dirname(known.portal.socketPath), { recursive: true }));
    assert.ok(known.portal.socketPath.length < 104, known.portal.socketPath);
    assert.equal(statSync(dirname(known.portal.socketPath)).mode & 0o777, 0o700);
    assert.equal((await findPortal(paths))?.handshake.instance, known.portal.instance);
  });

  test('when the directory is open to others, then nothing is asked there', async (t) => {
    const paths = makePaths(t);
    await makeKnown(t, paths);
    chmodSync(paths.run, 0o750);
    await assert.rejects(findPortal(paths), { name: 'UnsafeDirectoryError' });
  });

  test('when it is gone, or no socket is at the path, then null', async (t) => {
    const paths = makePaths(t);
    // What a killed process leaves.
    const server = createServer().listen(`${prepareSocket(paths)}.0`);
    await once(server, 'listening');
    renameSync(`${prepareSocket(paths)}.0`, prepareSocket(paths));
    server.close();
    assert.equal(await findPortal(paths), null);
    rmSync(prepareSocket(paths));
    writeFileSync(prepareSocket(paths), 'no socket');
    assert.equal(await findPortal(paths), null);
  });

  test('when it hangs up each time, as without descriptors, then it is not taken for absent', async (t) => {
    const paths = makePaths(t);
    const server = createServer((socket) => socket.on('error', () => {}).destroy());
    t.after(() => server.close());
    await once(server.listen(prepareSocket(paths)), 'listening');
    await assert.rejects(findPortal(paths), { name: 'SilentPortalError' });
  });

  test('when it leaves while it is asked, then null', async (t) => {
    const paths = makePaths(t);
    const server = createServer((socket) => {
      server.close();
      socket.on('error', () => {}).destroy();
    });
    await once(server.listen(prepareSocket(paths)), 'listening');
    assert.equal(await findPortal(paths), null);
  });

  test('when it accepts and never answers, then that is said within seconds, several at once', async (t) => {
    const paths = makePaths(t);
    await makeSilent(t, prepareSocket(paths));
    recordPortal(paths, { pid: 4_711, port: 21_000 });
    const started = performance.now();
    const silent = { name: 'SilentPortalError', message: /the portal \(pid 4711\) does not answer/ };
    await Promise.all(Array.from({ length: 5 }, () => assert.rejects(findPortal(paths), silent)));
    const waited = performance.now() - started;
    // One after another, they would take 20 s.
    assert.ok(waited > 1_900 && waited < 15_000, `${waited} ms`);
  });

  test('when it is too busy for the first request and answers the second, then it is found', async (t) => {
    const paths = makePaths(t);
    await makeBusy(t, prepareSocket(paths));
    assert.equal((await findPortal(paths))?.handshake.pid, 4_711);
  });
});

describe('having a portal', { concurrency: true }, () => {
  test('when a usable one runs, then it is taken and none is started', async (t) => {
    const paths = makePaths(t);
    await makeKnown(t, paths);
    const way = connector('background', paths, {}, (message) => assert.fail(message));
    const link = await way.link('/ask');
    assert.ok(link.isOpen);
    link.terminate();
    await way.close();
  });

  test('when another process starts one, then it is waited for, without knocking all the time', async (t) => {
    const paths = makePaths(t);
    const release = tryLock(join(paths.run, 'start.lock'));
    assert.ok(release);
    const looks: number[] = [];
    const find = async () => (looks.push(performance.now()) === 3 ? 'a portal' : null);
    assert.equal(await startOrFind(paths, {}, find), 'a portal');
    const [first = 0, , last = 0] = looks;
    assert.ok(last - first > 450, `three looks in ${last - first} ms`);
    release();
  });

  test('when the lock was free but the portal came up meanwhile, then none is started and the lock is free again', async (t) => {
    const paths = makePaths(t);
    assert.equal(await startOrFind(paths, {}, async () => 'a portal'), 'a portal');
    assert.deepEqual(readdirSync(paths.run), []);
  });

  test('when it runs inside the command, then one portal for all links, gone when closed', async (t) => {
    const paths = makePaths(t);
    // Of a command that was killed.
    writeFileSync(join(paths.run, `inline-${2 ** 22 + 1}`), '');
    const way = connector('inline', paths, { CHOICE_TRANSPORT: 'node' }, (message) => assert.fail(message));
    const [first, second] = [await way.link('/ask'), await way.link('/ws')];
    assert.ok(first.isOpen && second.isOpen);
    assert.match(readdirSync(paths.run).join(), new RegExp(`^inline-${process.pid}-\\d+$`));
    assert.equal(await findPortal(paths), null, 'nobody else finds it');
    await way.close();
    assert.deepEqual(readdirSync(paths.run), []);
    await assert.rejects(way.link('/ask'), /the portal inside this command does not answer/);
    await connector('inline', paths, {}, () => {}).close();
  });

  test('when it runs inside a command that stands still, then it still gives a link', async (t) => {
    const way = connector('inline', makePaths(t), { CHOICE_TRANSPORT: 'node' }, (message) => assert.fail(message));
    t.after(() => way.close());
    await way.link('/ws');
    const link = way.link('/ask');
    // It has begun to connect, and nothing of this process runs for longer than a portal elsewhere is waited for.
    for (let turn = 0; turn < 10; turn += 1) await null;
    const until = performance.now() + 2_200;
    while (performance.now() < until);
    assert.ok((await link).isOpen);
  });
});
