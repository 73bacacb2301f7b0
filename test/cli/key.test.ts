// Keys: scripts that are run again and jobs that are retried ask one question, once.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import {
  eventually,
  type Home,
  isAlive,
  makeHome,
  portalPid,
  type Result,
  readDashboard,
  run,
} from '../helpers/choice.ts';
import { assertBadUsage, pose, readJournal, settle, submit, view } from '../helpers/question.ts';
import { openTab } from '../helpers/tab.ts';

const question = ['ask', '--key', 'deploy 42', 'Deploy where?', 'staging', 'production'];
const attached = /this question is already open; waiting for its answer/;
const recorded = /^choice: Deploy where\? \(already settled under this key; to ask again, use another key\)$/m;

const ends = ({ code, stdout }: Result) => [code, stdout];

/** Ends the portal of `home`, which has no prompt open. */
async function stopPortal(home: Home): Promise<number> {
  const pid = portalPid(home) ?? assert.fail('no portal');
  assert.equal((await run(home, ['stop'])).code, 0);
  await eventually(() => !isAlive(pid), 'the end of the portal');
  return pid;
}

describe('a key whose prompt is open', { concurrency: 4 }, () => {
  test('when it is asked again with other times, then it is the same question', async (t) => {
    const home = makeHome(t);
    const first = await pose(home, question);
    const second = await pose(home, [
      ...question,
      '--timeout',
      '20m',
      '--max-timeout',
      '1h',
      '--no-hold',
      '--no-extend',
    ]);
    assert.equal(second.id, first.id);
  });

  test('when it is asked again, then both wait for one prompt, and both get the answer', async (t) => {
    const home = makeHome(t);
    const first = await pose(home, question);
    const second = await pose(home, question);
    assert.equal(second.id, first.id);
    await second.said(attached);
    assert.deepEqual(
      (await readDashboard(home)).map(({ id }) => id),
      [first.id],
    );
    const tab = await openTab(second.link);
    tab.answer('production');
    assert.deepEqual(
      [ends(await first.exit), ends(await second.exit)],
      [
        [0, 'production\n'],
        [0, 'production\n'],
      ],
    );
    await tab.delivery('delivered');
    assert.doesNotMatch((await first.exit).stderr, attached);
  });

  test('when twenty ask at once from cold, then one prompt is open and all get its answer', async (t) => {
    const home = makeHome(t);
    const askers = await Promise.all(Array.from({ length: 20 }, () => pose(home, question)));
    const [first] = askers;
    assert.ok(first, 'there are askers');
    assert.deepEqual([...new Set(askers.map(({ id }) => id))], [first.id]);
    assert.equal(await submit(first, { values: ['staging'] }), 'accepted');
    for (const { exit } of askers) assert.deepEqual(ends(await exit), [0, 'staging\n']);
  });

  test('when --json is given, then both tell of the same prompt, as old as it is', async (t) => {
    const home = makeHome(t);
    const [command = '', ...rest] = question;
    const first = await pose(home, [command, '--json', ...rest]);
    const second = await pose(home, [command, '--json', ...rest]);
    const a = JSON.parse((await settle(first, { values: ['staging'], note: 'n' })).stdout);
    assert.deepEqual(JSON.parse((await second.exit).stdout), a);
    assert.equal(a.id, first.id);
  });

  test('when the deadline had been moved and held before, then whoever comes later is told no news of it', async (t) => {
    const home = makeHome(t);
    const first = await pose(home, question);
    const tab = await openTab(first.link);
    await tab.request({ type: 'update_timeout', remaining_ms: 5_000 });
    tab.send({ type: 'draft', draft: { picked: [0] } });
    await first.said(/the deadline is held/);
    const second = await pose(home, question);
    tab.send({ type: 'hello', visible: true, can_notify: false });
    await tab.request({ type: 'extend', by_ms: 60_000 });
    await second.said(/the deadline was moved/);
    const { stderr } = await settle(second, { values: ['staging'] });
    assert.equal(stderr.match(/deadline/g)?.length, 1, stderr);
  });

  test('when another question is asked under it, then that is a mistake of the command line', async (t) => {
    const home = makeHome(t);
    const first = await pose(home, question);
    for (const other of [
      ['ask', '--key', 'deploy 42', 'Deploy where?', 'staging'],
      ['ask', '--key', 'deploy 42', '--body', 'Other', 'Deploy where?', 'staging', 'production'],
      ['confirm', '--key', 'deploy 42', 'Deploy?'],
    ]) {
      const { code, stdout, stderr } = await run(home, other);
      assert.deepEqual([code, stdout], [2, '']);
      assert.equal(stderr, 'choice: --key: another question was asked under this key; use another key\n');
    }
    assert.equal((await view(first)).status, 'open');
  });

  test('when the key differs, or there is none, then the prompts are apart', async (t) => {
    const home = makeHome(t);
    const askers = await Promise.all([
      pose(home, question),
      pose(home, ['ask', '--key', 'deploy 43', ...question.slice(3)]),
      pose(home, ['ask', ...question.slice(3)]),
      pose(home, ['ask', ...question.slice(3)]),
    ]);
    assert.equal(new Set(askers.map(({ id }) => id)).size, 4);
  });
});

