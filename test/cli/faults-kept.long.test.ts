// Fifty detached questions of real commands, while the portal is killed, terminated, stopped by hand and replaced, and its
// wall clock steps: none is lost, and every waiter gets the one answer, once.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import {
  eventually,
  type Home,
  idOf,
  isAlive,
  makeHome,
  portalPid,
  type Running,
  readDashboard,
  root,
  run,
  start,
  startIn,
} from '../helpers/choice.ts';
import { findFaketime } from '../helpers/faketime.ts';
import { killPortal } from '../helpers/portals.ts';
import { readJournal } from '../helpers/question.ts';

const PROMPTS = 50;
const ACROSS = 10;

async function detachAll(home: Home): Promise<string[]> {
  const ids: string[] = [];
  for (let first = 0; first < PROMPTS; first += ACROSS) {
    const batch = Array.from({ length: ACROSS }, (_, index) => {
      const args = ['ask', '--detach', '--timeout', '10m', `Question ${first + index}?`, 'a', 'b'];
      return run(home, args, { CHOICE_BROWSER: 'none' });
    });
    for (const { code, stdout, stderr } of await Promise.all(batch)) {
      assert.equal(code, 0, stderr);
      ids.push(stdout.trim());
    }
  }
  return ids;
}

/** Ends the portal by `act` and waits until it is gone. */
async function end(home: Home, act: (pid: number) => unknown): Promise<void> {
  const pid = portalPid(home) ?? assert.fail('no portal');
  await act(pid);
  await eventually(() => !isAlive(pid), 'the end of the portal');
}

async function listOpen(home: Home): Promise<string[]> {
  assert.equal((await run(home, ['dashboard'])).code, 0, 'which brings the portal back');
  return (await readDashboard(home)).map(({ id }) => id).sort();
}

describe('fifty detached questions', () => {
  test('when the portal is killed, terminated and stopped by hand in turn, then none is lost, and each waiter gets the answer once', async (t) => {
    const home = makeHome(t);
    const ids = await detachAll(home);
    const open = new Set(ids);
    const waiters = new Map<string, Running[]>();
    const faults = [
      () => killPortal(home),
      () => end(home, (pid) => process.kill(pid, 'SIGTERM')),
      () => killPortal(home),
    ];
    for (const [round, fault] of faults.entries()) {
      assert.deepEqual(await listOpen(home), [...open].sort(), `round ${round}`);
      // Two waiters for each of the next ten: one from before the fault, one from after it.
      const next = ids.slice(round * ACROSS, (round + 1) * ACROSS);
      const early = next.map((id) => start(home, ['wait', id]));
      await Promise.all(early.map(({ said }) => said(/Question/)));
      await fault();
      const late = next.map((id) => start(home, ['wait', id]));
      for (const [index, id] of next.entries()) {
        waiters.set(id, [early[index] ?? assert.fail(), late[index] ?? assert.fail()]);
        assert.equal((await run(home, ['answer', id, index % 2 === 0 ? 'a' : 'b'])).code, 0, id);
        open.delete(id);
      }
    }
    // All others wait with nobody, so that the portal may be stopped by hand.
    await Promise.all([...waiters.values()].flat().map(({ exit }) => exit));
    await end(home, () => run(home, ['stop']));
    assert.deepEqual(await listOpen(home), [...open].sort());
    for (const [index, id] of ids.entries()) {
      const value = (index % ACROSS) % 2 === 0 ? 'a' : 'b';
      for (const { exit } of waiters.get(id) ?? []) {
        const { code, stdout } = await exit;
        assert.deepEqual([code, stdout], [0, `${value}\n`], id);
      }
    }
    const outcomes = readJournal(home).filter(({ type }) => type === 'outcome');
    assert.equal(outcomes.length, 3 * ACROSS, 'one outcome for each that was answered');
    for (const id of open) assert.equal((await run(home, ['cancel', id])).code, 0);
    for (const id of open) assert.deepEqual((await run(home, ['wait', id])).stdout, 'cancelled\n');
  });

  test('when the portal stands still, another takes over and the deadline moves there, then a waiter goes by that', async (t) => {
    const home = makeHome(t);
    const args = ['ask', '--detach', '--timeout', '20', '--fallback', 'b', 'Deploy?', 'a', 'b'];
    const id = (await run(home, args)).stdout.trim();
    const keyed = start(home, ['ask', '--key', 'k', '--timeout', '20', '--fallback', 'b', 'Keyed?', 'a', 'b']);
    const keyedId = idOf(await keyed.url());
    const waiter = start(home, ['wait', id]);
    await waiter.said(/Deploy/);
    const stopped = portalPid(home) ?? assert.fail('no portal');
    process.kill(stopped, 'SIGSTOP');
    const other = start(home, ['ask', 'Another', 'a']);
    await other.url();
    for (const each of [id, keyedId]) assert.equal((await run(home, ['extend', each, '10m'])).code, 0);
    await Promise.all([waiter.said(/reconnected/), keyed.said(/reconnected/)]);
    for (const each of [id, keyedId]) assert.equal((await run(home, ['answer', each, 'a'])).code, 0);
    assert.equal((await waiter.exit).stdout, 'a\n');
    assert.equal((await keyed.exit).stdout, 'a\n');
    process.kill(stopped, 'SIGCONT');
    await eventually(() => !isAlive(stopped), 'the end of the portal that stood still');
    const outcomes = readJournal(home).filter((record) => record.type === 'outcome' && record.id === id);
    assert.equal(outcomes.length, 1);
  });

  const library = findFaketime();
  const skip = library === null && 'libfaketime is not installed (Debian: apt-get install faketime)';

  for (const step of ['+2', '-2']) {
    test(`when the wall clock is ${step} hours off once the next portal starts, then no deadline moves`, {
      skip,
    }, async (t) => {
      const home = makeHome(t);
      const { stdout } = await run(home, ['ask', '--detach', '--timeout', '10m', 'Pick one', 'a', 'b']);
      const id = stdout.trim();
      const [before] = await readDashboard(home);
      const asked = performance.now();
      await killPortal(home);
      const offset = join(home.directory, 'offset');
      writeFileSync(offset, `${step}h\n`);
      // The portal itself, since commands pass no LD_PRELOAD on to the one that they start.
      startIn(home, process.execPath, [join(root, 'dist', 'load.js'), 'portal.js'], {
        LD_PRELOAD: library ?? '',
        FAKETIME_TIMESTAMP_FILE: offset,
        FAKETIME_NO_CACHE: '1',
        DONT_FAKE_MONOTONIC: '1',
      });
      const killed = portalPid(home);
      await eventually(() => portalPid(home) !== killed, 'the start of the portal');
      await eventually(async () => (await readDashboard(home)).length === 1, 'the prompt');
      const [after] = await readDashboard(home);
      assert.equal(after?.id, id);
      const passed = performance.now() - asked;
      const moved = (after?.remaining_ms ?? 0) + passed - (before?.remaining_ms ?? 0);
      assert.ok(Math.abs(moved) < 5_000, `moved by ${moved} ms`);
      assert.equal((await run(home, ['answer', id, 'a'])).code, 0);
      assert.equal((await run(home, ['wait', id])).stdout, 'a\n');
    });
  }
});
