// Ask now, collect later: `--detach` and `choice wait`.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import {
  eventually,
  type Home,
  idOf,
  isAlive,
  makeHome,
  portalPid,
  type Result,
  readDashboard,
  run,
  start,
  startShell,
} from '../helpers/choice.ts';
import { runInProcess } from '../helpers/in-process.ts';
import { killPortal } from '../helpers/portals.ts';
import { assertUsageError, pose, writeIn } from '../helpers/question.ts';
import { openSession, openTab, Tab } from '../helpers/tab.ts';

const ID = /^[0-9a-z]{12}\n$/;
const where = ['Deploy where?', 'staging', 'production'];

/** Asks with `--detach` and gives the id. */
async function detach(home: Home, args: readonly string[], command = 'ask'): Promise<string> {
  const { code, stdout, stderr } = await run(home, [command, '--detach', ...args]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, ID);
  return stdout.trim();
}

const ends = ({ code, stdout }: Result) => [code, stdout];

/** Ends the home's portal as the system does when it shuts down. */
async function terminatePortal(home: Home): Promise<void> {
  const pid = portalPid(home) ?? assert.fail('no portal');
  process.kill(pid, 'SIGTERM');
  await eventually(() => !isAlive(pid), 'the end of the portal');
}

describe('a command that detaches', { concurrency: 4 }, () => {
  test('when it asks, then it ends with the id on stdout, and the question is open with nobody waiting', async (t) => {
    const home = makeHome(t);
    const { code, stdout, stderr } = await run(home, ['ask', '--detach', ...where]);
    assert.equal(code, 0);
    assert.match(stdout, ID);
    assert.match(stderr, /^choice: Deploy where\? \(5 min left\)$/m);
    assert.match(stderr, /^http:\S+$/m);
    await eventually(async () => (await readDashboard(home))[0]?.waiting === false, 'nobody waiting');
    const table = (await run(home, ['dashboard'])).stdout;
    assert.match(table, /^ID +LEFT +WAITING +OPTIONS +QUESTION\n\w+ +\d:\d\d +no +2 +Deploy where\?\n$/);
    const shown = await run(home, ['show', stdout.trim()]);
    assert.match(shown.stdout, /^waiting +no command right now; the answer is kept$/m);
    assert.equal(JSON.parse((await run(home, ['show', stdout.trim(), '--json'])).stdout).waiting, false);
  });

  test('when --json is given, then it prints what a script needs to go on', async (t) => {
    const home = makeHome(t);
    const { stdout } = await run(home, ['ask', '--detach', '--json', '--timeout', '60', ...where]);
    const { id, url, remaining_ms, ...rest } = JSON.parse(stdout);
    assert.deepEqual(rest, { status: 'open' });
    assert.match(`${id}\n`, ID);
    assert.ok(url.startsWith('http://127.0.0.1:') && url.includes(id));
    assert.ok(remaining_ms > 30_000 && remaining_ms <= 60_000);
  });

  test('when a browser may be opened, then it has been started by the time that the command ends', async (t) => {
    const home = makeHome(t);
    const opened = `${home.directory}/opened`;
    const { code } = await run(home, ['ask', '--detach', ...where], {
      CHOICE_BROWSER: `sh -c 'echo "$0" > ${opened}'`,
    });
    assert.equal(code, 0);
    const { readFileSync } = await import('node:fs');
    await eventually(() => readFileSync(opened, { encoding: 'utf8', flag: 'a+' }).startsWith('http'), 'the browser');
  });

  test('when a human is required and none can be reached, then it fails with 69, and nothing stays open', async (t) => {
    const home = makeHome(t);
    const args = ['ask', '--detach', '--require-human', ...where];
    assert.deepEqual(ends(await run(home, args, { CHOICE_BROWSER: 'none' })), [69, '']);
    assert.deepEqual(await readDashboard(home), []);
  });

  test('when its key was decided already, then it gives the id of that prompt, and waiting for it gives the answer', async (t) => {
    const home = makeHome(t);
    const id = await detach(home, ['--key', 'deploy', ...where]);
    assert.equal(await detach(home, ['--key', 'deploy', ...where]), id, 'also while it is open');
    await run(home, ['answer', id, 'staging']);
    assert.equal(await detach(home, ['--key', 'deploy', ...where]), id);
    assert.deepEqual(ends(await run(home, ['wait', id])), [0, 'staging\n']);
  });

  test('when another command waits under its key, then Ctrl-C there leaves the question open, and says so', async (t) => {
    const home = makeHome(t);
    const args = ['--key', 'deploy', ...where];
    const asker = start(home, ['ask', ...args]);
    await asker.url();
    const id = await detach(home, args);
    asker.child.kill('SIGINT');
    const { signal, stderr } = await asker.exit;
    assert.equal(signal, 'SIGINT');
    assert.match(stderr, new RegExp(`the question stays open; .*choice wait ${id}`));
    assert.equal((await readDashboard(home)).length, 1);
  });

  test('when its open question was seen before and no page is open now, then it prints the id all the same', async (t) => {
    const home = makeHome(t);
    const asker = await pose(home, ['ask', '--key', 'deploy', ...where]);
    const tab = await openTab(asker.link);
    tab.send({ type: 'hello', visible: true, can_notify: false });
    await tab.look();
    tab.close();
    assert.equal(await detach(home, ['--key', 'deploy', ...where]), asker.id);
  });

  test('when it is answered before the command has ended, and the portal is killed, then the id is printed all the same', async (t) => {
    const home = makeHome(t);
    const { link } = await pose(home, ['ask', ...where]);
    // A page in view that does not show the question.
    const page = await Tab.open(link, await openSession(link), null);
    page.send({ type: 'hello', visible: true, can_notify: false });
    const asker = start(home, ['ask', '--detach', '--json', ...where]);
    const url = await asker.url();
    const id = idOf(url);
    const tab = await openTab(url);
    tab.answer('staging');
    await tab.settled();
    await killPortal(home);
    const { code, stdout } = await asker.exit;
    assert.equal(code, 0);
    assert.equal(JSON.parse(stdout).id, id);
    assert.equal(JSON.parse(stdout).status, 'settled');
    assert.deepEqual(ends(await run(home, ['wait', id])), [0, 'staging\n']);
  });

  test('when CI is set, then the portal runs in the background all the same', async (t) => {
    const home = makeHome(t, { CI: 'true' });
    const id = await detach(home, where);
    await run(home, ['answer', id, 'staging']);
    assert.deepEqual(ends(await run(home, ['wait', id])), [0, 'staging\n']);
  });

  const refused: readonly [args: string[], complaint: RegExp, env?: Record<string, string>][] = [
    [['--detach', '--portal', 'inline'], /--detach and --portal inline cannot be combined/],
    [['--grace', '5m', '--portal', 'inline'], /--grace and --portal inline cannot be combined/],
    [['--detach', '--grace', '5m'], /--detach and --grace cannot be combined: a detached question stays open/],
    [['--detach', '--record', 'answers.json'], /--detach and --record cannot be combined; record with choice wait/],
    [['--grace', '31d'], /--grace: "31d" is out of range/],
    [['--grace', 'soon'], /--grace: "soon" is not a duration/],
  ];
  for (const [args, complaint, env = {}] of refused) {
    test(`when ${args.join(' ')} is given with ${JSON.stringify(env)}, then it is a usage error that says why`, async (t) => {
      const home = makeHome(t);
      const result = await runInProcess(home, ['ask', ...args, ...where], { env: { CHOICE_PORTAL: '', ...env } });
      assertUsageError(home, result, complaint);
    });
  }
});