describe('a key whose prompt settled', { concurrency: 4 }, () => {
  test('when it is asked again, then the recorded outcome comes at once, without a page or an address', async (t) => {
    const home = makeHome(t);
    const { id } = await pose(home, question).then(async (asker) => {
      await settle(asker, { values: ['production'], note: 'go' });
      return asker;
    });
    const again = await run(home, question);
    assert.deepEqual(ends(again), [0, 'production\n']);
    assert.match(again.stderr, recorded);
    assert.doesNotMatch(again.stderr, /http:|left|open already/);
    const json = JSON.parse((await run(home, ['ask', '--json', ...question.slice(1)])).stdout);
    assert.deepEqual([json.id, json.values, json.note, json.by], [id, ['production'], 'go', 'browser']);
  });

  test('when the portal has left meanwhile, then the next one finds it in the journal', async (t) => {
    const home = makeHome(t);
    await settle(await pose(home, question), { values: ['production'] });
    const before = await stopPortal(home);
    const again = await run(home, question);
    assert.deepEqual(ends(again), [0, 'production\n']);
    assert.match(again.stderr, recorded);
    assert.notEqual(portalPid(home), before);
    const { code, stderr } = await run(home, ['ask', '--key', 'deploy 42', 'Else?', 'a']);
    assert.equal(code, 2);
    assert.match(stderr, /another question was asked under this key/);
    assert.equal(readJournal(home).filter(({ type }) => type === 'opened').length, 1, 'it was asked once');
  });

  test('when it runs inline, then the next run finds it in the journal too', async (t) => {
    const home = makeHome(t, { CHOICE_PORTAL: 'inline' });
    await settle(await pose(home, question), { values: ['staging'] });
    assert.deepEqual(ends(await run(home, question)), [0, 'staging\n']);
  });

  test('when it was a no, a typed text or several values, then that comes again, with its exit code', async (t) => {
    const home = makeHome(t);
    const confirm = ['confirm', '--key', 'c', 'Go on?'];
    const input = ['input', '--key', 'i', '--multiline', 'Notes?'];
    const multi = ['ask', '--key', 'm', '--multi', 'Which?', 'a', 'b', 'c'];
    await settle(await pose(home, confirm), { values: ['no'] });
    await settle(await pose(home, input), { values: [], text: 'a\nb' });
    await settle(await pose(home, multi), { values: ['c', 'a'] });
    await stopPortal(home);
    assert.deepEqual(ends(await run(home, confirm)), [1, 'no\n']);
    assert.deepEqual(ends(await run(home, input)), [0, 'a\nb\n']);
    assert.deepEqual(ends(await run(home, multi)), [0, 'a\nc\n']);
    const picked = ['ask', '--order', 'picked', ...multi.slice(1)];
    assert.deepEqual(ends(await run(home, picked)), [0, 'c\na\n'], 'how it is printed is no part of the question');
  });

  test('when it timed out, with or without a fallback, then that comes again', async (t) => {
    const home = makeHome(t);
    const bare = ['confirm', '--key', 'bare', '--timeout', '1', 'Go on?'];
    const fallen = ['confirm', '--key', 'fallen', '--timeout', '1', '--fallback', 'no', 'Go on?'];
    await Promise.all([run(home, bare), run(home, fallen)]);
    const [late, fell] = await Promise.all([run(home, bare), run(home, fallen)]);
    assert.deepEqual(
      [ends(late), ends(fell)],
      [
        [124, 'timeout\n'],
        [1, 'no\n'],
      ],
    );
    assert.match(late.stderr, /already settled under this key/);
  });

  test('when a human cancelled it, then that comes again', async (t) => {
    const home = makeHome(t);
    const first = await pose(home, question);
    await (await openTab(first.link)).request({ type: 'cancel' });
    assert.deepEqual(ends(await first.exit), [3, 'cancelled\n']);
    assert.deepEqual(ends(await run(home, question)), [3, 'cancelled\n']);
  });
});

