// Ctrl-C, Ctrl-Z and a terminal that is closed: what the scripts and shells around a prompt notice of them.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { binary, eventually, makeHome, readDashboard } from '../helpers/choice.ts';
import { notInstalled } from '../helpers/installed.ts';
import { KEYS, noTerminal, startInTerminal } from '../helpers/pty.ts';
import { answerByHttp } from '../helpers/tab.ts';

const ASK = ['ask', 'Deploy where?', 'staging', 'production'];

describe('Ctrl-C in a terminal', { concurrency: 3, skip: noTerminal }, () => {
  for (const [what, shell] of [
    ['a script of sh', '$CHOICE; echo WENT ON; $CHOICE'],
    ['a script of bash', `bash -c '. "$0"' "$SCRIPT"`],
    ['$(…) of a script', 'x=$($CHOICE); echo WENT ON; $CHOICE'],
    ['make', 'make -s -f "$MAKEFILE"'],
    ['a loop over lines', 'printf "1\\n2\\n" | while read line; do $CHOICE; echo WENT ON; done; echo WENT ON'],
  ] as const) {
    for (const flag of [[], ['--no-tty']]) {
      test(`when ${what} asks${flag.length > 0 ? ' without a drawing' : ''}, then the script ends, too`, async (t) => {
        const home = makeHome(t);
        const command = `'${process.execPath}' '${binary}' ask 'Deploy where?' staging production ${flag.join(' ')}`;
        const [makefile, script] = [join(home.directory, 'Makefile'), join(home.directory, 'script')];
        writeFileSync(makefile, `all:\n\t-x=$$(${command}); echo WENT ON\n\t${command}\n`);
        writeFileSync(script, `${command}\necho WENT ON\n${command}\n`);
        const text = shell.replace('$MAKEFILE', makefile).replace('$SCRIPT', script);
        const terminal = startInTerminal(home, [...ASK, ...flag], { shell: `: >"$OUT"; ${text}` });
        await terminal.shows(flag.length > 0 ? /^http:/m : /keys$/m);
        terminal.type(KEYS.ctrlC);
        assert.notEqual((await terminal.exit).code, 0);
        assert.doesNotMatch(terminal.screen.text(), /WENT ON/);
        assert.equal(terminal.screen.text().match(/^http:/gm)?.length, 1);
        assert.deepEqual(await readDashboard(home), []);
      });
    }
  }
});

describe('a shell that cannot go on after Ctrl-Z', { concurrency: 3, skip: noTerminal }, () => {
  for (const shell of ['bash --norc --noprofile', 'zsh -f', 'fish --no-config', 'dash']) {
    const [program = ''] = shell.split(' ');
    test(`when ${program} waits for $(choice …), then Ctrl-Z does not stop it`, {
      skip: notInstalled(program),
    }, async (t) => {
      const isFish = shell.startsWith('fish');
      const line = isFish ? 'set x (sh ask.sh); echo "got $x"' : 'x=$(sh ask.sh); echo "got $x"';
      const home = makeHome(t);
      writeFileSync(
        join(home.directory, 'ask.sh'),
        `exec '${process.execPath}' '${binary}' ask Where? staging production`,
      );
      const text = `cd '${home.directory}'; printf '%s\\n' 'set -m' >/dev/null; echo READY; PS1='> ' exec ${shell} -i 2>&1; : `;
      const terminal = startInTerminal(home, [], { shell: `: >"$OUT"; (${text})`, env: { TERM: 'xterm' } });
      await terminal.shows(/READY\n[^\n]*[>#$%]/);
      terminal.type(`${line}\r`);
      await terminal.shows(/○ production/);
      terminal.type(KEYS.ctrlZ);
      await terminal.shows(/Ctrl-Z is off here/);
      terminal.type('2');
      await terminal.shows(/● production/);
      terminal.type(KEYS.enter);
      await terminal.shows(/got production/);
      terminal.type('exit\r');
      await terminal.exit;
    });
  }

  test('when nothing is drawn, then Ctrl-Z does not stop it either', async (t) => {
    const home = makeHome(t);
    const command = `'${process.execPath}' '${binary}' ask --no-tty Where? staging production`;
    const shell = `: >"$OUT"; (PS1='> ' bash --norc --noprofile -i)`;
    const terminal = startInTerminal(home, [], { shell });
    await terminal.shows(/>$/m);
    terminal.type(`x=$(${command}); echo "got $x"\r`);
    const url = await terminal.url();
    terminal.type(KEYS.ctrlZ);
    await terminal.shows(/\^Z/);
    await answerByHttp(url, 'production');
    await terminal.shows(/got production/);
    terminal.type('exit\r');
    await terminal.exit;
  });
});

describe('a terminal that is closed', { concurrency: 3, skip: noTerminal }, () => {
  test('when nohup runs the command, then it goes on waiting', async (t) => {
    const home = makeHome(t);
    const shell = 'nohup $CHOICE </dev/null >"$OUT" 2>"$OUT.log" & echo "OUT $OUT"; read line';
    const terminal = startInTerminal(home, ASK, { shell });
    const [, out = ''] = await terminal.shows(/OUT (\S+)/);
    const log = () => (existsSync(`${out}.log`) ? readFileSync(`${out}.log`, 'utf8') : '');
    await eventually(() => /^http:\S+$/m.test(log()), 'a URL in the log');
    // The shell is the first process of the terminal: it goes with it.
    terminal.hangUp();
    await terminal.exit;
    await answerByHttp(new URL(/^http:\S+$/m.exec(log())?.[0] ?? ''), 'staging');
    await eventually(() => readFileSync(out, 'utf8') === 'staging\n', 'the answer in the file');
  });
});
