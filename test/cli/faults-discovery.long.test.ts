// What an asker may find in place of its portal: a stale file, a taken port, a portal of another version, one that leaves.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, type TestContext } from 'node:test';
import { PROTOCOL } from '../../src/protocol/version.ts';
import { resolvePaths } from '../../src/system/paths.ts';
import { candidatePorts } from '../../src/system/portal-files.ts';
import { identify } from '../../src/system/process-identity.ts';
import { test } from '../helpers/attempts.ts';
import { ask, eventually, type Home, isAlive, makeHome, portalPid, portalPids, run, start } from '../helpers/choice.ts';
import { ENGINES } from '../helpers/engines.ts';
import { killPortal, reattached } from '../helpers/portals.ts';
import { registered } from '../helpers/question.ts';
import { answerByHttp, gap, openTab } from '../helpers/tab.ts';
import { buildVariant } from '../helpers/variant.ts';

const fileOf = (home: Home) => join(home.directory, 'run', 'portal.json');
const listens = (home: Home) =>
  readFileSync(join(home.directory, 'log', 'portal.log'), 'utf8').match(/ listens on /g)?.length;

/** Listens on `port` as a stranger who keeps all that is sent to it, and answers like a web server. */
async function squat(t: TestContext, port: number): Promise<() => string> {
  let heard = '';
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    socket.on('data', (data) => {
      heard += String(data);
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
    });
  });
  t.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  // A process that was killed may hold its port for a moment longer.
  await eventually(() => {
    server.listen(port, '127.0.0.1');
    return once(server, 'listening').then(
      () => true,
      () => false,
    );
  }, `port ${port}`);
  return () => heard;
}

describe('what a portal leaves', { concurrency: true }, () => {
  test('when its pid is used again, then the socket decides: a new portal starts, the stranger lives', async (t) => {
    const home = makeHome(t);
    const first = await ask(home, ['First', 'a']);
    await answerByHttp(first.link, 'a');
    await first.exit;
    await killPortal(home);
    // Its pid went to a process that lives, such as this one.
    const file = JSON.parse(readFileSync(fileOf(home), 'utf8'));
    writeFileSync(fileOf(home), JSON.stringify({ ...file, pid: process.pid }));
    const second = await ask(home, ['Second', 'a']);
    assert.notEqual(portalPid(home), process.pid);
    assert.equal(second.link.port, first.link.port, 'and on the same port');
    assert.deepEqual(portalPids(home), [portalPid(home)]);
  });

  test('when a stranger takes its port, then commands say nothing there, and a new portal starts elsewhere', async (t) => {
    const home = makeHome(t);
    const first = await ask(home, ['First', 'a']);
    await answerByHttp(first.link, 'a');
    await first.exit;
    await killPortal(home);
    const heard = await squat(t, Number(first.link.port));
    const second = await ask(home, ['Second', 'a']);
    assert.notEqual(second.link.port, first.link.port);
    assert.equal(heard(), '');
    await answerByHttp(second.link, 'a');
    assert.equal((await second.exit).stdout, 'a\n');
  });

  test('when its socket is removed while it runs, then it leaves, and its prompts go on at the next one', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--timeout', '60', 'Pick one', 'a']);
    const pid = portalPid(home) ?? assert.fail('no portal');
    rmSync(join(home.directory, 'run', `portal-${PROTOCOL}`));
    await reattached(asker);
    await eventually(() => !isAlive(pid), 'the end of the first portal');
    assert.equal((await run(home, ['answer', asker.id, 'a'])).code, 0);
    assert.equal((await asker.exit).stdout, 'a\n');
  });

  test('when its record is damaged, then a new portal starts and writes it again', async (t) => {
    const home = makeHome(t);
    mkdirSync(join(home.directory, 'run'), { mode: 0o700 });
    writeFileSync(fileOf(home), '{"pid":1,');
    await ask(home, ['Pick one', 'a']);
    assert.deepEqual(portalPids(home), [portalPid(home)]);
  });
});

describe('a port', { concurrency: true }, () => {
  for (const engine of ENGINES) {
    test(`when it is taken (${engine}), then the next candidate is used, and nobody notices`, async (t) => {
      const home = makeHome(t, { CHOICE_TRANSPORT: engine });
      const [taken = 0, next] = candidatePorts(resolvePaths(home.env));
      const heard = await squat(t, taken);
      const asker = await ask(home, ['Pick one', 'a']);
      assert.equal(Number(asker.link.port), next);
      assert.equal(heard(), '');
      (await openTab(asker.link)).answer('a');
      const { code, stderr } = await asker.exit;
      assert.equal(code, 0);
      assert.doesNotMatch(stderr, /port|taken/);
    });
  }
});

test('when somebody listens on every usual port and says nothing, then a portal starts elsewhere all the same', async (t) => {
  const home = makeHome(t);
  const sockets = new Set<Socket>();
  for (const port of candidatePorts(resolvePaths(home.env)).slice(0, -1)) {
    const server = createServer((socket) => void sockets.add(socket.on('error', () => {})));
    await once(server.listen(port, '127.0.0.1'), 'listening');
    t.after(() => {
      server.close();
      for (const socket of sockets) socket.destroy();
    });
  }
  const asker = await ask(home, ['Pick one', 'a']);
  (await openTab(asker.link)).answer('a');
  assert.equal((await asker.exit).code, 0);
});

