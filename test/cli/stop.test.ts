// The end of the portal: by `choice stop`, or by itself when nobody needs it.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from '../helpers/attempts.ts';
import {
  ask,
  eventually,
  type Home,
  isAlive,
  makeHome,
  portalPid,
  portalPids,
  readDashboard,
  run,
} from '../helpers/choice.ts';
import { answerByHttp, openSession, openTab, Tab } from '../helpers/tab.ts';

const discovery = (home: Home) => join(home.directory, 'run', 'portal.json');

/** Asks and answers once, so that an idle portal is there. Gives its pid. */
async function leavePortal(home: Home): Promise<number> {
  const asker = await ask(home, ['Pick one', 'a']);
  const pid = portalPid(home) ?? assert.fail('no portal');
  await answerByHttp(asker.link, 'a');
  await asker.exit;
  return pid;
}

describe('choice stop', { concurrency: true }, () => {
  test('when nothing runs, then it says so and creates nothing', async (t) => {
    const home = makeHome(t);
    const { code, stdout, stderr } = await run(home, ['stop']);
    assert.deepEqual([code, stdout, stderr], [0, '', 'choice: no background portal is running\n']);
    assert.deepEqual(readdirSync(home.directory), []);
  });

  test('when the portal is idle, then it leaves', async (t) => {
    const home = makeHome(t);
    const pid = await leavePortal(home);
    const { code, stderr } = await run(home, ['stop']);
    assert.deepEqual([code, stderr], [0, 'choice: the portal is shutting down\n']);
    await eventually(() => !isAlive(pid), 'the end of the portal');
    assert.ok(!existsSync(discovery(home)));
  });

  test('when a prompt is open, then it stays; with --force the prompt is cancelled', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const pid = portalPid(home) ?? 0;
    const refused = await run(home, ['stop']);
    assert.deepEqual([refused.code, refused.stdout], [1, '']);
    assert.match(refused.stderr, /^choice: 1 prompts? (are|is) open, so the portal keeps running; .*--force\n$/);
    assert.deepEqual(
      (await readDashboard(home)).map(({ id }) => id),
      [asker.id],
    );

    const forced = await run(home, ['stop', '--force']);
    assert.deepEqual(
      [forced.code, forced.stderr],
      [0, 'choice: the portal is shutting down; 1 prompt was cancelled\n'],
    );
    const { code, stdout, stderr } = await asker.exit;
    assert.deepEqual([code, stdout], [3, 'cancelled\n']);
    assert.match(stderr, /the portal was stopped after/);
    await eventually(() => !isAlive(pid), 'the end of the portal');
    assert.deepEqual(portalPids(home), [], 'and the asker started no other');
  });

  test('when one asks right after, then a new portal serves it on the same port', async (t) => {
    const home = makeHome(t);
    const first = await ask(home, ['First', 'a']);
    await run(home, ['stop', '--force']);
    const second = await ask(home, ['Second', 'a']);
    assert.equal(second.link.port, first.link.port);
    assert.equal((await answerByHttp(second.link, 'a')).status, 200);
    assert.equal((await second.exit).stdout, 'a\n');
  });
});

describe('an idle portal', { concurrency: true }, () => {
  const IDLE = 300;
  const env = { CHOICE_IDLE_EXIT: String(IDLE / 1_000) };

  test('when the last prompt and tab are gone, then it leaves by itself and removes its file', async (t) => {
    const home = makeHome(t, env);
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const pid = portalPid(home) ?? 0;
    const tab = await openTab(asker.link);
    tab.answer('a');
    await asker.exit;
    await tab.delivery('delivered');
    assert.ok(isAlive(pid));
    tab.close();
    await eventually(() => !isAlive(pid), 'the end of the portal');
    assert.ok(!existsSync(discovery(home)));
    const { stderr } = await run(home, ['dashboard']);
    assert.match(stderr, /no background portal is running/);
  });

  test('when an asker waits, then it stays', async (t) => {
    const home = makeHome(t, env);
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const pid = portalPid(home) ?? 0;
    // Nothing can tell of what does not happen: several times the delay must go by.
    await delay(4 * IDLE);
    assert.ok(isAlive(pid), 'longer than it may be idle');
    assert.equal((await answerByHttp(asker.link, 'a')).status, 200);
    assert.equal((await asker.exit).stdout, 'a\n');
    await eventually(() => !isAlive(pid), 'the end of the portal');
  });

  test('when only a tab of the list is there, then it stays', async (t) => {
    const home = makeHome(t, env);
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const pid = portalPid(home) ?? 0;
    const list = await Tab.open(asker.link, await openSession(asker.link), null);
    await answerByHttp(asker.link, 'a');
    await asker.exit;
    await delay(4 * IDLE);
    assert.ok(isAlive(pid));
    list.close();
    await eventually(() => !isAlive(pid), 'the end of the portal');
  });

  test('when askers keep coming while portals leave, then every one is served', async (t) => {
    const home = makeHome(t, env);
    for (let round = 0; round < 8; round += 1) {
      const asker = await ask(home, ['Pick one', 'a']);
      await answerByHttp(asker.link, 'a');
      assert.equal((await asker.exit).stdout, 'a\n');
      // From just before to just after the moment at which the portal leaves.
      await delay(IDLE - 100 + round * 20);
    }
  });
});
