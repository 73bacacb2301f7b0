// Who answered: the account, and for a terminal or a command also the device.
import assert from 'node:assert/strict';
import { hostname, userInfo } from 'node:os';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, eventually, makeHome, portalPids, run } from '../helpers/choice.ts';
import { runInProcess } from '../helpers/in-process.ts';
import { KEYS, noTerminal, startInTerminal } from '../helpers/pty.ts';
import { answerByHttp, openTab } from '../helpers/tab.ts';

const QUESTION = ['Deploy where?', 'staging', 'production'];
const account = { user: userInfo().username, host: hostname() };
/** `script` prints the terminal that a command runs in as the first line. */
const ttyOf = (raw: string) => /^\/dev\/\S+/m.exec(raw)?.[0];

describe('who', { concurrency: true }, () => {
  test('when a page answers, then it is the account alone; when it cancels, then too', async (t) => {
    const home = makeHome(t);
    const [one, other] = [await ask(home, ['--json', ...QUESTION]), await ask(home, ['--json', ...QUESTION])];
    await answerByHttp(one.link, 'staging');
    assert.deepEqual(JSON.parse((await one.exit).stdout).who, account);
    const tab = await openTab(other.link);
    await tab.request({ type: 'cancel', note: 'neither' });
    const { by, who, note } = JSON.parse((await other.exit).stdout);
    assert.deepEqual([by, who, note], ['browser', account, 'neither']);
    tab.close();
  });

  test('when choice answer or choice cancel runs over SSH, then the address is there, also in show and later', async (t) => {
    const home = makeHome(t);
    const [one, other] = [await ask(home, ['--json', ...QUESTION]), await ask(home, ['--json', ...QUESTION])];
    const remote = { ...home, env: { ...home.env, SSH_CONNECTION: '10.0.0.5 50122 10.0.0.1 22' } };
    assert.equal((await run(remote, ['answer', one.id, 'staging'])).code, 0);
    assert.equal((await run(remote, ['cancel', other.id])).code, 0);
    for (const asker of [one, other]) {
      const { tty: _, ...who } = JSON.parse((await asker.exit).stdout).who;
      assert.deepEqual(who, { ...account, ssh: '10.0.0.5' });
    }
    const shown = await runInProcess(home, ['show', one.id]);
    const at = `${account.user} on ${account.host}`;
    assert.match(shown.stdout, new RegExp(`^answered by +${at}(, terminal \\S+)?, over SSH from 10\\.0\\.0\\.5$`, 'm'));
    assert.match((await runInProcess(home, ['show', other.id])).stdout, /^cancelled by +.*over SSH from 10\.0\.0\.5$/m);
    assert.equal((await runInProcess(home, ['stop'])).code, 0);
    await eventually(() => portalPids(home).length === 0, 'the end of the portal');
    const rows = JSON.parse((await runInProcess(home, ['history', '--json'])).stdout);
    assert.deepEqual(
      rows.map(({ outcome }: { outcome: { who: { ssh: string } } }) => outcome.who.ssh),
      ['10.0.0.5', '10.0.0.5'],
    );
    assert.match((await runInProcess(home, ['history'])).stdout, /answered {3}cli {2}/, 'the table stays narrow');
  });

  test('when nobody answers, or the command is interrupted, then it is nobody', async (t) => {
    const home = makeHome(t);
    const late = await runInProcess(home, ['ask', '--json', '--timeout', '1', '--fallback', 'staging', ...QUESTION]);
    assert.equal(JSON.parse(late.stdout).who, null);
    const asker = await ask(home, QUESTION);
    asker.child.kill('SIGINT');
    await asker.exit;
    const { outcome } = JSON.parse((await runInProcess(home, ['show', '--json', asker.id])).stdout);
    assert.deepEqual([outcome.by, outcome.who], ['asker', null]);
  });

  test('when a question is asked again under its key, then who answered it first still did', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--key', 'k', ...QUESTION]);
    await answerByHttp(asker.link, 'staging');
    await asker.exit;
    const again = await runInProcess(home, ['ask', '--key', 'k', '--json', ...QUESTION]);
    assert.deepEqual(JSON.parse(again.stdout).who, account);
  });
});

const onLinux = noTerminal || (process.platform === 'linux' ? false : 'a terminal has its name on Linux only');

describe('who, at a terminal', { concurrency: true, skip: onLinux }, () => {
  test('when the terminal of the asker answers, then the device is its terminal', async (t) => {
    const terminal = startInTerminal(makeHome(t), ['ask', '--json', ...QUESTION]);
    await terminal.shows(/❯ 1 ○ staging/);
    terminal.type(`1${KEYS.enter}`);
    const { by, who } = JSON.parse((await terminal.exit).stdout);
    assert.deepEqual([by, who], ['terminal', { ...account, tty: ttyOf(terminal.raw()) }]);
  });

  test('when choice answer runs in a terminal, then the device is that one', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--json', ...QUESTION]);
    const terminal = startInTerminal(home, ['answer', asker.id, 'production'], {
      env: { SSH_CLIENT: '10.0.0.6 50122 22' },
    });
    assert.equal((await terminal.exit).code, 0);
    const { by, who } = JSON.parse((await asker.exit).stdout);
    assert.deepEqual([by, who], ['cli', { ...account, tty: ttyOf(terminal.raw()), ssh: '10.0.0.6' }]);
  });
});
