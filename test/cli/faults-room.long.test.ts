// A machine without room: a full disk, and too few descriptors. What is wrong is named, and not called a bug.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, eventually, type Home, makeHome, run, startShell } from '../helpers/choice.ts';
import { killPortal, reattached } from '../helpers/portals.ts';

const isRoot = process.getuid?.() === 0;

/** A home on a disk of its own, and the way to fill that; null where none can be mounted. */
function makeSmallHome(t: TestContext): (Home & { fill(): void; free(): void }) | null {
  const home = makeHome(t);
  const disk = mkdtempSync(join(tmpdir(), 'choice-disk-'));
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'choice-test', disk]).status === 0;
  t.after(async () => {
    if (isMounted) await run(home, ['stop', '--force'], { CHOICE_HOME: directory });
    if (isMounted) spawnSync('umount', ['-l', disk]);
    rmSync(disk, { recursive: true, force: true });
  });
  const directory = join(disk, 'home');
  if (!isMounted) return null;
  mkdirSync(directory, { mode: 0o700 });
  const filler = join(disk, 'filler');
  return {
    ...home,
    env: { ...home.env, CHOICE_HOME: directory, CHOICE_IDLE_EXIT: '1s' },
    directory,
    fill() {
      for (let bytes = 256 * 1024; bytes >= 1; bytes = Math.floor(bytes / 2))
        try {
          writeFileSync(filler, 'x'.repeat(bytes), { flag: 'a' });
        } catch {
          // As much of it as there was room for.
        }
    },
    free: () => truncateSync(filler),
  };
}

describe('a full disk', { skip: !isRoot && 'only root can mount one' }, () => {
  test('at the first start: exit code 69, the file and the reason, and doctor says so too', async (t) => {
    const home = makeSmallHome(t);
    if (!home) return t.skip('nothing can be mounted here');
    home.fill();
    const { code, stderr } = await run(home, ['ask', '--timeout', '1', 'Q', 'a']);
    assert.equal(code, 69, stderr);
    assert.match(stderr, /^choice: no human can be reached: \S+home\S*.* ?\(?no space left\)?.*\n$/);
    const { stdout } = await run(home, ['doctor']);
    assert.match(stdout, /^journal: only \d.* left on its disk$/m);
  });

  test('when the portal is killed on it: the asker says what it waits for, and goes on', async (t) => {
    const home = makeSmallHome(t);
    if (!home) return t.skip('nothing can be mounted here');
    const asker = await ask(home, ['--timeout', '60', 'Pick one', 'a', 'b']);
    home.fill();
    await killPortal(home);
    await asker.said(/lost the portal and could not start another \(.*no space left\); retrying/);
    home.free();
    await reattached(asker);
    assert.equal((await run(home, ['answer', asker.id, 'a'])).code, 0);
    assert.equal((await asker.exit).stdout, 'a\n');
  });
});

test('with too few descriptors: exit code 69, and the reason', async (t) => {
  const home = makeHome(t);
  // One more each time: another file is the one too many.
  for (const limit of [19, 20, 21, 22]) {
    const { code, stderr } = await startShell(home, `ulimit -n ${limit}; choice ask --timeout 1 Q a`).exit;
    if (code === 124) continue;
    assert.equal(code, 69, stderr);
    assert.match(stderr, /too many open files/);
    assert.doesNotMatch(stderr, /bug/);
  }
});

test('when others hold all connections that few descriptors allow, then the user still answers', async (t) => {
  const home = makeHome(t);
  const asking = startShell(home, 'ulimit -n 300; choice ask --no-open --timeout 60 Q a b');
  const { port } = new URL(String(await asking.url()));
  const held = Array.from({ length: 400 }, () => connect(Number(port), '127.0.0.1').on('error', () => {}));
  t.after(() => held.map((socket) => socket.destroy()));
  await eventually(() => held.filter((socket) => socket.closed).length >= 250, 'the refusal of 250 connections');
  assert.equal((await run(home, ['answer', 'a'])).code, 0);
  assert.equal((await asking.exit).stdout, 'a\n');
});