describe('a question that is detached and answered from a file', { concurrency: 4 }, () => {
  test('when it is asked, then it gives an id, and waiting for that prints the answer; nobody is asked', async (t) => {
    const home = makeHome(t);
    const answers = { 'Deploy where?': ['staging', { timeout: true }], 'Ship it?': { values: ['no'], note: 'late' } };
    const env = { CHOICE_ANSWERS: writeIn(home, 'answers.json', JSON.stringify(answers)) };
    const detached = async (args: readonly string[]) => (await run(home, args, env)).stdout.trim();
    const ids = [await detached(['ask', '--detach', ...where]), await detached(['ask', '--detach', ...where])];
    const { id, ...rest } = JSON.parse(await detached(['confirm', '--detach', '--json', 'Ship it?']));
    assert.deepEqual(rest, { status: 'settled', url: null, remaining_ms: null });
    const wait = async (...args: string[]) => ends(await run(home, ['wait', ...args], env));
    assert.deepEqual(await wait(ids[0] ?? '', '--index'), [0, '0\n']);
    assert.deepEqual(await wait(ids[1] ?? '', '--for', '1'), [124, 'timeout\n']);
    assert.deepEqual(await wait(id, '--print-note'), [1, 'no\nlate\n']);
    const refused: [args: string[], complaint: RegExp][] = [
      [['nothing'], /no question with the id "nothing" was asked/],
      [[id, '--print-note', '--json'], /--print-note and --json cannot be combined/],
    ];
    for (const [args, complaint] of refused) {
      const { code, stderr } = await run(home, ['wait', ...args], env);
      assert.deepEqual([code, complaint.test(stderr)], [2, true], stderr);
    }
    assert.equal(portalPid(home), null, 'no portal');
  });
});

