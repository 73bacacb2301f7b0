// Terminals that can do little: lines where the cursor cannot move, plain characters where there are no others.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeHome } from '../helpers/choice.ts';
import { noTerminal, startInTerminal } from '../helpers/pty.ts';
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
