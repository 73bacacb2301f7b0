// The prompt in the terminal, at the same time as everywhere else: the real binary under a pseudo-terminal.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { makeHome, portalPid } from '../helpers/choice.ts';
import { KEYS, noTerminal, startInTerminal } from '../helpers/pty.ts';
import { answerByHttp, openTab } from '../helpers/tab.ts';
import { buildWithEdits } from '../helpers/test-build.ts';

const QUESTION = ['Deploy where?', 'staging', 'production'];

describe('choice ask in a terminal', { concurrency: true, skip: noTerminal }, () => {
  test('when an option is picked and answered there, then stdout has it and one line stays', async (t) => {
    const terminal = startInTerminal(makeHome(t), ['ask', '--json', ...QUESTION]);
    await terminal.shows(/❯ 1 ○ staging\n {2}2 ○ production\n.* left {2}↑↓ pick/);
    terminal.type(KEYS.down);
    await terminal.shows(/❯ 2 ● production/);
    terminal.type(KEYS.enter);
    const { code, stdout } = await terminal.exit;
    const { values, by, seen_at } = JSON.parse(stdout);
    assert.deepEqual([code, values, by, typeof seen_at], [0, ['production'], 'terminal', 'number']);
    assert.match(terminal.screen.text(), /^✔ Deploy where\? production {2}\(.* s\)$/m);
    assert.doesNotMatch(terminal.screen.text(), /answered (in|from)/, 'it is said once');
    assert.doesNotMatch(terminal.screen.text(), /[●○]|left {2}/);
    assert.deepEqual([terminal.screen.isCursorShown, terminal.screen.marksPaste], [true, false]);
  });

  test('when the browser answers first, then the terminal says so and is given back', async (t) => {
    const terminal = startInTerminal(makeHome(t), ['ask', ...QUESTION]);
    const tab = await openTab(await terminal.url());
    await terminal.shows(/keys$/m);
    tab.answer('production');
    assert.deepEqual(await terminal.exit, { code: 0, stdout: 'production\n' });
    assert.match(terminal.screen.text(), /^✔ Deploy where\? — answered in the browser: production/m);
    assert.doesNotMatch(terminal.screen.text(), /[●○]/);
    tab.close();
  });

  test('when something is picked in one place, then it is picked in the other', async (t) => {
    const terminal = startInTerminal(makeHome(t), ['ask', '--multi', ...QUESTION]);
    const tab = await openTab(await terminal.url());
    await terminal.shows(/0 picked/);
    terminal.type(' ');
    const prompt = await tab.view(({ draft }) => draft !== null);
    assert.deepEqual(prompt.draft?.values, ['staging']);
    tab.send({ type: 'draft', draft: { values: ['production'] } });
    await terminal.shows(/□ staging\n {2}2 ■ production/);
    // What was picked elsewhere takes Enter twice.
    terminal.type(KEYS.enter);
    await terminal.shows(/Press Enter once more/);
    terminal.type(KEYS.enter);
    assert.equal((await terminal.exit).stdout, 'production\n');
    tab.close();
  });

  test('when time is added, then the countdown shows it, wherever that was done', async (t) => {
    const terminal = startInTerminal(makeHome(t), ['ask', '--timeout', '10m', ...QUESTION]);
    const tab = await openTab(await terminal.url());
    await terminal.shows(/^9:\d\d left/m);
    terminal.type('+');
    await terminal.shows(/^10:\d\d left/m);
    await tab.request({ type: 'extend', by_ms: 600_000 });
    await terminal.shows(/^20:\d\d left/m);
    terminal.type(`${KEYS.ctrlX}y`);
    assert.deepEqual(await terminal.exit, { code: 3, stdout: 'cancelled\n' });
    assert.match(terminal.screen.text(), /^✖ Deploy where\? — cancelled {2}/m);
    tab.close();
  });

  test('when a human picks as time runs out, then the time is held', async (t) => {
    const terminal = startInTerminal(makeHome(t), ['ask', '--timeout', '12', ...QUESTION]);
    await terminal.shows(/^0:(0[1-9]|1[012]) left/m);
    terminal.type('1');
    await terminal.shows(/^0:(1[3-9]|2\d) left/m);
    await terminal.shows(/^choice: the deadline is held while a human answers: \d+ s left\n\? Deploy where\?$/m);
    terminal.type(KEYS.enter);
    assert.equal((await terminal.exit).stdout, 'staging\n');
  });

  test('when nobody answers, then the line says that time ran out', async (t) => {
    const terminal = startInTerminal(makeHome(t), ['ask', '--timeout', '2', '--fallback', 'staging', ...QUESTION]);
    assert.deepEqual(await terminal.exit, { code: 0, stdout: 'staging\n' });
    assert.match(terminal.screen.text(), /^✖ Deploy where\? — timed out, used: staging {2}\(\d[.\d]* s\)$/m);
  });

  test('when the options come from a pipe, then the keys come from the terminal', async (t) => {
    const shell = 'printf "main\\nnext\\n" | $CHOICE >"$OUT"';
    const terminal = startInTerminal(makeHome(t), ['ask', 'Which branch?', '-'], { shell });
    await terminal.shows(/❯ 1 ○ main\n {2}2 ○ next\n/);
    terminal.type(`2${KEYS.enter}`);
    assert.deepEqual(await terminal.exit, { code: 0, stdout: 'next\n' });
    assert.match(terminal.screen.text(), /^✔ Which branch\? next/m);
    assert.deepEqual([terminal.screen.isCursorShown, terminal.screen.marksPaste], [true, false]);
  });

  test('when --no-tty is given, then nothing is drawn', async (t) => {
    const terminal = startInTerminal(makeHome(t), ['ask', '--no-tty', ...QUESTION]);
    const url = await terminal.url();
    await answerByHttp(url, 'staging');
    assert.deepEqual(await terminal.exit, { code: 0, stdout: 'staging\n' });
    assert.doesNotMatch(terminal.raw(), /○|●|\?2026|\?2004/);
  });

  test('when the portal dies, then the terminal finds the next one and the picks are still there', async (t) => {
    const home = makeHome(t);
    const terminal = startInTerminal(home, ['ask', ...QUESTION]);
    await terminal.shows(/keys$/m);
    terminal.type('2');
    await terminal.shows(/● production/);
    process.kill(portalPid(home) ?? 0, 'SIGKILL');
    await terminal.shows(/^choice: lost the portal and reconnected/m);
    await terminal.shows(/● production\n.*left {2}↑↓/);
    // Drawn, if only for a moment.
    assert.match(terminal.raw(), /reconnecting…/);
    // What the command says meanwhile stands above the drawing and does not tear it.
    await terminal.shows(/^choice: lost the portal and reconnected; still waiting\n\? Deploy where\?\n.*staging\n/m);
    assert.equal(terminal.screen.text().match(/^\? Deploy where\?$/gm)?.length, 1);
    terminal.type(KEYS.enter);
    assert.deepEqual(await terminal.exit, { code: 0, stdout: 'production\n' });
    assert.match(terminal.screen.text(), /^✔ Deploy where\? production/m);
  });

  test('when the language is Chinese, then so is the prompt', async (t) => {
    const terminal = startInTerminal(makeHome(t), ['ask', '--lang', 'zh-CN', ...QUESTION]);
    await terminal.shows(/^剩余 \d:\d\d {2}↑↓ 选择/m);
    terminal.type(`1${KEYS.enter}`);
    assert.equal((await terminal.exit).stdout, 'staging\n');
  });

  test('when the drawing fails to start, one line says so and the page answers', async (t) => {
    const find = 'loaded.then(([{ showInTerminal }]) => {';
    const binary = await buildWithEdits(t, [
      {
        file: 'src/cli/ask/draw-in-terminal.ts',
        find,
        replace: `${find} if (showInTerminal) throw new Error('broken');`,
      },
    ]);
    const shell = `exec '${process.execPath}' '${binary}' ask 'Where?' here there >"$OUT"`;
    const terminal = startInTerminal(makeHome(t), [], { shell });
    const tab = await openTab(await terminal.url());
    await terminal.shows(/^choice: cannot show the question in this\s+terminal \(broken\)/m);
    // Said as where there is no drawing that would show it.
    await tab.request({ type: 'extend', by_ms: 600_000 });
    await terminal.shows(/^choice: the deadline was moved: 1\d min/m);
    tab.answer('there');
    assert.deepEqual(await terminal.exit, { code: 0, stdout: 'there\n' });
    assert.match(terminal.screen.text(), /^choice: answered in the browser/m);
    tab.close();
  });
});