describe('a command that waits', { concurrency: 4 }, () => {
  test('when there are several, then each prints the answer once and exits as ask would have', async (t) => {
    const home = makeHome(t);
    const id = await detach(home, ['Ship it?'], 'confirm');
    const waiters = [
      ['wait', id],
      ['wait', id, '--json'],
      ['wait', id.slice(0, 5), '--no-status'],
    ].map((args) => start(home, args));
    await Promise.all(waiters.map(({ said }) => said(/^choice: Ship it\? \(.* left\)$/m)));
    assert.equal((await readDashboard(home))[0]?.waiting, true);
    assert.equal((await run(home, ['answer', id, 'no'])).code, 0);
    const [plain, json, silent] = await Promise.all(waiters.map(({ exit }) => exit));
    assert.deepEqual(plain && ends(plain), [1, 'no\n']);
    assert.equal(json?.code, 1);
    assert.deepEqual(JSON.parse(json?.stdout ?? '').values, ['no']);
    assert.deepEqual(silent && ends(silent), [1, '']);
    assert.deepEqual(ends(await run(home, ['wait', id])), [1, 'no\n'], 'and a late one');
  });

  test('when nothing is decided within --for, then it exits with 75 and an empty stdout, and the question stays open', async (t) => {
    const home = makeHome(t);
    const id = await detach(home, where);
    const { code, stdout, stderr } = await run(home, ['wait', id, '--for', '1', '--json']);
    assert.deepEqual([code, stdout], [75, '']);
    assert.match(stderr, new RegExp(`still open \\(.* left\\); to go on waiting, run: choice wait ${id}`));
    assert.deepEqual(ends(await run(home, ['wait', id, '--for', '0', '--quiet'])), [75, ''], 'a look');
    await run(home, ['answer', id, 'staging']);
    assert.deepEqual(ends(await run(home, ['wait', id, '--for', '0'])), [0, 'staging\n']);
  });

  test('when a poller cuts every call after 2 s, then calls that are cut print nothing, and one prints the answer', async (t) => {
    const home = makeHome(t);
    const id = await detach(home, where);
    const poller = startShell(
      home,
      `while :; do
         out=$(timeout 2 choice wait ${id} 2>/dev/null); code=$?
         echo "$code:$out"
         [ -n "$out" ] && exit "$code"
       done`,
    );
    await poller.printed(/^124:\n124:$/m);
    await run(home, ['answer', id, 'staging']);
    const { code, stdout } = await poller.exit;
    assert.equal(code, 0);
    assert.match(stdout, /^(124:\n)+0:staging\n$/);
  });

  test('when it is interrupted, then it dies of the signal, and the question stays open', async (t) => {
    const home = makeHome(t);
    const id = await detach(home, where);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const waiter = start(home, ['wait', id]);
      await waiter.said(/Deploy where\?/);
      waiter.child.kill(signal);
      const ended = await waiter.exit;
      assert.deepEqual([ended.signal, ended.stdout], [signal, '']);
    }
    assert.equal((await readDashboard(home)).length, 1);
  });

  test('when the question is cancelled, then it exits with 3', async (t) => {
    const home = makeHome(t);
    const id = await detach(home, where);
    const waiter = start(home, ['wait', id]);
    await waiter.said(/Deploy where\?/);
    await run(home, ['cancel', id]);
    assert.deepEqual(ends(await waiter.exit), [3, 'cancelled\n']);
  });

  test('when the deadline passes, then it exits with 124, or with the fallback', async (t) => {
    const home = makeHome(t);
    const plain = await detach(home, ['--timeout', '1', ...where]);
    const other = await detach(home, ['--timeout', '1', '--fallback', 'staging', ...where]);
    assert.deepEqual(ends(await run(home, ['wait', plain])), [124, 'timeout\n']);
    assert.deepEqual(ends(await run(home, ['wait', other])), [0, 'staging\n']);
  });

  test('when it waits for the question of a command that waits too, then both get the answer', async (t) => {
    const home = makeHome(t);
    const asker = start(home, ['ask', ...where]);
    await asker.url();
    const [prompt] = await readDashboard(home);
    const waiter = start(home, ['wait', prompt?.id ?? '', '--index']);
    await waiter.said(/Deploy where\?/);
    await run(home, ['answer', 'production']);
    assert.deepEqual(ends(await asker.exit), [0, 'production\n']);
    assert.deepEqual(ends(await waiter.exit), [0, '1\n']);
  });

  test('when --index is given and a typed answer is possible, then it is a usage error, as for ask', async (t) => {
    const home = makeHome(t);
    const id = await detach(home, ['--other', ...where]);
    const { code, stdout, stderr } = await run(home, ['wait', id, '--index']);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /--index and --other cannot be combined: a typed answer has no position/);
  });

  test('when there is no such prompt, then it is a usage error', async (t) => {
    const { code, stdout, stderr } = await run(makeHome(t), ['wait', 'nothing']);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /there is no prompt "nothing"/);
  });
});

