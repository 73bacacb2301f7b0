// What a human picked and typed outlives the prompt: it is on record, and the next prompt of the key begins with it.
import assert from 'node:assert/strict';
import { describe, type TestContext } from 'node:test';
import type { Draft } from '../../src/core/prompt.ts';
import type { HistoryDetail } from '../../src/protocol/history.ts';
import { test } from '../helpers/attempts.ts';
import { type Asker, eventually, type Home, isAlive, makeHome, portalPid, run } from '../helpers/choice.ts';
import { KEYS, noTerminal, startInTerminal } from '../helpers/pty.ts';
import { pose, view } from '../helpers/question.ts';
import { nextRequestId, openTab } from '../helpers/tab.ts';

const typed = { values: [], text: 'one\ntwo', note: 'in haste' };
const input = ['input', '--multiline', '--no-hold', 'Feedback?'];

/** Leaves `draft` with the portal, as a page does that is closed then. */
async function leaveDraft({ link }: Asker, draft: Draft): Promise<void> {
  const tab = await openTab(link);
  tab.send({ type: 'draft', draft });
  await tab.view((prompt) => prompt.draft !== null && !prompt.offered);
  tab.close();
}

/** What `choice show --json` tells of a prompt that is over. */
async function recorded(home: Home, id: string): Promise<HistoryDetail> {
  let shown: HistoryDetail | null = null;
  await eventually(async () => {
    const { code, stdout } = await run(home, ['show', id, '--json']);
    shown = code === 0 ? JSON.parse(stdout) : null;
    return shown?.outcome != null;
  }, 'the end on record');
  return shown ?? assert.fail('no record');
}

async function killPortal(home: Home): Promise<void> {
  const pid = portalPid(home) ?? assert.fail('no portal');
  process.kill(pid, 'SIGKILL');
  await eventually(() => !isAlive(pid), 'the end of the portal');
}

const pid = ({ child }: Asker) => child.pid ?? assert.fail('no process');

describe('what was typed on a prompt that ended otherwise', { concurrency: 3 }, () => {
  const endings: [name: string, end: (asker: Asker, home: Home) => Promise<unknown> | unknown][] = [
    ['timed out', async ({ link }) => (await openTab(link)).hasten()],
    ['was cancelled', ({ id }, home) => run(home, ['cancel', id])],
    ['was answered elsewhere', ({ id }, home) => run(home, ['answer', id, '--text', 'all fine'])],
    ['lost its command to SIGTERM', (asker) => process.kill(pid(asker), 'SIGTERM')],
    ['lost its command to SIGKILL', (asker) => process.kill(pid(asker), 'SIGKILL')],
    ['lost its portal to stop --force', (_, home) => run(home, ['stop', '--force'])],
  ];
  for (const [name, end] of endings) {
    test(`is on record when it ${name}`, async (t) => {
      const home = makeHome(t);
      const asker = await pose(home, input);
      await leaveDraft(asker, typed);
      await end(asker, home);
      assert.deepEqual((await recorded(home, asker.id)).draft, typed);
      const { stdout } = await run(home, ['show', asker.id]);
      assert.match(stdout, /^not sent {2,}one\n {5,}two\n {5,}note: in haste$/m);
      assert.match((await run(home, ['history', 'in haste'])).stdout, /Feedback\?/);
    });
  }

  test('is none when it was the answer, or an older state of it', async (t) => {
    const home = makeHome(t);
    const asker = await pose(home, input);
    const tab = await openTab(asker.link);
    tab.send({ type: 'draft', draft: { values: [], text: 'onee' } });
    await tab.request({ type: 'answer', answer: { values: [], text: 'one' } });
    assert.equal((await recorded(home, asker.id)).draft, null);
    tab.close();
  });

  test('is kept when another tab answers, and its own page shows it', async (t) => {
    const home = makeHome(t);
    const asker = await pose(home, input);
    await leaveDraft(asker, typed);
    const other = await openTab(asker.link);
    await other.request({ type: 'answer', answer: { values: [], text: 'no' } }, nextRequestId());
    assert.deepEqual((await other.look()).draft, typed);
    other.close();
  });

  test('never includes a dangerous pick', async (t) => {
    const home = makeHome(t);
    const question = ['ask', '--key', 'db', '--grace', '0', '--danger', 'drop', 'Which?', 'drop', 'keep'];
    const asker = await pose(home, question);
    await leaveDraft(asker, { values: ['drop'], notes: { drop: 'tonight' } });
    process.kill(pid(asker), 'SIGTERM');
    assert.deepEqual((await recorded(home, asker.id)).draft, { values: [], notes: { drop: 'tonight' } });
    assert.deepEqual((await view(await pose(home, question))).draft?.values, []);
  });
});

