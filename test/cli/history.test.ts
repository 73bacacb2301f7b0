// `choice history`: what was asked and how it ended, with the portal and without.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, eventually, type Home, makeHome, portalPids, run } from '../helpers/choice.ts';
import { runInProcess } from '../helpers/in-process.ts';
import { writeJournal } from '../helpers/journals.ts';
import { pose } from '../helpers/question.ts';
import { answerByHttp } from '../helpers/tab.ts';

const HOUR = 3_600_000;

async function questions(home: Home, args: readonly string[]): Promise<string[]> {
  const { code, stdout, stderr } = await run(home, ['history', '--json', ...args]);
  assert.deepEqual([code, stderr], [0, '']);
  return JSON.parse(stdout).map(({ question }: { question: string }) => question);
}

describe('choice history', { concurrency: true }, () => {
  test('when prompts were asked, then a table lists them, newest first, with the portal and without', async (t) => {
    const home = makeHome(t);
    const answered = await ask(home, ['Deploy where?', 'staging', 'production']);
    await answerByHttp(answered.link, 'staging');
    await answered.exit;
    const cancelled = await ask(home, ['Really?', 'yes']);
    await run(home, ['cancel', cancelled.id]);
    await cancelled.exit;
    const timedOut = await ask(home, ['--timeout', '1', '--fallback', 'skip', 'Slow tests?', 'run', 'skip']);
    await timedOut.exit;
    const open = await ask(home, ['Still there?', 'a']);
    const { code, stdout, stderr } = await runInProcess(home, ['history']);
    assert.deepEqual([code, stderr], [0, '']);
    const [head = '', ...rows] = stdout.trimEnd().split('\n');
    assert.match(head, /^ID +WHEN +STATUS +BY +ANSWER +QUESTION$/);
    const when = '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d';
    const expected = [
      `^${open.id}  ${when}  active +Still there\\?$`,
      `^${timedOut.id}  ${when}  timeout +deadline +skip \\(fallback\\) +Slow tests\\?$`,
      `^${cancelled.id}  ${when}  cancelled +cli +Really\\?$`,
      `^${answered.id}  ${when}  answered +browser +staging +Deploy where\\?$`,
    ];
    assert.equal(rows.length, expected.length);
    for (const [index, row] of rows.entries()) assert.match(row, new RegExp(expected[index] ?? '$^'));
    assert.equal((await runInProcess(home, ['stop', '--force'])).code, 0);
    await eventually(() => portalPids(home).length === 0, 'the end of the portal');
    await open.exit;
    const later = await runInProcess(home, ['history', '--status', 'answered']);
    assert.match(later.stdout.split('\n')[1] ?? '', new RegExp(expected[3] ?? '$^'));
    assert.equal(later.stdout.split('\n').length, 3);
    assert.deepEqual(portalPids(home), [], 'it starts no portal');
  });

  test('when nobody answered, then it says who or what ended the prompt; an empty answer has a mark', async (t) => {
    const home = makeHome(t);
    const cancelled = await ask(home, ['Cancelled?', 'a']);
    await runInProcess(home, ['cancel', cancelled.id]);
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const { child, id } = await ask(home, [`${signal}?`, 'a']);
      child.kill(signal);
      const isOver = async () =>
        (await runInProcess(home, ['show', id, '--json'])).stdout.includes('"status":"cancelled"');
      await eventually(isOver, `the end of the prompt by ${signal}`);
    }
    const empty = await pose(home, ['input', '--min-length', '0', 'Anything else?']);
    await runInProcess(home, ['answer', empty.id, '--text', '']);
    const stopped = await ask(home, ['Stopped?', 'a']);
    await runInProcess(home, ['stop', '--force']);
    assert.match((await stopped.exit).stderr, /the portal was stopped after/);
    const { stdout } = await runInProcess(home, ['history']);
    const told = [
      /cancelled +portal \(stopped\) +Stopped\?$/m,
      /answered +cli +\(empty\) +Anything else\?$/m,
      /cancelled +asker \(lost\) +SIGKILL\?$/m,
      /cancelled +asker \(interrupted\) +SIGTERM\?$/m,
      /cancelled +cli +Cancelled\?$/m,
    ];
    for (const row of told) assert.match(stdout, row);
    const { stdout: same } = await runInProcess(home, ['history', '--status', 'cancelled']);
    assert.equal(same.trimEnd().split('\n').length, 1 + 4, 'the status in the table is one to ask for');
    const { stdout: lost } = await runInProcess(home, ['history', '--json', 'SIGKILL']);
    assert.deepEqual(JSON.parse(lost)[0].outcome.cause, 'lost');
  });

  test('when --status, --since and text are given, then all of them must hold', async (t) => {
    const home = makeHome(t);
    writeJournal(home, [
      { id: 'old00001', question: 'Deploy A?', hours: 100 },
      { id: 'old00002', question: 'Deploy B?', hours: 3 },
      { id: 'old00003', question: 'Release C?', hours: 1 },
    ]);
    assert.deepEqual(await questions(home, []), ['Release C?', 'Deploy B?', 'Deploy A?']);
    assert.deepEqual(await questions(home, ['deploy']), ['Deploy B?', 'Deploy A?']);
    assert.deepEqual(await questions(home, ['DEPLOY', 'b']), ['Deploy B?']);
    assert.deepEqual(await questions(home, ['deploy', '--since', '2d']), ['Deploy B?']);
    const twoHoursAgo = new Date(Date.now() - 2 * HOUR).toISOString();
    assert.deepEqual(await questions(home, ['--since', twoHoursAgo]), ['Release C?']);
    assert.deepEqual(await questions(home, ['--status', 'timeout']), []);
    assert.deepEqual(await questions(home, ['--status', 'answered', '--limit', '1']), ['Release C?']);
    // The same by a portal, which also knows what is open.
    await ask(home, ['Deploy D?', 'a']);
    assert.deepEqual(await questions(home, ['deploy']), ['Deploy D?', 'Deploy B?', 'Deploy A?']);
    assert.deepEqual(await questions(home, ['--status', 'active']), ['Deploy D?']);
    assert.deepEqual(await questions(home, ['deploy', '--since', '2d', '--status', 'answered']), ['Deploy B?']);
  });

  test('when there are more than a portal gives at once, then all of them are found', async (t) => {
    const home = makeHome(t);
    const many = Array.from({ length: 2_050 }, (_, index) => ({
      id: `old${String(index).padStart(6, '0')}`,
      question: `Question ${index}`,
      hours: index / 10,
    }));
    writeJournal(home, many);
    await ask(home, ['Still there?', 'a']);
    const found = await questions(home, ['question', '--limit', '2040']);
    assert.deepEqual(
      found,
      many.slice(0, 2_040).map(({ question }) => question),
    );
    const { code, stdout } = await runInProcess(home, ['show', 'old00204']);
    assert.deepEqual([code, stdout], [2, ''], 'ten begin so');
    assert.match((await runInProcess(home, ['show', 'old002049'])).stdout, /^Question 2049\n/);
  });

  test('when all were opened within one millisecond, then all of them are found, with the portal and without', async (t) => {
    const home = makeHome(t);
    const ids = Array.from({ length: 1_030 }, (_, index) => `old${String(index).padStart(5, '0')}`);
    writeJournal(
      home,
      ids.map((id) => ({ id, question: id, hours: 1 })),
    );
    const isAllThere = async () => {
      assert.deepEqual((await questions(home, ['old', '--limit', '2000'])).sort(), ids);
      // Five are named: all that begin so are counted, on whichever page they are.
      assert.match((await runInProcess(home, ['show', 'old0'])).stderr, / and 1025 more$/m);
    };
    await isAllThere();
    await ask(home, ['Still there?', 'a']);
    await isAllThere();
  });

  test('when older prompts are left out, then it says so on stderr', async (t) => {
    const home = makeHome(t);
    const many = Array.from({ length: 25 }, (_, index) => ({ id: `old000${index + 10}`, question: 'Q', hours: index }));
    writeJournal(home, many);
    const { stdout, stderr } = await runInProcess(home, ['history']);
    assert.equal(stdout.split('\n').length, 1 + 20 + 1);
    assert.match(stderr, /^choice: older prompts were left out; to see more, use --limit 100\n$/);
    assert.equal((await runInProcess(home, ['history', '--limit', '25'])).stderr, '');
  });

  test('when there is nothing, then stdout is empty and stderr says so', async (t) => {
    const home = makeHome(t);
    const { code, stdout, stderr } = await runInProcess(home, ['history']);
    assert.deepEqual([code, stdout, stderr], [0, '', 'choice: the history is empty\n']);
    for (const filter of [['nowhere'], ['--status', 'answered'], ['--since', '1d']])
      assert.equal(
        (await runInProcess(home, ['history', ...filter])).stderr,
        'choice: no prompt in the history matches\n',
      );
    assert.equal((await runInProcess(home, ['history', '--json'])).stdout, '[]\n');
  });

  test('when questions and answers are hostile or long, then each row stays one plain line', async (t) => {
    const home = makeHome(t);
    const evil = `\u001b[31mred\u009b2J\u0007\r\n${'long '.repeat(100)}`;
    const asker = await ask(home, [evil, evil]);
    await runInProcess(home, ['answer', asker.id, evil]);
    await asker.exit;
    const { stdout } = await runInProcess(home, ['history']);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
    assert.doesNotMatch(stdout, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    assert.equal(stdout.split('\n').length, 3);
    assert.ok(stdout.split('\n').every((line) => [...line].length <= 100));
  });

  test('when a flag makes no sense, then it is a usage error', async (t) => {
    const home = makeHome(t);
    const cases: [args: string[], line: RegExp][] = [
      [['--since', 'yesterday'], /--since: "yesterday" is not a time in the past; write 2h, 7d, 2026-01-31/],
      [['--status', 'open'], /--status: "open" is not valid; use one of: all, active, answered, timeout, cancelled/],
      [['--limit', '0'], /--limit: "0" is not a whole number from 1 to/],
      [['x'.repeat(201)], /longer than 200 characters/],
    ];
    for (const [args, line] of cases) {
      const { code, stdout, stderr } = await runInProcess(home, ['history', ...args]);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, line);
    }
  });
});
