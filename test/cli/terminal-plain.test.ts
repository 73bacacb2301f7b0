// Terminals that can do little: lines where the cursor cannot move, plain characters where there are no others.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { eventually, idOf, makeHome, run } from '../helpers/choice.ts';
import { KEYS, noTerminal, startInTerminal, WITH_GRACE } from '../helpers/pty.ts';
import { answerByHttp } from '../helpers/tab.ts';

const QUESTION = ['ask', '--body', '# Plan', 'Deploy where?', 'staging', 'production'];

describe('a terminal that can do little', { concurrency: true, skip: noTerminal }, () => {
  test('when it is dumb, then a number and Enter answer, and nothing moves the cursor', async (t) => {
    const terminal = startInTerminal(makeHome(t), QUESTION, { env: { TERM: 'dumb' } });
    await terminal.shows(/^\? Deploy where\?\n {2}Plan\n1\. staging\n2\. production\nType a number and press Enter/m);
    // What is typed at once is not meant for the prompt: pressed until it counts.
    const presses = setInterval(() => terminal.type('2\n'), 200);
    t.after(() => clearInterval(presses));
    assert.deepEqual(await terminal.exit, { code: 0, stdout: 'production\n' });
    assert.match(terminal.screen.text(), /^✔ Deploy where\? production/m);
    assert.ok(!terminal.raw().includes('\u001b'));
  });

  test('when a line is begun before the prompt is there, then it is no part of the answer', async (t) => {
    const home = makeHome(t);
    const args = ['ask', '--select', 'staging', 'Deploy where?', 'staging', 'production'];
    const shell = `echo BUSY; until [ -e '${home.directory}/go' ]; do sleep 0.05; done; $CHOICE >"$OUT"`;
    const terminal = startInTerminal(home, args, { shell, env: { ACCESSIBLE: '1', ...WITH_GRACE } });
    await terminal.shows(/BUSY/);
    terminal.type('2');
    await eventually(() => terminal.raw().includes('BUSY\r\n2'), 'the echo');
    writeFileSync(join(home.directory, 'go'), '');
    await terminal.shows(/Type a number and press Enter/);
    // What would be answered is said before it is.
    await terminal.pressUntil('\n', /Press Enter once more to answer: staging/);
    terminal.type('\n');
    assert.equal((await terminal.exit).stdout, 'staging\n');
  });

  test('when many lines come at once, then none of them answers', async (t) => {
    const args = ['confirm', '--danger', 'Drop it?'];
    const terminal = startInTerminal(makeHome(t), args, { env: { ACCESSIBLE: '1', ...WITH_GRACE } });
    await terminal.shows(/Type y or n and press Enter/);
    await terminal.pressUntil('?\n', /is not an option/);
    terminal.type('y\nyes\n');
    await terminal.shows(/yes\s+Type y or n and press Enter/);
    terminal.type('n\n');
    assert.deepEqual(await terminal.exit, { code: 1, stdout: 'no\n' });
  });

  test('when Ctrl-D ends a text of lines, then the text is kept and the command waits on', async (t) => {
    const home = makeHome(t);
    const args = ['input', '--multiline', 'Feedback?'];
    const terminal = startInTerminal(home, args, { env: { ACCESSIBLE: '1' } });
    await terminal.shows(/Type the answer/);
    terminal.type('well done\n');
    terminal.type(KEYS.ctrlD);
    await terminal.shows(/✖ Feedback\? — not answered here/);
    const id = idOf(await terminal.url());
    const shown = await run(home, ['show', '--json', id]);
    assert.equal(JSON.parse(shown.stdout).draft.text, 'well done');
    await run(home, ['answer', id, '--text', 'mine']);
    assert.equal((await terminal.exit).stdout, 'mine\n');
  });

  test('when time runs out in a text of lines, then what was typed is kept', async (t) => {
    const home = makeHome(t);
    const args = ['input', '--multiline', '--timeout', '20', '--no-hold', 'Feedback?'];
    const terminal = startInTerminal(home, args, { env: { ACCESSIBLE: '1' } });
    await terminal.shows(/Type the answer/);
    terminal.type('well done\n');
    const id = idOf(await terminal.url());
    const draftOf = async () => JSON.parse((await run(home, ['show', '--json', id])).stdout).draft;
    await eventually(async () => (await draftOf()) !== null, 'the draft');
    await run(home, ['extend', '--set', id, '1s']);
    assert.equal((await terminal.exit).code, 124);
    assert.equal((await draftOf()).text, 'well done');
  });

  test('when lines are asked for and it is answered elsewhere, then one line says so', async (t) => {
    const terminal = startInTerminal(makeHome(t), QUESTION, { env: { ACCESSIBLE: '1' } });
    await terminal.shows(/Type a number and press Enter/);
    await answerByHttp(await terminal.url(), 'staging');
    assert.deepEqual(await terminal.exit, { code: 0, stdout: 'staging\n' });
    assert.match(terminal.screen.text(), /^✔ Deploy where\? — answered/m);
  });

  for (const [what, env] of [
    ['the locale is C', { LC_ALL: 'C' }],
    ['it is the Linux console', { TERM: 'linux' }],
  ] as const) {
    test(`when ${what}, then only ASCII is drawn`, async (t) => {
      const terminal = startInTerminal(makeHome(t), QUESTION, { env });
      await terminal.shows(/^> 1 o staging\n {2}2 o production\n.*left {2}\^v pick/m);
      await answerByHttp(await terminal.url(), 'staging');
      await terminal.exit;
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what is no ASCII
      assert.doesNotMatch(terminal.raw(), /[^\u0000-\u007f]/);
    });
  }
});