describe('a prompt that is asked again', { concurrency: 3 }, () => {
  const question = ['input', '--key', 'notes', '--grace', '0', '--multiline', 'Feedback?'];

  async function interrupted(t: TestContext): Promise<Home> {
    const home = makeHome(t);
    const asker = await pose(home, question);
    await leaveDraft(asker, typed);
    process.kill(pid(asker), 'SIGINT');
    await asker.exit;
    return home;
  }

  test('begins with what was typed for the last one of its key', async (t) => {
    const again = await pose(await interrupted(t), question);
    const { draft, offered } = await view(again);
    assert.deepEqual([draft, offered], [typed, true]);
    const tab = await openTab(again.link);
    tab.send({ type: 'draft', draft: { values: [], text: 'more' } });
    await tab.view((prompt) => !prompt.offered && prompt.draft?.text === 'more');
    tab.close();
  });

  test('does so after the portal was restarted, and through several interruptions', async (t) => {
    const home = await interrupted(t);
    assert.equal((await run(home, ['stop'])).code, 0);
    const second = await pose(home, question);
    process.kill(pid(second), 'SIGTERM');
    await second.exit;
    await killPortal(home);
    assert.deepEqual((await view(await pose(home, question))).draft, typed);
  });

  test('takes of it what still fits another question, and nothing for another key', async (t) => {
    const home = await interrupted(t);
    const other = await pose(home, ['ask', '--key', 'notes', 'Feedback?', 'good', 'bad']);
    assert.deepEqual((await view(other)).draft, { values: [], note: 'in haste' });
    const unrelated = await pose(home, ['input', '--key', 'other', '--multiline', 'Feedback?']);
    assert.equal((await view(unrelated)).draft, null);
  });

  test('does not begin with it where it was answered meanwhile', async (t) => {
    const home = await interrupted(t);
    const again = await pose(home, question);
    assert.equal((await run(home, ['answer', again.id, '--text', 'done'])).code, 0);
    assert.equal((await again.exit).stdout, 'done\n');
    assert.equal((await run(home, question)).stdout, 'done\n');
  });

  test('in a terminal says that it begins with what was typed before', { skip: noTerminal }, async (t) => {
    const home = await interrupted(t);
    const terminal = startInTerminal(home, question);
    await terminal.shows(/Restored from before; not sent yet/);
    await terminal.shows(/one\n.*two/);
    terminal.type(KEYS.ctrlC);
    assert.equal((await terminal.exit).code, 130);
  });
});

describe('a pick', { concurrency: 3 }, () => {
  test('is there again when the portal was killed while no page was open', async (t) => {
    const home = makeHome(t);
    const asker = await pose(home, ['ask', 'Deploy where?', 'staging', 'production']);
    await leaveDraft(asker, { values: ['production'], note: 'at noon' });
    await killPortal(home);
    await asker.said(/lost the portal and reconnected/);
    const { draft, offered } = await view(asker);
    assert.deepEqual([draft, offered], [{ values: ['production'], note: 'at noon' }, true]);
  });
});

describe('the terminal of a prompt that is over', { concurrency: 3, skip: noTerminal }, () => {
  test('keeps what was typed when the time runs out', async (t) => {
    const terminal = startInTerminal(makeHome(t), ['input', '--multiline', '--no-hold', 'Feedback?']);
    const tab = await openTab(await terminal.url());
    await terminal.shows(/Enter adds a line/);
    terminal.type(KEYS.paste('first line\nsecond line'));
    await tab.view((prompt) => prompt.draft?.text?.includes('second') === true);
    await tab.hasten();
    assert.equal((await terminal.exit).code, 124);
    const screen = terminal.screen.text();
    assert.match(screen, /^Not sent:\nfirst line\nsecond line\n✖ Feedback\? — timed out/m);
    tab.close();
  });

  test('keeps what was typed when Ctrl-C ends the command', async (t) => {
    const terminal = startInTerminal(makeHome(t), ['input', 'Which name?']);
    await terminal.shows(/Enter answers/);
    terminal.type('Grace');
    await terminal.shows(/Grace/);
    terminal.type(KEYS.ctrlC);
    assert.equal((await terminal.exit).code, 130);
    assert.match(terminal.screen.text(), /^Not sent:\nGrace\n✖ Which name\?/m);
  });

  test('says nothing of an answer that was sent, here or on the page', async (t) => {
    const home = makeHome(t);
    const here = startInTerminal(home, ['input', 'Which name?']);
    await here.shows(/Enter answers/);
    here.type('Grace');
    await here.shows(/Grace/);
    here.type(KEYS.enter);
    assert.equal((await here.exit).stdout, 'Grace\n');
    const there = startInTerminal(home, ['input', 'Which name?']);
    const tab = await openTab(await there.url());
    await there.shows(/Enter answers/);
    there.type('Gra');
    await tab.view((prompt) => prompt.draft?.text === 'Gra');
    await tab.request({ type: 'answer', answer: { values: [], text: 'Grace' } });
    assert.equal((await there.exit).stdout, 'Grace\n');
    for (const { screen } of [here, there]) assert.doesNotMatch(screen.text(), /not sent/);
    tab.close();
  });
});
