// A terminal that nobody reads, as in the copy mode of GNU screen: drawing on it must hold nothing up.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { eventually, isAlive, makeHome, readDashboard } from '../helpers/choice.ts';
import { type InTerminal, KEYS, noTerminal, startInTerminal } from '../helpers/pty.ts';
import { askStalled, HOSTS } from '../helpers/stalled.ts';
import { answerByHttp, openTab } from '../helpers/tab.ts';

/** Bytes that `terminal` is sent in `ms`. */
async function countBytes({ raw }: InTerminal, ms: number): Promise<number> {
  const before = Buffer.byteLength(raw());
  await new Promise((resolve) => setTimeout(resolve, ms));
  return Buffer.byteLength(raw()) - before;
}

describe('a terminal that is not read', { concurrency: true, skip: noTerminal }, () => {
  test('when time runs out, then the command ends with 124', async (t) => {
    const { ended } = await askStalled(t, ['--timeout', '4']);
    assert.deepEqual(await ended(), [124, 'timeout\n']);
  });

  test('when it is answered elsewhere, then the command has the answer', async (t) => {
    const { url, ended } = await askStalled(t, []);
    await answerByHttp(url, 'host-3');
    assert.deepEqual(await ended(), [0, 'host-3\n']);
  });

  test('when SIGTERM comes, then the command ends', async (t) => {
    const { pid } = await askStalled(t, []);
    process.kill(pid, 'SIGTERM');
    // Not by the shell around it, which would tell the terminal of the signal first.
    await eventually(() => !isAlive(pid), 'the end of the command');
  });

  test('when it is read again, then it shows how things stand and takes keys', async (t) => {
    const { terminal, url, ended } = await askStalled(t, []);
    const tab = await openTab(url);
    for (const value of HOSTS.slice(0, 9)) {
      tab.send({ type: 'draft', draft: { values: [value] } });
      await tab.view(({ draft }) => draft?.values[0] === value);
    }
    terminal.flow();
    await terminal.shows(/● host-9/);
    assert.doesNotMatch(terminal.raw(), /●[^\n]*host-8/, 'what nobody could see is not drawn');
    terminal.type(KEYS.down);
    await terminal.shows(/● host-10/);
    terminal.type(KEYS.enter);
    assert.deepEqual(await ended(), [0, 'host-10\n']);
    tab.close();
  });
});

describe('a command whose stdout is that terminal too', { concurrency: true, skip: noTerminal }, () => {
  /** Starts `choice ARGS` once its terminal is stalled; gives its exit code. */
  async function endStalled(t: Parameters<typeof makeHome>[0], args: readonly string[], signal?: NodeJS.Signals) {
    const home = makeHome(t);
    const [go, pid, code] = ['go', 'pid', 'code'].map((name) => join(home.directory, name));
    const shell = `echo READY; while ! [ -e ${go} ]; do sleep 0.05; done
      sh -c 'echo $$ >"$0"; exec "$@"' ${pid} $CHOICE; echo $? >${code}.new; mv ${code}.new ${code}`;
    const terminal = startInTerminal(home, args, { shell });
    t.after(() => terminal.flow());
    await terminal.shows(/READY/);
    terminal.stall();
    writeFileSync(go ?? '', '');
    if (signal !== undefined) {
      await eventually(async () => (await readDashboard(home)).length === 1, 'the prompt');
      process.kill(Number(readFileSync(pid ?? '', 'utf8')), signal);
    }
    await eventually(() => existsSync(code ?? ''), 'the end of the command');
    return Number(readFileSync(code ?? '', 'utf8'));
  }

  test('when it starts there and time runs out, then it ends with 124', async (t) => {
    assert.equal(await endStalled(t, ['confirm', '--timeout', '3', 'Drop it?']), 124);
  });

  test('when it starts there and SIGINT comes, then it ends with 130', async (t) => {
    assert.equal(await endStalled(t, ['confirm', 'Drop it?'], 'SIGINT'), 130);
  });
});

describe('what an idle prompt sends', { skip: noTerminal }, () => {
  test('when only the time changes, then a second takes less than 150 bytes', async (t) => {
    const terminal = startInTerminal(makeHome(t), ['ask', 'Which host?', ...HOSTS]);
    await terminal.shows(/○ host-15[\s\S]*keys$/m);
    const bytes = await countBytes(terminal, 4_000);
    assert.ok(bytes > 0 && bytes / 4 < 150, `${bytes} bytes in 4 s`);
    t.diagnostic(`${bytes / 4} bytes a second`);
  });
});