describe('a key whose asker ended', { concurrency: 4 }, () => {
  test('when the only asker was killed and has no grace, then the key is free, for another question too', async (t) => {
    const home = makeHome(t);
    const first = await pose(home, [...question, '--grace', '0']);
    const tab = await openTab(first.link);
    first.child.kill('SIGKILL');
    await tab.delivery('gone');
    const other = ['ask', '--key', 'deploy 42', 'Deploy what?', 'all'];
    const second = await pose(home, other);
    assert.notEqual(second.id, first.id);
    assert.deepEqual(ends(await settle(second, { values: ['all'] })), [0, 'all\n']);
    await stopPortal(home);
    assert.deepEqual(ends(await run(home, other)), [0, 'all\n'], 'and for a later portal the decided one has it');
  });

  test('when the only asker was interrupted, then the key is free', async (t) => {
    const home = makeHome(t);
    const first = await pose(home, question);
    first.child.kill('SIGINT');
    assert.equal((await first.exit).signal, 'SIGINT');
    const second = await pose(home, question);
    assert.notEqual(second.id, first.id);
  });

  for (const signal of ['SIGKILL', 'SIGINT'] as const) {
    test(`when one of two ends by ${signal}, then the other still waits and gets the answer`, async (t) => {
      const home = makeHome(t);
      const first = await pose(home, question);
      const second = await pose(home, question);
      first.child.kill(signal);
      await first.exit;
      // A prompt without askers would be given up now: another one, lost later, shows that the time for it is over.
      const lost = await pose(home, ['ask', 'Lost?', 'a']);
      const witness = await openTab(lost.link);
      lost.child.kill('SIGKILL');
      await witness.delivery('gone');
      assert.equal((await view(second)).status, 'open');
      assert.deepEqual(ends(await settle(second, { values: ['staging'] })), [0, 'staging\n']);
    });
  }

  test('when a killed asker is run again at once, then it goes on with the very same prompt', async (t) => {
    const home = makeHome(t);
    const first = await pose(home, question);
    const second = await pose(home, question);
    first.child.kill('SIGKILL');
    const third = await pose(home, question);
    assert.deepEqual([second.id, third.id], [first.id, first.id]);
    assert.deepEqual(ends(await settle(third, { values: ['staging'] })), [0, 'staging\n']);
    assert.deepEqual(ends(await second.exit), [0, 'staging\n']);
  });
});

describe('a key whose portal is killed', () => {
  test('when two wait under it, then both find the next portal, and both get the answer', async (t) => {
    const home = makeHome(t);
    const first = await pose(home, question);
    const second = await pose(home, question);
    process.kill(portalPid(home) ?? assert.fail('no portal'), 'SIGKILL');
    await Promise.all([first, second].map(({ said }) => said(/lost the portal and reconnected/)));
    assert.deepEqual(
      (await readDashboard(home)).map(({ id }) => id),
      [first.id],
    );
    const third = await pose(home, question);
    assert.equal(third.id, first.id);
    await settle(third, { values: ['production'] });
    for (const { exit } of [first, second]) assert.deepEqual(ends(await exit), [0, 'production\n']);
  });
});

describe('--key', { concurrency: 4 }, () => {
  test('when the key is any text, then it is found again byte for byte', async (t) => {
    const home = makeHome(t);
    for (const key of ['__proto__', 'constructor', '\u6f22\u5b57 \u{1F680} \u202e', '-x', ' ', 'k'.repeat(256)]) {
      const command = ['confirm', `--key=${key}`, 'Go on?'];
      await settle(await pose(home, command), { values: ['yes'] });
      assert.deepEqual(ends(await run(home, command)), [0, 'yes\n'], key);
    }
  });

  for (const [what, key] of [
    ['too long', 'k'.repeat(257)],
    ['empty', ''],
  ] as const) {
    test(`when the key is ${what}, then one line says so and nothing starts`, (t) =>
      assertBadUsage(
        makeHome(t),
        ['confirm', `--key=${key}`, 'Go on?'],
        /--key: a key must have 1 to 256 characters; ".*" has \d+/,
      ));
  }
});
