// A portal that stands still: its socket still takes connections, and nobody may wait for it for ever.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describe } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { identify } from '../../src/system/process-identity.ts';
import { test } from '../helpers/attempts.ts';
import {
  type Asker,
  ask,
  eventually,
  type Home,
  isAlive,
  makeHome,
  portalPid,
  readDashboard,
  run,
} from '../helpers/choice.ts';
import { ENGINES } from '../helpers/engines.ts';
import { killPortal, reattached } from '../helpers/portals.ts';
import { readJournal } from '../helpers/question.ts';
import { gap, openTab, type Tab } from '../helpers/tab.ts';

/** Stops the portal; gives the way to let it go on. */
function stopPortal(home: Home): () => void {
  const pid = portalPid(home) ?? assert.fail('no portal');
  process.kill(pid, 'SIGSTOP');
  return () => process.kill(pid, 'SIGCONT');
}

/** Brings the deadline of `asker` so near that it knows of it before the fault; gives when it is, as `tab` sees it. */
async function bringNear(asker: Asker, tab: Tab): Promise<number> {
  await tab.hasten(6_000);
  await asker.said(/the deadline was moved: /);
  return tab.measureDeadline(2);
}

describe('a portal that is stopped', { concurrency: true }, () => {
  for (const engine of ENGINES) {
    test(`when it goes on after 5 s (${engine}), then nothing was lost and nobody started another`, async (t) => {
      const home = makeHome(t, { CHOICE_TRANSPORT: engine });
      const asker = await ask(home, ['--timeout', '60', 'Pick one', 'a', 'b']);
      const pid = portalPid(home);
      const tab = await openTab(asker.link);
      const before = await tab.boundDeadline();
      const goOn = stopPortal(home);
      // The fault itself: a stop of 5 s.
      await delay(5_000);
      assert.equal(asker.child.exitCode, null, 'the asker waits');
      goOn();
      const moved = gap(await tab.boundDeadline(), before);
      assert.ok(moved <= 50, `the deadline moved by ${moved} ms`);
      assert.equal(portalPid(home), pid);
      tab.answer('b');
      const { code, stdout, stderr } = await asker.exit;
      assert.deepEqual([code, stdout], [0, 'b\n']);
      assert.doesNotMatch(stderr, /lost/);
      await tab.delivery('delivered');
    });

    test(`when it stays stopped past deadline + 10 s (${engine}), then the asker ends by itself with 124, and the tab learns it`, async (t) => {
      const home = makeHome(t, { CHOICE_TRANSPORT: engine });
      const [plain, fallback] = await Promise.all([
        ask(home, ['--json', 'Pick one', 'a', 'b']),
        ask(home, ['--fallback', 'b', 'Pick one', 'a', 'b']),
      ]);
      const [tab, other] = await Promise.all([openTab(plain.link), openTab(fallback.link)]);
      const [deadline] = await Promise.all([bringNear(plain, tab), bringNear(fallback, other)]);
      const goOn = stopPortal(home);
      const { code, stdout } = await plain.exit;
      const late = performance.now() - deadline;
      assert.equal(code, 124);
      const { status, by } = JSON.parse(stdout);
      assert.deepEqual([status, by], ['timeout', 'asker']);
      // G6: it never hangs, and gives the portal the ten seconds that it has.
      assert.ok(late >= 9_900 && late < 15_000, `${late} ms after the deadline`);
      assert.deepEqual(await fallback.exit.then((end) => [end.code, end.stdout]), [0, 'b\n']);
      // An answer that comes meanwhile is judged by the clock once the portal goes on.
      const verdict = tab.request({ type: 'answer', answer: { values: ['a'] } });
      goOn();
      assert.equal((await verdict).type, 'refused');
      const told = await tab.settled();
      assert.equal(told.outcome?.status, 'timeout');
      const outcomes = readJournal(home).filter((record) => record.type === 'outcome' && record.id === plain.id);
      assert.deepEqual(
        outcomes.map((record) => record.type === 'outcome' && record.outcome.status),
        ['timeout'],
        'exit code, stdout and journal agree',
      );
    });
  }

  test('G6: when it is killed and no other can be started, then the asker ends by itself with 124', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const deadline = await bringNear(asker, await openTab(asker.link));
    // Somebody is starting a portal, and never ends.
    writeFileSync(join(home.directory, 'run', 'start.lock'), JSON.stringify(identify(process.pid)));
    await killPortal(home);
    const { code, stdout } = await asker.exit;
    const late = performance.now() - deadline;
    assert.deepEqual([code, stdout], [124, 'timeout\n']);
    assert.ok(late >= 9_900 && late < 15_000, `${late} ms after the deadline`);
  });

  test('when a new asker finds it stopped, then it starts another portal within seconds', async (t) => {
    const home = makeHome(t);
    await ask(home, ['--timeout', '60', 'First', 'a']);
    const stopped = portalPid(home);
    stopPortal(home);
    const second = await ask(home, ['--timeout', '60', 'Second', 'a']);
    assert.notEqual(portalPid(home), stopped);
    (await openTab(second.link)).answer('a');
    assert.equal((await second.exit).stdout, 'a\n');
  });

  for (const engine of ENGINES) {
    test(`when it goes on after another was started (${engine}), then it leaves, and its prompts go on at the other`, async (t) => {
      const home = makeHome(t, { CHOICE_TRANSPORT: engine });
      const first = await ask(home, ['--timeout', '60', 'First', 'a', 'b']);
      const before = await (await openTab(first.link)).boundDeadline();
      const elder = portalPid(home) ?? assert.fail('no portal');
      const goOn = stopPortal(home);
      const second = await ask(home, ['--timeout', '60', 'Second', 'a', 'b']);
      const younger = portalPid(home);
      assert.notEqual(younger, elder);
      const tab = await openTab(second.link);
      goOn();
      await reattached(first);
      await eventually(() => !isAlive(elder), 'the end of the elder portal');
      assert.equal(portalPid(home), younger);
      const listed = (await readDashboard(home)).map(({ id }) => id);
      assert.deepEqual(listed.sort(), [first.id, second.id].sort());
      // The new place is printed.
      const place = `http://127.0.0.1:${second.link.port}/choice/${first.id}#`;
      const link = new URL((await first.said(new RegExp(`^${place}.*$`, 'm')))[0]);
      assert.ok(gap(await (await openTab(link)).boundDeadline(), before) <= 50);
      assert.equal((await run(home, ['answer', first.id, 'b'])).code, 0);
      tab.answer('a');
      assert.deepEqual(await first.exit.then(({ code, stdout }) => [code, stdout]), [0, 'b\n']);
      assert.deepEqual(await second.exit.then(({ code, stdout }) => [code, stdout]), [0, 'a\n']);
    });
  }

  test('every command that needs it says that it does not answer', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--timeout', '60', 'First', 'a']);
    const pid = portalPid(home);
    const goOn = stopPortal(home);
    const commands = [
      ['dashboard', '--json'],
      ['answer'],
      ['answer', asker.id, 'a'],
      ['cancel', asker.id],
      ['show', asker.id],
      ['history', '--json'],
      ['stop', '--force'],
    ];
    const ends = await Promise.all(commands.map((args) => run(home, args)));
    for (const [index, { code, stdout, stderr }] of ends.entries()) {
      const line = `choice: the portal (pid ${pid}) does not answer; to see why, run: choice doctor\n`;
      assert.deepEqual([code, stdout, stderr], [69, '', line], commands[index]?.join(' '));
    }
    const doctor = await run(home, ['doctor']);
    assert.match(doctor.stdout, new RegExp(`^portal: pid ${pid} does not answer$`, 'm'));
    assert.equal((await run(home, ['config', 'set', 'theme', 'dark'])).code, 0, 'the file is what counts');
    goOn();
    assert.equal((await run(home, ['stop'])).code, 1);
    assert.equal((await run(home, ['answer', asker.id, 'a'])).code, 0);
  });
});

describe('an asker that is stopped', { concurrency: true }, () => {
  for (const flags of [[], ['--fallback', 'b']]) {
    test(`when the deadline was moved meanwhile and it goes on after the old one (${flags.join(' ') || 'no flags'}), then it goes on waiting`, async (t) => {
      const home = makeHome(t);
      const asker = await ask(home, ['--timeout', '8', ...flags, 'Pick one', 'a', 'b']);
      const tab = await openTab(asker.link);
      asker.child.kill('SIGSTOP');
      assert.equal((await tab.request({ type: 'extend', by_ms: 600_000 })).type, 'accepted');
      // The fault itself: it stands still until it would have settled by itself.
      await delay(19_000);
      asker.child.kill('SIGCONT');
      await asker.said(/the deadline was moved: /);
      assert.equal((await run(home, ['answer', asker.id, 'a'])).code, 0);
      const { code, stdout, stderr } = await asker.exit;
      assert.deepEqual([code, stdout], [0, 'a\n']);
      assert.doesNotMatch(stderr, /disk|nobody answered/);
    });
  }
});