describe('a detached question whose portal ends', { concurrency: 4 }, () => {
  for (const [how, end] of [
    ['is killed', killPortal],
    ['is stopped by the system', terminatePortal],
  ] as const) {
    test(`when the portal ${how}, then the next command of any kind brings the question back`, async (t) => {
      for (const command of [['dashboard', '--json'], ['answer', 'staging'], ['history'], ['show', '']]) {
        const home = makeHome(t);
        const id = await detach(home, where);
        await end(home);
        const args = command[0] === 'show' ? ['show', id] : command;
        const { code, stdout } = await run(home, args);
        assert.equal(code, 0, args.join(' '));
        if (command[0] !== 'answer') assert.ok(stdout.includes('Deploy where?'), args.join(' '));
        assert.ok(isAlive(portalPid(home) ?? 0));
      }
    });

    test(`when the portal ${how} while a command waits, then that goes on and gets the answer`, async (t) => {
      const home = makeHome(t);
      const id = await detach(home, where);
      const waiter = start(home, ['wait', id]);
      await waiter.said(/Deploy where\?/);
      await end(home);
      await waiter.said(/lost the portal and reconnected/);
      await run(home, ['answer', id, 'staging']);
      assert.deepEqual(ends(await waiter.exit), [0, 'staging\n']);
    });
  }

  test('when the deadline passes while no portal runs, then the next one settles it: as a timeout, or by the fallback', async (t) => {
    const home = makeHome(t);
    const plain = await detach(home, ['--timeout', '2', ...where]);
    const other = await detach(home, ['--timeout', '2', '--fallback', 'staging', ...where]);
    const due = Date.now() + 2_000;
    await killPortal(home);
    await eventually(() => Date.now() > due + 100, 'the deadline');
    assert.deepEqual(ends(await run(home, ['wait', plain])), [124, 'timeout\n']);
    assert.deepEqual(ends(await run(home, ['wait', other])), [0, 'staging\n']);
  });

  test('when nothing waits for the portal any more, then it leaves; not while a detached question is open', async (t) => {
    const home = makeHome(t, { CHOICE_IDLE_EXIT: '1' });
    const id = await detach(home, where);
    const pid = portalPid(home) ?? assert.fail('no portal');
    const until = Date.now() + 2_500;
    await eventually(() => Date.now() > until || !isAlive(pid), 'more than the idle delay');
    assert.ok(isAlive(pid));
    await run(home, ['answer', id, 'staging']);
    await eventually(() => !isAlive(pid), 'the end of the portal');
    assert.deepEqual(ends(await run(home, ['wait', id])), [0, 'staging\n'], 'collected from the history');
  });

  test('when the portal is stopped by hand right away, then the question is not in its way, and comes back', async (t) => {
    const home = makeHome(t);
    const id = await detach(home, where);
    const pid = portalPid(home) ?? assert.fail('no portal');
    const stopped = await run(home, ['stop']);
    assert.equal(stopped.code, 0);
    assert.match(stopped.stderr, /shutting down; 1 prompt without a waiting command goes on with the next command/);
    await eventually(() => !isAlive(pid), 'the end of the portal');
    await run(home, ['answer', id, 'staging']);
    assert.deepEqual(ends(await run(home, ['wait', id])), [0, 'staging\n']);
  });
});
