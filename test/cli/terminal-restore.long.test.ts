// The terminal is given back as it was found, whatever ends the prompt or stops it.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { makeHome } from '../helpers/choice.ts';
import { type InTerminal, KEYS, noTerminal, startInTerminal } from '../helpers/pty.ts';
import { answerByHttp } from '../helpers/tab.ts';

/** Runs the command, then prints what the terminal's line does, and ends as the command did. */
const REPORT = 'sh -c \'echo "PID $$"; exec "$@" >"$OUT"\' sh $CHOICE; code=$?; stty -a; exit $code';
const QUESTION = ['ask', 'Deploy where?', 'staging', 'production'];

function assertRestored({ screen }: InTerminal): void {
  const text = screen.text();
  assert.match(text, / icanon/);
  assert.doesNotMatch(text, /-icanon|-echo |-isig/);
  assert.deepEqual([screen.isCursorShown, screen.marksPaste], [true, false]);
}

async function pidOf(terminal: InTerminal): Promise<number> {
  return Number((await terminal.shows(/PID (\d+)/))[1]);
}

describe('giving the terminal back', { concurrency: true, skip: noTerminal }, () => {
  test('when Ctrl-C is pressed, then the command ends with 130', async (t) => {
    const shell = `trap : INT; ${REPORT}`;
    const terminal = startInTerminal(makeHome(t), QUESTION, { shell, rows: 30 });
    await terminal.shows(/keys$/m);
    terminal.type(KEYS.ctrlC);
    assert.deepEqual(await terminal.exit, { code: 130, stdout: '' });
    assert.match(terminal.screen.text(), /^✖ Deploy where\? — the command has ended$/m);
    assertRestored(terminal);
  });

  for (const [signal, code] of [
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const) {
    test(`when ${signal} comes, then the command ends with ${code}`, async (t) => {
      const terminal = startInTerminal(makeHome(t), QUESTION, { shell: REPORT });
      const pid = await pidOf(terminal);
      await terminal.shows(/keys$/m);
      process.kill(pid, signal);
      assert.equal((await terminal.exit).code, code);
      assertRestored(terminal);
    });
  }

  test('when the command crashes, then the terminal is as it was', async (t) => {
    const crash = 'process.on("SIGUSR2",()=>{throw new Error("crash")})';
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(crash)}` };
    const terminal = startInTerminal(makeHome(t), QUESTION, { shell: REPORT, env, rows: 40 });
    const pid = await pidOf(terminal);
    await terminal.shows(/keys$/m);
    process.kill(pid, 'SIGUSR2');
    assert.notEqual((await terminal.exit).code, 0);
    assertRestored(terminal);
  });

  test('when SIGTSTP comes, then the terminal is as it was, and the prompt is drawn again after SIGCONT', async (t) => {
    const shell = `set -m; ${REPORT.replace('exit $code', 'read line; fg >/dev/null')}`;
    const terminal = startInTerminal(makeHome(t), QUESTION, { shell, rows: 40 });
    const pid = await pidOf(terminal);
    await terminal.shows(/keys$/m);
    process.kill(pid, 'SIGTSTP');
    await terminal.shows(/icanon/);
    assertRestored(terminal);
    terminal.type('\n');
    await terminal.shows(/icanon[\s\S]*○ production/);
    terminal.type(`2${KEYS.enter}`);
    assert.equal((await terminal.exit).stdout, 'production\n');
  });

  test('when Ctrl-Z is pressed, then the shell has the terminal, and fg draws the prompt again', async (t) => {
    const shell = 'set -m; $CHOICE >"$OUT"; stty -a; echo STOPPED; read line; fg >/dev/null';
    const terminal = startInTerminal(makeHome(t), QUESTION, { shell });
    await terminal.shows(/keys$/m);
    terminal.type('2');
    await terminal.shows(/● production/);
    terminal.type(KEYS.ctrlZ);
    await terminal.shows(/STOPPED/);
    assertRestored(terminal);
    terminal.type('\n');
    await terminal.shows(/STOPPED[\s\S]*● production/);
    terminal.type(KEYS.enter);
    assert.equal((await terminal.exit).stdout, 'production\n');
  });

  test('when it runs in the background, then it waits without touching the terminal', async (t) => {
    const shell = 'set -m; $CHOICE >"$OUT" & sleep 1; echo READY; wait $!';
    const terminal = startInTerminal(makeHome(t), QUESTION, { shell });
    const url = await terminal.url();
    await terminal.shows(/READY/);
    assert.doesNotMatch(terminal.screen.text(), /○/);
    await answerByHttp(url, 'staging');
    assert.deepEqual(await terminal.exit, { code: 0, stdout: 'staging\n' });
  });

  test('when it comes to the foreground, then it is drawn', async (t) => {
    const shell = 'set -m; $CHOICE >"$OUT" & sleep 1; fg >/dev/null';
    const terminal = startInTerminal(makeHome(t), QUESTION, { shell });
    await terminal.shows(/❯ 1 ○ staging/);
    terminal.type(`1${KEYS.enter}`);
    assert.deepEqual(await terminal.exit, { code: 0, stdout: 'staging\n' });
  });
});