describe('the start lock', { concurrency: true }, () => {
  test('when its owner is gone and another process has its pid, then it is broken', async (t) => {
    const home = makeHome(t);
    mkdirSync(join(home.directory, 'run'), { mode: 0o700 });
    const lock = join(home.directory, 'run', 'start.lock');
    writeFileSync(lock, JSON.stringify({ ...identify(process.pid), started: '1' }), { mode: 0o600 });
    await ask(home, ['Pick one', 'a']);
    assert.deepEqual(portalPids(home), [portalPid(home)]);
  });

  test('when its owner lives, then it is left alone, and the asker says so in the end', async (t) => {
    const home = makeHome(t);
    mkdirSync(join(home.directory, 'run'), { mode: 0o700 });
    const lock = join(home.directory, 'run', 'start.lock');
    const owner = JSON.stringify(identify(process.pid));
    writeFileSync(lock, owner, { mode: 0o600 });
    const { code, stderr } = await run(home, ['ask', 'Pick one', 'a']);
    assert.equal(code, 69);
    assert.match(
      stderr,
      /^choice: no human can be reached: another process has been starting the portal for 10 s; .*start\.lock\n$/,
    );
    assert.equal(readFileSync(lock, 'utf8'), owner);
    assert.deepEqual(portalPids(home), []);
  });
});

describe('a portal of another version', { concurrency: true }, () => {
  const warning =
    /a portal of another version \(9\.9\.9\) still has open prompts \(1\); a second one runs alongside it/g;

  test('when it speaks the same protocol, then it is used', async (t) => {
    const home = makeHome(t);
    const other = await buildVariant({ version: '9.9.9' });
    await other.ask(home, ['First', 'a']);
    const pid = portalPid(home);
    const second = await ask(home, ['Second', 'a']);
    assert.deepEqual([portalPid(home), portalPids(home).length], [pid, 1]);
    await answerByHttp(second.link, 'a');
    const { stdout, stderr } = await second.exit;
    assert.equal(stdout, 'a\n');
    assert.doesNotMatch(stderr, /version/);
  });

  test('when it speaks another protocol and is idle, then it is asked to leave, and a new one takes its port', async (t) => {
    const home = makeHome(t);
    const other = await buildVariant({ protocol: 7, version: '9.9.9' });
    const first = await other.ask(home, ['First', 'a']);
    const pid = portalPid(home) ?? assert.fail('no portal');
    await answerByHttp(first.link, 'a');
    await first.exit;
    const second = await ask(home, ['Second', 'a']);
    await eventually(() => !isAlive(pid), 'the end of the idle one');
    assert.deepEqual(portalPids(home), [portalPid(home)]);
    assert.equal(second.link.port, first.link.port);
    await answerByHttp(second.link, 'a');
    assert.doesNotMatch((await second.exit).stderr, /version/);
  });

  test('when it speaks another protocol and is busy, then a second one runs beside it, with one warning, and neither is killed', async (t) => {
    const home = makeHome(t);
    const other = await buildVariant({ protocol: 7, version: '9.9.9' });
    const first = await other.ask(home, ['First', 'a']);
    const pid = portalPid(home) ?? assert.fail('no portal');
    const second = await ask(home, ['Second', 'a']);
    assert.ok(isAlive(pid));
    assert.notEqual(second.link.port, first.link.port);
    assert.equal(portalPids(home).length, 2);

    // The next one of ours finds ours, without a word; the next one of theirs goes to theirs.
    const third = await ask(home, ['Third', 'a']);
    const fourth = await other.ask(home, ['Fourth', 'a']);
    assert.deepEqual([third.link.port, fourth.link.port], [second.link.port, first.link.port]);
    await eventually(() => portalPids(home).length === 2, 'the end of the start that met a portal');
    const asked = [first, second, third, fourth];
    await Promise.all(asked.map(({ link }) => answerByHttp(link, 'a')));
    const ends = await Promise.all(asked.map(({ exit }) => exit));
    assert.deepEqual(
      ends.map(({ stdout }) => stdout),
      asked.map(() => 'a\n'),
    );
    assert.deepEqual(
      ends.map(({ stderr }) => stderr.match(warning)?.length ?? 0),
      [0, 1, 0, 0],
    );
  });
});

describe('a portal that leaves', { concurrency: true }, () => {
  test('when many register while it goes, then each is served once, under its own id', async (t) => {
    const home = makeHome(t, { CHOICE_IDLE_EXIT: '1s' });
    const first = await ask(home, ['First', 'a']);
    await answerByHttp(first.link, 'a');
    await first.exit;
    const [stop, ...askers] = [
      run(home, ['stop']),
      ...Array.from({ length: 10 }, async (_, n) => registered(start(home, ['ask', `Question ${n}`, 'a']))),
    ] as const;
    const asked = await Promise.all(askers);
    await stop;
    assert.equal(new Set(asked.map(({ id }) => id)).size, 10);
    // Those that the first portal took still have to reach the next.
    let listed: { id: string }[] = [];
    await eventually(async () => {
      listed = JSON.parse((await run(home, ['dashboard', '--json'])).stdout);
      return listed.length === asked.length;
    }, 'every prompt at one portal');
    await Promise.all(listed.map(({ id }) => run(home, ['answer', id, 'a'])));
    for (const { exit } of asked) assert.deepEqual((await exit).stdout, 'a\n');
  });

  test('when it is told to leave while one waits, then the next portal has the prompt as it was', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--timeout', '60', 'Pick one', 'a']);
    const deadline = await (await openTab(asker.link)).boundDeadline();
    process.kill(portalPid(home) ?? assert.fail('no portal'), 'SIGTERM');
    await reattached(asker);
    const tab = await openTab(asker.link);
    assert.ok(gap(await tab.boundDeadline(), deadline) <= 50);
    assert.equal(listens(home), 2);
    tab.answer('a');
    assert.equal((await asker.exit).stdout, 'a\n');
  });
});
