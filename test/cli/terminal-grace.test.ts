// Keys that come before a human can have read the prompt decide nothing.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from '../helpers/attempts.ts';
import { eventually, type Home, makeHome } from '../helpers/choice.ts';
import {
  type InTerminal,
  KEYS,
  noTerminal,
  startInTerminal,
  type TerminalOptions,
  WITH_GRACE,
} from '../helpers/pty.ts';

const CONFIRM = ['confirm', 'Drop it?'];
const ASK = ['ask', 'Deploy where?', 'staging', 'production'];

const start = (home: Home, args: readonly string[], options: TerminalOptions = {}) =>
  startInTerminal(home, args, { env: WITH_GRACE, ...options });

/** A script that works until `home` holds `go`, and then asks. */
const busy = ({ directory }: Home) => `echo BUSY; until [ -e '${directory}/go' ]; do sleep 0.05; done; $CHOICE >"$OUT"`;

/** Repeats Enter as a keyboard does; gives the longest time between two: ms. */
async function holdEnter(terminal: InTerminal): Promise<number> {
  let longest = 0;
  for (let repeats = 0; repeats < 20; repeats += 1) {
    const began = performance.now();
    await delay(30);
    terminal.type(KEYS.enter);
    longest = Math.max(longest, performance.now() - began);
  }
  return longest;
}

