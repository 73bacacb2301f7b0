// `choice show`: one prompt, open or settled, with the portal and without.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, eventually, makeHome, portalPids, run, start } from '../helpers/choice.ts';
import { runInProcess } from '../helpers/in-process.ts';
import { answerByHttp } from '../helpers/tab.ts';

describe('choice show', { concurrency: true }, () => {
  test('when the prompt is open, then question, body, options and time left are shown', async (t) => {
    const home = makeHome(t);
    const body = '# Release 1.2\n\n- fast\n- good';
    const args = ['--timeout', '10m', '--body', body, '--recommended', 'qa', '--danger', 'prod', '-d:'];
    const asker = await ask(home, [...args, '--key', 'deploy-7', 'Deploy where?', 'prod:Production:careful', 'qa']);
    await run(home, ['extend', asker.id, '5m']);
    const { code, stdout, stderr } = await run(home, ['show', asker.id.slice(0, 7)]);
    assert.deepEqual([code, stderr], [0, '']);
    const lines = stdout.split('\n');
    assert.deepEqual(lines.slice(0, 9), [
      'Deploy where?',
      '',
      '# Release 1.2',
      '',
      '- fast',
      '- good',
      '',
      '  prod  Production  careful  danger',
      '  qa                         recommended',
    ]);
    assert.match(stdout, new RegExp(`^id +${asker.id}$`, 'm'));
    assert.match(stdout, /^key +deploy-7$/m);
    assert.match(stdout, /^status +open, 1[45]:\d\d left$/m);
    assert.match(stdout, /^deadline +moved to 1[45] min( \d+ s)? left by the command line, \d{4}-\d\d-\d\d /m);
  });

  test('when it is settled, then who answered, what, when and from where is shown, by the portal and by the journal', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--timeout', '1h', 'Deploy where?', 'staging', 'production']);
    await runInProcess(home, ['extend', asker.id, '--set', '30m']);
    await runInProcess(home, [
      'answer',
      asker.id,
      'production',
      '--note',
      'at last',
      '--note-for',
      'production=eu only',
    ]);
    await asker.exit;
    const shown = await runInProcess(home, ['show', asker.id]);
    assert.equal(shown.code, 0);
    assert.match(shown.stdout, /^ {2}production +picked$/m);
    assert.match(shown.stdout, /^status +answered "production" from the command line after /m);
    assert.match(shown.stdout, /^deadline +moved to 30 min left by the command line/m);
    assert.match(shown.stdout, /^note +at last\nnote on production +eu only$/m);
    assert.match(shown.stdout, /^delivered +yes$/m);
    assert.equal((await runInProcess(home, ['stop'])).code, 0);
    await eventually(() => portalPids(home).length === 0, 'the end of the portal');
    const again = await runInProcess(home, ['show', asker.id.slice(0, 6)]);
    assert.equal(again.stdout, shown.stdout);
    assert.deepEqual(portalPids(home), [], 'it starts no portal');
  });

  test('when --json is given, then all of it is one object', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--timeout', '60', '--key', 'k', 'Pick one', 'a', 'b']);
    const { id, key, status, remaining_ms, outcome, spec } = JSON.parse(
      (await runInProcess(home, ['show', asker.id, '--json'])).stdout,
    );
    assert.deepEqual([id, key, status, outcome, spec.question], [asker.id, 'k', 'active', null, 'Pick one']);
    assert.ok(remaining_ms > 20_000 && remaining_ms <= 60_000);
    await runInProcess(home, ['extend', asker.id, '1m']);
    await answerByHttp(asker.link, 'b');
    await asker.exit;
    const settled = JSON.parse((await runInProcess(home, ['show', asker.id, '--json'])).stdout);
    assert.deepEqual(
      [settled.status, settled.remaining_ms, settled.received, settled.outcome.values, settled.outcome.by],
      ['answered', null, true, ['b'], 'browser'],
    );
    assert.deepEqual(
      settled.extensions.map(({ by }: { by: string }) => by),
      ['cli'],
    );
  });

  test('when the answer was typed, then it is shown', async (t) => {
    const home = makeHome(t);
    const asker = start(home, ['input', '--multiline', 'Notes?']);
    const { href } = await asker.url();
    await runInProcess(home, ['answer', href, '--text', 'one\ntwo']);
    await asker.exit;
    assert.match((await runInProcess(home, ['show', href])).stdout, /^text +one\n +two$/m);
  });

  test('when question, body and options hold escapes, then none reaches the terminal', async (t) => {
    const home = makeHome(t);
    const evil = '\u001b[31mred\u009b2J\u0007';
    const asker = await ask(home, ['--body', `${evil}\n${evil}`, '--key', evil, evil, evil]);
    const { stdout } = await runInProcess(home, ['show', asker.id]);
    assert.match(stdout, /red/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
    assert.doesNotMatch(stdout, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  test('when there is no such prompt, then it is a usage error', async (t) => {
    const home = makeHome(t);
    for (const id of ['abc', '../../key', '%2e', 'x'.repeat(5_000)]) {
      const { code, stdout, stderr } = await runInProcess(home, ['show', id]);
      assert.deepEqual([code, stdout], [2, ''], id);
      assert.match(
        stderr,
        /^choice: there is no prompt ".*"; nothing is waiting for a human in the background portal; .*\n$/,
      );
    }
    const asker = await ask(home, ['Pick one', 'a']);
    for (const id of ['uuu', '../../key', '%2e', 'x'.repeat(5_000)]) {
      const { code, stderr } = await runInProcess(home, ['show', id]);
      assert.equal(code, 2, id);
      assert.match(stderr, new RegExp(`^choice: there is no prompt ".*"; open prompts: ${asker.id} \\(Pick one\\)\n$`));
    }
  });
});
