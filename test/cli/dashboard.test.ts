// `choice dashboard`: what is waiting for a human, as a table, as JSON, and live.
import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, makeHome, portalPids, run, start } from '../helpers/choice.ts';
import { runInProcess } from '../helpers/in-process.ts';
import { answerByHttp, openSession, openTab, Tab } from '../helpers/tab.ts';

describe('choice dashboard', { concurrency: true }, () => {
  test('when prompts are open, then a table lists them with the time left', async (t) => {
    const home = makeHome(t);
    const first = await ask(home, ['--timeout', '60', 'Deploy where?', 'staging', 'production']);
    const second = await ask(home, ['--timeout', 'none', 'Ein Ort in 東京?', 'a', 'b', 'c']);
    const { code, stdout, stderr } = await run(home, ['dashboard']);
    assert.deepEqual([code, stderr], [0, '']);
    const [head = '', ...rows] = stdout.trimEnd().split('\n');
    assert.match(head, /^ID +LEFT +OPTIONS +QUESTION$/);
    assert.equal(rows.length, 2);
    assert.match(rows[0] ?? '', new RegExp(`^${first.id} +(1:00|0:5\\d) +2 +Deploy where\\?$`));
    assert.match(rows[1] ?? '', new RegExp(`^${second.id} +none +3 +Ein Ort in 東京\\?$`));
    const column = head.indexOf('QUESTION');
    assert.ok(
      rows.every((row) => /^(Deploy|Ein)/.test(row.slice(column))),
      'in columns',
    );
  });

  test('when a question holds control characters or is long, then a row stays one line', async (t) => {
    const home = makeHome(t);
    await ask(home, [`\u001b[31mred\u009b0m\u0007\r\n${'long '.repeat(100)}`, 'a']);
    const { stdout } = await runInProcess(home, ['dashboard']);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
    assert.doesNotMatch(stdout, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    assert.equal(stdout.split('\n').length, 3);
    assert.ok(stdout.split('\n').every((line) => [...line].length <= 100));
  });

  test('when --json is given, then it prints an array whose URLs can be used', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--timeout', '60', 'Deploy where?', 'staging', 'production']);
    const [listed, ...others] = JSON.parse((await run(home, ['dashboard', '--json'])).stdout);
    assert.equal(others.length, 0);
    const { id, question, options, remaining_ms, opened_at, waiting, url, ...rest } = listed ?? assert.fail();
    assert.deepEqual(rest, {});
    assert.deepEqual([id, question, waiting], [asker.id, 'Deploy where?', true]);
    assert.deepEqual(options, [
      { value: 'staging', label: 'staging' },
      { value: 'production', label: 'production' },
    ]);
    assert.ok(remaining_ms !== null && remaining_ms > 30_000 && remaining_ms <= 60_000);
    assert.ok(Math.abs(Date.now() - opened_at) < 30_000);
    (await openTab(new URL(url))).answer('staging');
    assert.equal((await asker.exit).stdout, 'staging\n');
    assert.equal((await runInProcess(home, ['dashboard', '--json'])).stdout, '[]\n');
  });

  test('when a portal runs and nothing is open, then the list is empty and it says so', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['Pick one', 'a']);
    await answerByHttp(asker.link, 'a');
    await asker.exit;
    const { code, stdout, stderr } = await run(home, ['dashboard']);
    assert.deepEqual([code, stdout], [0, '']);
    assert.match(
      stderr,
      /^choice: nothing is waiting for a human in the background portal; .* --portal inline .* are not listed\n$/,
    );
  });

  for (const [flags, printed] of [
    [[], ''],
    [['--json'], '[]\n'],
    [['--open'], ''],
  ] as const) {
    test(`when no portal runs (${flags.join(' ') || 'no flags'}), then the list is empty, it says so and starts nothing`, async (t) => {
      const home = makeHome(t);
      const { code, stdout, stderr } = await run(home, ['dashboard', ...flags], { CHOICE_BROWSER: 'false' });
      assert.deepEqual([code, stdout], [0, printed]);
      assert.match(stderr, /^choice: no background portal is running; .* --portal inline .* are not listed\n$/);
      assert.deepEqual(portalPids(home), []);
      assert.deepEqual(readdirSync(home.directory), []);
    });
  }
});

describe('a command that asks by itself, as in CI', () => {
  test('while it waits, no other command says that nothing does, but that it cannot know', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['Deploy where?', 'staging', 'production'], { CI: 'true' });
    const commands = [
      ['dashboard'],
      ['dashboard', '--json'],
      ['answer'],
      // Ids have no u.
      ['answer', 'uuu', 'staging'],
      ['cancel', 'uuu'],
      ['extend', 'uuu', '5m'],
      ['show', 'uuu'],
    ];
    const say = async (when: string) => {
      for (const args of commands) {
        const { stderr } = await runInProcess(home, args);
        const wanted = /; commands that ask with --portal inline \(the default in CI\) are not listed\n$/;
        assert.match(stderr, wanted, `${args.join(' ')}, ${when}`);
        assert.doesNotMatch(stderr, /nothing is waiting for a human(?! in the background portal;)/);
      }
    };
    await say('while no other portal runs');
    const settled = await ask(home, ['Pick one', 'a']);
    await answerByHttp(settled.link, 'a');
    await settled.exit;
    await say('while another portal runs and has no prompt');
    await answerByHttp(asker.link, 'staging');
    assert.equal((await asker.exit).stdout, 'staging\n');
  });
});

