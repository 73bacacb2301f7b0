// The way of an answer: from a tab through the portal to stdout, and the word back that it arrived.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, makeHome, readDashboard, run, startShell } from '../helpers/choice.ts';
import { poseInProcess } from '../helpers/question.ts';
import { openTab } from '../helpers/tab.ts';

const KEYS = [
  'id',
  'status',
  'values',
  'text',
  'note',
  'notes',
  'fallback',
  'by',
  'who',
  'opened_at',
  'settled_at',
  'elapsed_ms',
  'extended_ms',
  'seen_at',
];

describe('choice ask', { concurrency: true }, () => {
  test('when a tab answers, then the value is printed, the exit code is 0 and the tab hears that it was delivered', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['Pick one', 'a', 'b', 'c']);
    const tab = await openTab(asker.link);
    const prompt = await tab.look();
    assert.equal(prompt.spec.question, 'Pick one');
    assert.deepEqual(
      prompt.spec.options.map(({ value }) => value),
      ['a', 'b', 'c'],
    );
    const verdict = await tab.request({ type: 'answer', answer: { values: ['b'] } });
    assert.equal(verdict.type, 'accepted');
    const { code, stdout, stderr } = await asker.exit;
    assert.deepEqual([code, stdout], [0, 'b\n']);
    assert.match(stderr, /answered in the browser/);
    await tab.delivery('delivered');
    const seen = tab.views.map(({ status, delivery }) => `${status} ${delivery}`);
    assert.ok(seen.indexOf('settled sending') < seen.indexOf('settled delivered'), 'settled first, delivered after');
    assert.equal((await tab.look()).delivery, 'delivered');
  });

  test('when the reader of stdout is slow, then the tab hears that it was delivered only after the value was written', async (t) => {
    const home = makeHome(t);
    // The pipe is full before `choice` starts, and nobody reads until the gate is opened.
    const gate = `${home.directory}/gate`;
    const script = `mkfifo ${gate}; { head -c 65536 /dev/zero | tr '\\0' x; exec choice ask Q a b; } | { read go <${gate}; cat; }`;
    const asker = startShell(home, script);
    const tab = await openTab(await asker.url());
    tab.answer('b');
    await tab.settled();
    // Long enough for an early acknowledgement to arrive: another command runs from start to end.
    assert.deepEqual(await readDashboard(home), []);
    assert.equal((await tab.look()).delivery, 'sending');
    await startShell(home, `echo go >${gate}`).exit;
    await tab.delivery('delivered');
    assert.equal((await asker.exit).stdout, `${'x'.repeat(65_536)}b\n`);
  });

  test('when a tab cancels, then "cancelled" is printed and the exit code is 3', async (t) => {
    const asker = await poseInProcess(makeHome(t), ['ask', 'Pick one', 'a', 'b']);
    const tab = await openTab(asker.link);
    assert.equal((await tab.request({ type: 'cancel' })).type, 'accepted');
    const { code, stdout } = await asker.exit;
    assert.deepEqual([code, stdout], [3, 'cancelled\n']);
    await tab.delivery('delivered');
  });

  test('when an answer carries notes, then --json has them', async (t) => {
    const asker = await poseInProcess(makeHome(t), ['ask', '--json', 'Pick one', 'a', 'b']);
    const tab = await openTab(asker.link);
    await tab.request({ type: 'answer', answer: { values: ['b'], note: 'because', notes: { b: 'fits' } } });
    const { code, stdout } = await asker.exit;
    assert.equal(code, 0);
    assert.equal(stdout.split('\n').length, 2, 'one line');
    const result = JSON.parse(stdout);
    assert.deepEqual(Object.keys(result), KEYS);
    const { who, opened_at, settled_at, elapsed_ms, ...rest } = result;
    assert.deepEqual(Object.keys(who).sort(), ['host', 'user']);
    assert.deepEqual(rest, {
      id: asker.id,
      status: 'answered',
      values: ['b'],
      text: null,
      note: 'because',
      notes: { b: 'fits' },
      fallback: false,
      by: 'browser',
      extended_ms: 0,
      seen_at: null,
    });
    assert.ok(Math.abs(Date.now() - settled_at) < 60_000 && settled_at >= opened_at);
    assert.ok(Math.abs(settled_at - opened_at - elapsed_ms) < 50);
  });

  test('when the outcome is no answer, then --json prints the same keys', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--json', 'Pick one', 'a', 'b']);
    const tab = await openTab(asker.link);
    tab.send({ type: 'cancel', request_id: 'r1' });
    const [cancelled, timeout, fallback] = await Promise.all([
      asker.exit,
      run(home, ['ask', '--json', '--timeout', '1', 'Pick one', 'a', 'b']),
      run(home, ['ask', '--json', '--timeout', '1', '--fallback', 'b', 'Pick one', 'a', 'b']),
    ]);
    const expected = [
      [cancelled, 3, { status: 'cancelled', values: [], fallback: false, by: 'browser' }],
      [timeout, 124, { status: 'timeout', values: [], fallback: false, by: 'deadline' }],
      [fallback, 0, { status: 'timeout', values: ['b'], fallback: true, by: 'deadline' }],
    ] as const;
    for (const [{ code, stdout }, exitCode, wanted] of expected) {
      const result = JSON.parse(stdout);
      assert.equal(code, exitCode);
      assert.deepEqual(Object.keys(result), KEYS);
      const { status, values, fallback: isFallback, by } = result;
      assert.deepEqual({ status, values, fallback: isFallback, by }, wanted);
    }
  });

  for (const format of [[], ['--json']]) {
    test(`when --no-status ${format} is given and nobody answers, then stdout is empty`, async (t) => {
      const result = await run(makeHome(t), ['ask', '--no-status', ...format, '--timeout', '1', 'Pick one', 'a']);
      assert.deepEqual([result.code, result.stdout], [124, '']);
    });
  }

  test('when --no-status is given and a tab answers, then the value is printed', async (t) => {
    const asker = await poseInProcess(makeHome(t), ['ask', '--no-status', 'Pick one', 'a', 'b']);
    (await openTab(asker.link)).answer('a');
    assert.equal((await asker.exit).stdout, 'a\n');
  });

  const values = ['🦉 déjà', 'שלום؜‏ عالم', `"it's" \\n $HOME`, 'two\nlines\n', '\u202egnirts\u2069', '--fast', ' a\t'];
  for (const value of values) {
    test(`when the value is ${JSON.stringify(value)}, then it comes back byte for byte`, async (t) => {
      const asker = await poseInProcess(makeHome(t), ['ask', 'Pick one', '--', 'other', value]);
      const tab = await openTab(asker.link);
      const [, option] = (await tab.look()).spec.options;
      tab.answer(option?.value ?? '');
      const { code, stdout } = await asker.exit;
      assert.equal(code, 0);
      assert.deepEqual(Buffer.from(stdout), Buffer.from(`${value}\n`));
    });
  }
});