describe('the grace of a terminal', { concurrency: 4, skip: noTerminal }, () => {
  for (const [what, args, keys] of [
    ['Enter is pressed', CONFIRM, `${KEYS.enter}${KEYS.enter}`],
    ['a dangerous yes is typed', ['confirm', '--danger', 'Drop it?'], `y${KEYS.enter}yes${KEYS.enter}`],
    ['a line is begun', CONFIRM, 'y'],
  ] as const) {
    test(`when ${what} while the script still works, then it is dropped`, async (t) => {
      const home = makeHome(t);
      const terminal = start(home, args, { shell: busy(home) });
      await terminal.shows(/BUSY/);
      terminal.type(keys);
      // The terminal shows what it took: it is there before the question.
      await eventually(() => terminal.raw().includes(`BUSY\r\n${keys.replaceAll('\r', '\r\n')}`), 'the echo');
      writeFileSync(join(home.directory, 'go'), '');
      await terminal.shows(/keys$/m);
      await terminal.pressUntil('n', /❯ ● No|● No/);
      assert.doesNotMatch(terminal.raw(), /●[^\n]*Yes/);
      await terminal.pressUntil(KEYS.enter, /✔/);
      assert.deepEqual(await terminal.exit, { code: 1, stdout: 'no\n' });
    });
  }

  test('when many keys come at once, then they pick but do not answer', async (t) => {
    const terminal = start(makeHome(t), ASK);
    await terminal.pressUntil('1', /● staging/);
    terminal.type(`2${KEYS.enter}`);
    await terminal.shows(/● production[\s\S]*Press Enter once more to answer/);
    await terminal.pressUntil(KEYS.enter, /✔/);
    assert.equal((await terminal.exit).stdout, 'production\n');
  });

  test('when Enter is held down, then it picks but does not answer', async (t) => {
    for (let attempt = 1; attempt <= 20; attempt += 1) {
      const terminal = start(makeHome(t), CONFIRM);
      await terminal.pressUntil(KEYS.enter, /● Yes[\s\S]*Press Enter once more to answer/);
      if ((await holdEnter(terminal)) > 60) {
        // A busy machine let this process stand still: to the command that was no held key.
        terminal.hangUp();
        continue;
      }
      await terminal.pressUntil('n', /● No/);
      await terminal.pressUntil(KEYS.enter, /✔/);
      assert.deepEqual(await terminal.exit, { code: 1, stdout: 'no\n' });
      return;
    }
    assert.fail('this process stood still in each of 20 attempts');
  });

  test('when many keys at once would cancel, then the prompt stays open', async (t) => {
    const terminal = start(makeHome(t), ASK);
    await terminal.pressUntil('1', /● staging/);
    terminal.type(`${KEYS.ctrlX}y`);
    await terminal.shows(/Cancel this prompt\?/);
    await terminal.pressUntil('x', /keys$/m);
    await terminal.pressUntil(KEYS.enter, /✔/);
    assert.equal((await terminal.exit).stdout, 'staging\n');
  });

  test('when Ctrl-C is pressed at once, then the command ends', async (t) => {
    const terminal = start(makeHome(t), ASK);
    await terminal.shows(/staging/);
    terminal.type(KEYS.ctrlC);
    assert.equal((await terminal.exit).code, 130);
  });

  test('when it comes back to the foreground, then keys are dropped again', async (t) => {
    const shell = 'set -m; $CHOICE >"$OUT"; echo STOPPED; read line; fg >/dev/null';
    const terminal = start(makeHome(t), ASK, { shell });
    await terminal.pressUntil('2', /● production/);
    terminal.type(KEYS.ctrlZ);
    await terminal.shows(/STOPPED/);
    terminal.type(`\n1${KEYS.enter}`);
    await terminal.shows(/STOPPED[\s\S]*● production/);
    await terminal.pressUntil('1', /STOPPED[\s\S]*● staging/);
    await terminal.pressUntil(KEYS.enter, /✔/);
    assert.equal((await terminal.exit).stdout, 'staging\n');
  });

  test('when two are asked one after the other, then Enter for the first answers the first', async (t) => {
    const shell = 'for name in A B; do $CHOICE; done >"$OUT"';
    const terminal = start(makeHome(t), ['confirm', '--timeout', '6', '--no-hold', '--fallback', 'no', 'Delete it?'], {
      shell,
    });
    await terminal.pressUntil('y', /● Yes/);
    await terminal.pressUntil(KEYS.enter, /✔/);
    terminal.type(KEYS.enter.repeat(4));
    assert.equal((await terminal.exit).stdout, 'yes\nno\n');
  });

  test('when late replies of the terminal come, then they neither pick nor type', async (t) => {
    const replies = ['\u001b]11;rgb:2e2e/3434/3636\u0007', '\u001b[<35;2;3M', '\u001b[I', '\u001bP1+r436f=38\u001b\\'];
    const terminal = startInTerminal(makeHome(t), ['input', 'Which host?']);
    await terminal.shows(/Esc for other keys/);
    for (const reply of replies) for (const half of [reply.slice(0, 2), reply.slice(2)]) terminal.type(half);
    terminal.type('n1');
    await terminal.shows(/n1/);
    terminal.type(KEYS.enter);
    assert.equal((await terminal.exit).stdout, 'n1\n');
  });

  test('when a paste has no end, then Ctrl-C still ends the command', async (t) => {
    const terminal = startInTerminal(makeHome(t), ['input', 'Which host?']);
    await terminal.shows(/Esc for other keys/);
    terminal.type('\u001b[200~no end');
    terminal.type(KEYS.ctrlC);
    assert.equal((await terminal.exit).code, 130);
  });

  test('when CHOICE_GRACE is 0, then a program answers with one write', async (t) => {
    const terminal = startInTerminal(makeHome(t), ASK, { env: { CHOICE_GRACE: '0' } });
    await terminal.shows(/keys$/m);
    terminal.type(`2${KEYS.enter}`);
    assert.equal((await terminal.exit).stdout, 'production\n');
  });

  test('when CHOICE_GRACE is anything else, then it is refused', async (t) => {
    const terminal = startInTerminal(makeHome(t), ASK, { env: { CHOICE_GRACE: 'off' } });
    assert.equal((await terminal.exit).code, 2);
    assert.match(terminal.screen.text(), /CHOICE_GRACE: "off" is not valid; use 0/);
  });
});