describe('choice dashboard --watch', { concurrency: true }, () => {
  test('when the list changes, then a new table follows', async (t) => {
    const home = makeHome(t);
    const first = await ask(home, ['First', 'a']);
    const watching = start(home, ['dashboard', '--watch']);
    await watching.printed(/ID .*\n\S+ .*First\n/);
    const second = await ask(home, ['Second', 'a']);
    await watching.printed(/ID .*\n.*First\n.*Second\n/);
    await answerByHttp(first.link, 'a');
    await watching.printed(/\n\nID .*\n\S+ .*Second\n\n$/);
    await answerByHttp(second.link, 'a');
    await watching.printed(/Second\n\n\n$/);
    watching.child.kill('SIGINT');
    const { signal, stdout } = await watching.exit;
    assert.equal(signal, 'SIGINT');
    assert.ok(!stdout.includes('\u001b'), 'no escapes into a pipe');
  });

  test('when --json is given, then each line is a whole array and the last one is true', async (t) => {
    const home = makeHome(t);
    const first = await ask(home, ['First', 'a', 'b']);
    const watching = start(home, ['dashboard', '--watch', '--json']);
    await watching.printed(/\[\{.*\}\]\n/);
    const tab = await openTab(first.link);
    for (let time = 0; time < 10; time += 1) tab.send({ type: 'draft', draft: { values: [time % 2 ? 'a' : 'b'] } });
    const second = await ask(home, ['Second', 'a']);
    await watching.printed(/"Second"/);
    tab.answer('a');
    await answerByHttp(second.link, 'a');
    await watching.printed(/\n\[\]\n/);
    watching.child.kill('SIGTERM');
    const { signal, stdout } = await watching.exit;
    assert.equal(signal, 'SIGTERM');
    const lists: { question: string }[][] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(lists.at(-1), []);
    assert.deepEqual(
      lists[0]?.map(({ question }) => question),
      ['First'],
    );
    assert.ok(lists.some((list) => list.length === 2));
  });

  for (const flags of [[], ['--json']]) {
    test(`when prompts are as large as may be (${flags.join(' ') || 'no flags'}), then it has them all, and goes on`, async (t) => {
      const home = makeHome(t);
      const file = join(home.directory, 'large.json');
      const options = Array.from({ length: 1_000 }, (_, index) => ({ value: `${index}`.padEnd(480, 'x') }));
      writeFileSync(file, JSON.stringify({ kind: 'select', question: 'Large', options }));
      for (let begun = 0; begun < 5; begun += 1) await ask(home, ['--spec', file]);
      const watching = start(home, ['dashboard', '--watch', ...flags]);
      await watching.printed(/(?:Large[\s\S]*?){5}\n/);
      const small = await ask(home, ['Small', 'a']);
      await watching.printed(/Small/);
      await answerByHttp(small.link, 'a');
      watching.child.kill('SIGINT');
      const { signal, stderr } = await watching.exit;
      assert.deepEqual([signal, stderr], ['SIGINT', '']);
    });
  }

  test('when it has redrawn many times, then stderr is still empty', async (t) => {
    const home = makeHome(t);
    const { link } = await ask(home, ['First', 'a']);
    const watching = start(home, ['dashboard', '--watch']);
    await watching.printed(/First/);
    const tab = await openTab(link);
    for (let tables = 2; tables < 15; tables += 1) {
      await tab.request({ type: 'extend', by_ms: 1_000 });
      await watching.printed(new RegExp(`^(?:ID .*\\n.*First\\n\\n){${tables}}`));
    }
    watching.child.kill('SIGINT');
    assert.equal((await watching.exit).stderr, '');
  });

  test('when no portal runs, before the first and after one has shut down, then it waits for the next', async (t) => {
    const home = makeHome(t);
    const watching = start(home, ['dashboard', '--watch', '--json']);
    await watching.printed(/^\[\]\n$/);
    await ask(home, ['First', 'a']);
    await watching.printed(/"First"/);
    assert.equal((await run(home, ['stop', '--force'])).code, 0);
    await watching.printed(/"First".*\n\[\]\n$/);
    await ask(home, ['Second', 'a']);
    await watching.printed(/"Second"/);
    watching.child.kill('SIGINT');
    const { signal, stderr } = await watching.exit;
    assert.equal(signal, 'SIGINT');
    assert.match(stderr, /^choice: waiting for a portal: no background portal is running; .*$/m);
  });

  test('when it watches, then that is no tab by which a human could answer: a browser is opened', async (t) => {
    const home = makeHome(t);
    const first = await ask(home, ['First', 'a']);
    const watching = start(home, ['dashboard', '--watch']);
    await watching.printed(/First/);
    const asker = await ask(home, ['Second', 'a'], { CHOICE_BROWSER: 'false' });
    await asker.said(/could not open a browser/);
    const list = await Tab.open(first.link, await openSession(first.link), null);
    assert.equal((await list.heard('list')).prompts.length, 2);
  });
});
