// Several commands in one terminal: one is drawn at a time, and a key is for the one that is seen.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { binary, eventually, type Home, makeHome } from '../helpers/choice.ts';
import { type InTerminal, KEYS, noTerminal, startInTerminal, WITH_GRACE } from '../helpers/pty.ts';
import { answerByHttp } from '../helpers/tab.ts';

const command = (question: string, ...flags: string[]) =>
  `'${process.execPath}' '${binary}' ask ${flags.join(' ')} '${question}' left right`;

/** First? is drawn, and Second? begins once `home` holds `go`. Their answers go to the files `first` and `second`. */
async function startTwo(home: Home, flags: string[] = [], env: Record<string, string> = {}): Promise<InTerminal> {
  const { directory } = home;
  const shell = [
    `: >"$OUT"; cd '${directory}'`,
    `${command('First?')} >first & echo "FIRST $!"`,
    'until [ -e go ]; do sleep 0.05; done',
    `${command('Second?', ...flags)} >second${flags.length === 0 ? '' : ' 2>said'}`,
    'wait; stty -a',
  ].join('\n');
  const terminal = startInTerminal(home, [], { shell, env, rows: 60 });
  await terminal.shows(/^\? First\?[\s\S]*keys$/m);
  writeFileSync(join(directory, 'go'), '');
  return terminal;
}

const answerOf = (home: Home, name: string) => {
  const path = join(home.directory, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
};

const NEXT = /this terminal is showing another question; this one comes next\s[\s\S]*^\? First\?[\s\S]*keys$/m;

describe('two commands in one terminal', { concurrency: 3, skip: noTerminal }, () => {
  test('when the second comes, then it waits, and Enter answers the one in view', async (t) => {
    const home = makeHome(t);
    const terminal = await startTwo(home);
    await terminal.shows(NEXT);
    assert.doesNotMatch(terminal.screen.text(), /^\? Second\?/m);
    terminal.type('2');
    await terminal.shows(/● right/);
    terminal.type(KEYS.enter);
    await terminal.shows(/✔ First\? right[\s\S]*^\? Second\?[\s\S]*○ left[\s\S]*keys$/m);
    terminal.type('1');
    await terminal.shows(/● left/);
    terminal.type(KEYS.enter);
    await terminal.exit;
    assert.deepEqual([answerOf(home, 'first'), answerOf(home, 'second')], ['right\n', 'left\n']);
    assert.doesNotMatch(terminal.screen.text(), /-icanon|-echo |-isig/);
  });

  test('when the second takes over, then keys for the first are dropped', async (t) => {
    const home = makeHome(t);
    const terminal = await startTwo(home, [], WITH_GRACE);
    await terminal.shows(NEXT);
    await terminal.pressUntil('2', /● right/);
    await terminal.pressUntil(KEYS.enter, /✔ First\?/);
    terminal.type(KEYS.enter.repeat(3));
    await terminal.pressUntil('2', /✔ First\?[\s\S]*Second\?[\s\S]*● right/);
    await terminal.pressUntil(KEYS.enter, /✔ Second\?/);
    await terminal.exit;
    assert.deepEqual([answerOf(home, 'first'), answerOf(home, 'second')], ['right\n', 'right\n']);
  });

  test('when the one in view is killed, then the next one takes over', async (t) => {
    const home = makeHome(t);
    const terminal = await startTwo(home);
    await terminal.shows(NEXT);
    process.kill(Number((await terminal.shows(/FIRST (\d+)/))[1]), 'SIGKILL');
    await terminal.shows(/^\? Second\?[\s\S]*keys$/m);
    terminal.type(`2${KEYS.enter}`);
    await terminal.exit;
    assert.deepEqual([answerOf(home, 'first'), answerOf(home, 'second')], ['', 'right\n']);
  });

  for (const flags of [[], ['--no-tty']]) {
    const which = flags.length === 0 ? 'the one that waits' : 'one with --no-tty';
    test(`when ${which} is answered elsewhere, then the one in view is as it was`, async (t) => {
      const home = makeHome(t);
      const terminal = await startTwo(home, flags);
      const said = () => answerOf(home, 'said') + terminal.screen.text();
      const url = () => /Second\?[\s\S]*?(http:\S+)/.exec(said())?.[1] ?? '';
      await eventually(() => url() !== '', 'the URL of the second');
      await answerByHttp(new URL(url()), 'left');
      await eventually(() => answerOf(home, 'second') === 'left\n', 'the answer of the second');
      await eventually(() => said().includes('answered in'), 'the ending of the second');
      terminal.type('2');
      await terminal.shows(/● right[\s\S]*keys$/m);
      terminal.type(KEYS.enter);
      await terminal.exit;
      assert.equal(answerOf(home, 'first'), 'right\n');
      assert.doesNotMatch(terminal.screen.text(), /-icanon|-echo |-isig/);
    });
  }
});
