// The start lock: held by the living, broken when its owner is provably gone, and by one breaker only.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { LockedError, tryLock, underLock, untilLockChanges } from '../../../src/system/lock.ts';
import { identify, isGone } from '../../../src/system/process-identity.ts';
import { makeDirectory } from '../../helpers/directory.ts';

const me = identify(process.pid);
/** A process that has just ended. */
const ended = spawnSync(process.execPath, ['-e', '']).pid;
const onLinux = { skip: process.platform !== 'linux' && 'start times and boot ids are read from /proc' };

function lockPath(t: TestContext, owner?: object | string): string {
  const path = join(makeDirectory(t), 'start.lock');
  if (owner !== undefined) writeFileSync(path, typeof owner === 'string' ? owner : JSON.stringify(owner));
  return path;
}

describe('the lock', () => {
  test('when it is free, then it is taken with the name of its owner, and free again after its release', (t) => {
    const path = lockPath(t);
    const release = tryLock(path);
    assert.ok(release);
    assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), me);
    assert.equal(tryLock(path), null);
    release();
    assert.ok(!existsSync(path));
    assert.ok(tryLock(path));
  });

  test('when a living process holds it, then it is left alone, whatever its age', (t) => {
    const owner = identify(process.ppid);
    const path = lockPath(t, owner);
    assert.equal(tryLock(path), null);
    assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), owner);
  });

  const stale: Readonly<Record<string, object | string>> = {
    'a process that ended': { pid: ended, started: '1', boot: me.boot },
    'an earlier boot': { ...me, boot: '00000000-0000-0000-0000-000000000000' },
    'an earlier process of a pid that is used again': { ...me, started: '1' },
    'nobody that can be read': '{"pid":',
  };
  for (const [whose, owner] of Object.entries(stale)) {
    test(`when it is of ${whose}, then it is broken and taken`, onLinux, (t) => {
      const path = lockPath(t, owner);
      const release = tryLock(path);
      assert.ok(release);
      assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), me);
      release();
      assert.deepEqual(readdirSync(join(path, '..')), [], 'nothing is left behind');
    });
  }

  test('when its owner lost it to another, then the release leaves it alone', (t) => {
    const path = lockPath(t);
    const release = tryLock(path);
    const other = JSON.stringify(identify(process.ppid));
    writeFileSync(path, other);
    release?.();
    assert.equal(readFileSync(path, 'utf8'), other);
  });

  test('when a living process is about to break a stale one, then it is left to that; after its death it is not', (t) => {
    const owner = { pid: ended, started: '1', boot: me.boot };
    const path = lockPath(t, owner);
    writeFileSync(`${path}.break`, JSON.stringify(identify(process.ppid)));
    assert.equal(tryLock(path), null);
    assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), owner);
    writeFileSync(`${path}.break`, JSON.stringify(owner));
    assert.ok(tryLock(path));
    assert.deepEqual(readdirSync(join(path, '..')), ['start.lock']);
  });

  test('when several processes break a stale lock at once, then one of them gets it', async (t) => {
    const breakers = Array.from({ length: 4 }, () => startBreaker(t));
    await Promise.all(breakers.map((breaker) => line(breaker)));
    for (let round = 0; round < ROUNDS; round += 1) {
      const path = lockPath(t, { pid: ended, started: '1', boot: me.boot });
      const verdicts = breakers.map((breaker) => line(breaker));
      for (const { stdin } of breakers) stdin?.write(path);
      assert.deepEqual((await Promise.all(verdicts)).sort(), ['lost', 'lost', 'lost', 'won'], `round ${round}`);
    }
  });
});

describe('the identity of a process', onLinux, () => {
  test('when a process lives, then it is told from one that is gone', () => {
    assert.match(me.started, /^\d+$/);
    assert.match(me.boot, /^[\da-f-]{36}$/);
    assert.equal(isGone(me), false);
    assert.equal(isGone({ pid: ended, started: '', boot: '' }), true);
    assert.equal(isGone({ ...me, started: `${me.started}0` }), true);
    assert.equal(isGone({ ...me, boot: 'another' }), true);
  });

  test('when the platform says nothing of start and boot, then a living pid is not gone', () => {
    assert.equal(isGone({ pid: process.pid, started: '', boot: '' }), false);
  });
});

/** Races for a lock: few processes meet in the moments that matter. */
const ROUNDS = 100;

