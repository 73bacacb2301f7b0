// `choice answer` at a terminal: picking a prompt, and answering it where one sits.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, makeHome, run } from '../helpers/choice.ts';
import { KEYS, noTerminal, startInTerminal } from '../helpers/pty.ts';
import { answerByHttp } from '../helpers/tab.ts';

describe('choice answer at a terminal', { concurrency: true, skip: noTerminal }, () => {
  test('when there is one prompt, then it is asked here, and Enter answers it', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--json', 'Deploy where?', 'staging', 'production']);
    const terminal = startInTerminal(home, ['answer']);
    await terminal.shows(/Deploy where\?[\s\S]*staging/);
    terminal.type('2');
    terminal.type(KEYS.enter);
    assert.equal((await terminal.exit).code, 0);
    const { values, by } = JSON.parse((await asker.exit).stdout);
    assert.deepEqual([values, by], [['production'], 'terminal']);
  });

  test('when several are open, then one is picked by its number', async (t) => {
    const home = makeHome(t);
    const first = await ask(home, ['First?', 'a', 'b']);
    await ask(home, ['Second?', 'c', 'd']);
    const terminal = startInTerminal(home, ['answer', '--text', 'x']);
    await terminal.shows(/1 +\w+ +First\?\s+2 +\w+ +Second\?\s+answer which one\? \[1-2\]/);
    terminal.type('7\n');
    await terminal.shows(/\] 7\s+answer which one\?/);
    terminal.type('1\n');
    await terminal.shows(/does not take a typed answer; use one of: a, b/);
    assert.equal((await terminal.exit).code, 2);
    const again = startInTerminal(home, ['answer']);
    await again.shows(/answer which one\?/);
    again.type('1\n');
    await again.shows(/First\?[\s\S]*First\?[\s\S]*a\n/);
    again.type('1');
    again.type(KEYS.enter);
    assert.equal((await again.exit).code, 0);
    assert.equal((await first.exit).stdout, 'a\n');
  });

  for (const [name, key] of [
    ['Ctrl-C', KEYS.ctrlC],
    ['Ctrl-D', KEYS.ctrlD],
  ] as const) {
    test(`when ${name} is pressed at the list, then nothing is answered`, async (t) => {
      const home = makeHome(t);
      const askers = [await ask(home, ['First?', 'a']), await ask(home, ['Second?', 'a'])];
      const terminal = startInTerminal(home, ['answer']);
      await terminal.shows(/answer which one\?/);
      terminal.type(key);
      assert.equal((await terminal.exit).code, 130);
      assert.ok(askers.every(({ child }) => child.exitCode === null));
    });
  }

  test('when Ctrl-C is pressed at the question, then it stays open', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['Deploy where?', 'staging']);
    const terminal = startInTerminal(home, ['answer', asker.id.slice(0, 6)]);
    await terminal.shows(/staging/);
    terminal.type(KEYS.ctrlC);
    assert.equal((await terminal.exit).code, 130);
    assert.equal(asker.child.exitCode, null);
    assert.equal((await run(home, ['answer', asker.id, 'staging'])).code, 0);
  });

  test('when another surface answers first, then the terminal says so and ends with 1', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['Deploy where?', 'staging', 'production']);
    const terminal = startInTerminal(home, ['answer', asker.id]);
    await terminal.shows(/staging/);
    await answerByHttp(asker.link, 'production');
    await terminal.shows(/Deploy where\?.*in the browser/);
    assert.equal((await terminal.exit).code, 1);
  });
});