/** A process that says `ready`, tries for each lock whose path it is told, says how it went, and stays. */
function startBreaker(t: TestContext): ChildProcess {
  const lock = new URL('../../../src/system/lock.ts', import.meta.url).href;
  const script = `
    import { tryLock } from ${JSON.stringify(lock)};
    process.stdin.on('data', (path) => console.log(tryLock(String(path)) ? 'won' : 'lost'));
    console.log('ready');`;
  const args = ['--import', 'tsx', '--input-type=module', '-e', script];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdout?.setEncoding('utf8');
  t.after(() => child.kill());
  return child;
}

async function line({ stdout }: ChildProcess): Promise<string> {
  assert.ok(stdout);
  const [text] = await once(stdout, 'data');
  return String(text).trim();
}

/** Whether a wait ends long before the owner would be looked at; on a clock of timers, which a busy machine delays alike. */
async function isHeardOf(wait: Promise<void>): Promise<boolean> {
  let isOver = false;
  const watched = wait.then(() => {
    isOver = true;
  });
  for (let glance = 0; glance < 6 && !isOver; glance += 1) await delay(20);
  const isHeard = isOver;
  await watched;
  return isHeard;
}

describe('waiting for a lock of another process', () => {
  test('when it is released, then that is heard of before its owner would be looked at', async (t) => {
    const path = lockPath(t);
    const release = tryLock(path) ?? assert.fail('it is free');
    const isHeard = isHeardOf(untilLockChanges(path));
    release();
    assert.ok(await isHeard);
  });

  test('when it passes from one to another, then that is heard of too', async (t) => {
    const path = lockPath(t, me);
    // The file that comes next may have the same number, and be of the same tick of the clock.
    utimesSync(path, 1, 1);
    const isHeard = isHeardOf(untilLockChanges(path));
    rmSync(path);
    assert.ok(tryLock(path));
    assert.ok(await isHeard);
  });

  test('when it was released before the wait began, then it is not waited for', async (t) => {
    assert.ok(await isHeardOf(untilLockChanges(lockPath(t))));
  });

  test('when nothing happens, then that is not taken for a change', async (t) => {
    const began = performance.now();
    await untilLockChanges(lockPath(t, me));
    assert.ok(performance.now() - began > 240);
  });

  test(
    'when its owner is killed, then those who wait get it soon, though its parent never asks',
    onLinux,
    async (t) => {
      // The shell becomes a program that knows nothing of its child.
      const parent = spawn('/bin/sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      t.after(() => parent.kill());
      const owner = Number(await line(parent));
      const path = lockPath(t, identify(owner));
      const work = underLock(path, 5_000, () => 'done');
      process.kill(owner, 'SIGKILL');
      assert.equal(await work, 'done');
    },
  );
});

describe('work under the lock', () => {
  test('when others are at it, then it waits until they are done, one at a time', async (t) => {
    const path = lockPath(t);
    const release = tryLock(path) ?? assert.fail('it is free');
    const order: string[] = [];
    const work = (name: string) =>
      underLock(path, 20_000, () => {
        assert.equal(tryLock(path), null);
        order.push(name);
        return name;
      });
    const waiting = Promise.all([work('a'), work('b')]);
    order.push('before');
    release();
    assert.deepEqual(await waiting, ['a', 'b']);
    assert.deepEqual([order[0], order.length], ['before', 3]);
    assert.ok(!existsSync(path));
  });

  test('when it is held for too long, then that is said, with the file, and nothing is done', async (t) => {
    const path = lockPath(t, me);
    const never = () => assert.fail('it is held');
    await assert.rejects(underLock(path, 30, never), (error) => {
      assert.ok(error instanceof LockedError);
      assert.match(error.message, /^another process has held \S+start\.lock for 0\.03 s; if it hangs, end it$/);
      return true;
    });
    assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), me);
  });

  test('when the wall clock is set during the wait, then the wait is as long as before', async (t) => {
    const path = lockPath(t);
    const release = tryLock(path) ?? assert.fail('it is free');
    let wall = 0;
    t.mock.method(Date, 'now', () => (wall += 3_600_000));
    const work = underLock(path, 20_000, () => 'done');
    release();
    assert.equal(await work, 'done');
  });

  test('when the work fails, then the lock is free again', async (t) => {
    const path = lockPath(t);
    const fail = () => {
      throw new Error('no');
    };
    await assert.rejects(underLock(path, 1_000, fail), /^Error: no$/);
    assert.ok(tryLock(path));
  });
});
