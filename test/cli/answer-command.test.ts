// `choice answer`: from any shell, by any unique beginning of an id.
import assert from 'node:assert/strict';
import { describe, type TestContext } from 'node:test';
import { NOTHING_WAITS } from '../../src/cli/nothing-waits.ts';
import { type Connection, findPortal } from '../../src/client/connect.ts';
import { resolvePaths } from '../../src/system/paths.ts';
import { Asker } from '../helpers/asker.ts';
import { test } from '../helpers/attempts.ts';
import { ask, eventually, type Home, makeHome, readDashboard, run, start } from '../helpers/choice.ts';
import { runInProcess } from '../helpers/in-process.ts';
import { makeSpec } from '../helpers/prompts.ts';
import { pose } from '../helpers/question.ts';
import { answerByHttp } from '../helpers/tab.ts';

/** Opens a prompt under `id`, which an asker would have chosen at random, with the home's portal. */
async function openAs(t: TestContext, home: Home, id: string): Promise<void> {
  const found: Connection[] = [];
  // A busy machine may take longer to answer than a command would wait.
  await eventually(async () => {
    const connection = await findPortal(resolvePaths(home.env)).catch(() => null);
    if (connection) found.push(connection);
    return connection !== null;
  }, 'a portal that answers');
  const { socketPath } = found[0] ?? assert.fail();
  const asker = await Asker.connect(socketPath);
  t.after(() => asker.die());
  await asker.open(id, makeSpec({ question: `About ${id}`, options: [{ value: 'a' }] }));
}

describe('choice answer', { concurrency: 6 }, () => {
  test('when an id and a value are given, then the asker gets it, from the command line', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--json', 'Deploy where?', 'staging', 'production']);
    const { code, stdout, stderr } = await run(home, ['answer', asker.id, 'production', '--note', 'after lunch']);
    assert.deepEqual([code, stdout], [0, '']);
    assert.equal(stderr, 'choice: answered "production": Deploy where?\n');
    const asked = await asker.exit;
    const { status, values, note, by } = JSON.parse(asked.stdout);
    assert.deepEqual([asked.code, status, values, note, by], [0, 'answered', ['production'], 'after lunch', 'cli']);
  });

  test('when a beginning of the id, or the URL of the page, is given, then it will do', async (t) => {
    const home = makeHome(t);
    const first = await ask(home, ['Pick one', 'a', 'b']);
    assert.equal((await run(home, ['answer', first.id.slice(0, 5).toUpperCase(), 'a'])).code, 0);
    assert.equal((await first.exit).stdout, 'a\n');
    const second = await ask(home, ['Pick one', 'a', 'b']);
    assert.equal((await runInProcess(home, ['answer', second.link.href, 'b'])).code, 0);
    assert.equal((await second.exit).stdout, 'b\n');
  });

  test('when a beginning fits several prompts, then it names them and answers none', async (t) => {
    const home = makeHome(t);
    await ask(home, ['Pick one', 'a']);
    for (const id of ['uu000001', 'uu000002', 'uu0000021']) await openAs(t, home, id);
    const { code, stderr } = await runInProcess(home, ['answer', 'uu', 'a']);
    assert.equal(code, 2);
    assert.equal(
      stderr,
      'choice: "uu" matches several prompts; give more of the id: uu000001 (About uu000001), uu000002 (About uu000002), uu0000021 (About uu0000021)\n',
    );
    assert.equal(
      (await runInProcess(home, ['answer', 'uu000002', 'a'])).code,
      0,
      'a whole id is never a mere beginning',
    );
    assert.deepEqual((await readDashboard(home)).map(({ id }) => id).slice(1), ['uu000001', 'uu0000021']);
  });

  test('when an answer is the beginning of an id by chance, then nothing is answered and it says what to write', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['Pick one', 'uu', 'b']);
    await openAs(t, home, 'uu000001');
    const { code, stderr } = await runInProcess(home, ['answer', 'uu', 'a']);
    assert.equal(code, 2);
    assert.match(stderr, /^choice: there is no prompt "uu"; to answer with it, give the id before it: choice answer /);
    assert.equal((await readDashboard(home)).length, 2);
    assert.equal((await runInProcess(home, ['answer', 'uu0', 'a'])).code, 0, 'a longer beginning is an id');
    asker.child.kill('SIGINT');
  });

  test('when an answer is the beginning of an old prompt, then the open one is meant', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['Pick one', 'uu', 'b']);
    await openAs(t, home, 'uu000001');
    assert.equal((await runInProcess(home, ['cancel', 'uu000001'])).code, 0);
    assert.match(
      (await runInProcess(home, ['answer', 'uu000001', 'a'])).stderr,
      /^choice: too late for prompt uu000001/,
    );
    assert.equal((await runInProcess(home, ['answer', 'uu'])).code, 0);
    assert.equal((await asker.exit).stdout, 'uu\n');
  });

  test('when one prompt is open, then a value of it needs no id', async (t) => {
    const home = makeHome(t);
    const cases: [question: string[], words: string[], stdout: string][] = [
      [['ask', 'Deploy where?', 'staging', 'the moon'], ['the moon'], 'the moon\n'],
      [['ask', '--multi', 'Which?', 'lint', 'tests', 'docs'], ['docs', 'lint'], 'lint\ndocs\n'],
      [['confirm', 'Go on?'], ['no', '--note', 'not today'], 'no\n'],
    ];
    for (const [question, words, stdout] of cases) {
      const asker = await pose(home, question);
      assert.equal((await runInProcess(home, ['answer', ...words])).code, 0, words.join(' '));
      assert.equal((await asker.exit).stdout, stdout);
    }
    const wrong = await pose(home, ['ask', 'Pick one', 'us', 'them']);
    const refused = await runInProcess(home, ['answer', 'us', 'them']);
    assert.deepEqual([refused.code, refused.stderr], [2, 'choice: pick exactly one option; use one of: us, them\n']);
    assert.equal((await runInProcess(home, ['answer', wrong.id, 'us'])).code, 0);
  });

  test('when a few letters begin the id of a settled prompt, then it is too late for it, whatever waits', async (t) => {
    const home = makeHome(t);
    const settled = await ask(home, ['Over?', 'us', 'them']);
    await openAs(t, home, 'uu000001');
    const given = settled.id.slice(0, 4);
    assert.equal((await runInProcess(home, ['answer', settled.id, 'us'])).code, 0);
    for (const args of [
      ['answer', given, 'us'],
      ['cancel', given],
      ['extend', given, '5m'],
    ]) {
      const { code, stderr } = await runInProcess(home, args);
      assert.equal(code, 1, stderr);
      assert.match(stderr, new RegExp(`^choice: too late for prompt ${settled.id}: answered "us" from the`));
      assert.match(stderr, /; open prompts: uu000001 \(About uu000001\)\n$/);
    }
    assert.match((await runInProcess(home, ['show', given])).stdout, /^Over\?/);
  });

  test('when letters begin the ids of several settled prompts, then those that are open are named', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['Which?', 'one', 'two']);
    for (const id of ['uu000001', 'uu000002']) {
      await openAs(t, home, id);
      assert.equal((await runInProcess(home, ['cancel', id])).code, 0);
    }
    for (const args of [
      ['answer', 'uu0'],
      ['cancel', 'uu0000'],
      ['extend', 'uu0', '5m'],
    ]) {
      const { code, stderr } = await runInProcess(home, args);
      assert.equal(code, 2);
      const line = `choice: no open prompt has an id that begins with "${args[1]}"; open prompts: ${asker.id} (Which?)\n`;
      assert.equal(stderr, line);
    }
    const { stderr } = await runInProcess(home, ['cancel', 'uu000002']);
    assert.match(stderr, /^choice: too late for prompt uu000002: .*/);
    assert.doesNotMatch(stderr, /open prompts/, 'a whole id is meant');
  });

  test('when the id is empty or blank, as an unset variable, then it says so and answers nothing', async (t) => {
    const home = makeHome(t);
    await ask(home, ['Pick one', 'us', 'them']);
    for (const args of [
      ['answer', '', 'us'],
      ['answer', ' '],
      ['cancel', '\n'],
      ['extend', '', '5m'],
      ['show', ''],
    ]) {
      const { code, stderr } = await runInProcess(home, args);
      assert.equal(code, 2, args.join(' '));
      assert.equal(stderr, 'choice: the id is empty; to list the open prompts, run: choice dashboard\n');
    }
    assert.equal((await readDashboard(home)).length, 1);
  });

  test('when the prompt is settled while another one takes any text, then its id is no answer to that', async (t) => {
    const home = makeHome(t);
    await start(home, ['input', 'Which version?']).url();
    await openAs(t, home, 'uu000001');
    assert.equal((await runInProcess(home, ['cancel', 'uu000001'])).code, 0);
    for (const id of ['uu000001', 'uu0000']) {
      const { code, stderr } = await runInProcess(home, ['answer', id, 'a']);
      assert.equal(code, 1, stderr);
      assert.match(stderr, /^choice: too late for prompt uu000001: cancelled /);
    }
    const { code, stderr } = await runInProcess(home, ['answer', 'v1.2.3-rc']);
    assert.equal(code, 2);
    assert.match(stderr, /; to answer with it, give the id before it: choice answer \w+ --text TEXT\n$/);
  });

  test('when no id is given, then the only open prompt is answered', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--other', 'Which version?', 'latest']);
    assert.equal((await runInProcess(home, ['answer', '--text', 'v1.2.3'])).code, 0);
    assert.equal((await asker.exit).stdout, 'v1.2.3\n');
  });

  test('when no id is given and several prompts are open, then it names them', async (t) => {
    const home = makeHome(t);
    const askers = await Promise.all([ask(home, ['First?', 'a']), ask(home, ['Second?', 'a'])]);
    const { code, stderr } = await runInProcess(home, ['answer', '--text', 'x']);
    assert.equal(code, 2);
    assert.match(stderr, /^choice: 2 prompts are open; name one: .*\n$/);
    for (const { id } of askers) assert.ok(stderr.includes(id));
    assert.match(stderr, /First\?.*Second\?|Second\?.*First\?/);
  });

  test('when nothing is open, then it says so and starts no portal', async (t) => {
    const home = makeHome(t);
    const bare = await runInProcess(home, ['answer']);
    assert.deepEqual([bare.code, bare.stdout, bare.stderr], [1, '', `choice: ${NOTHING_WAITS}\n`]);
    const named = await runInProcess(home, ['answer', 'abc', 'x']);
    assert.deepEqual([named.code, named.stderr], [2, `choice: there is no prompt "abc"; ${NOTHING_WAITS}\n`]);
  });

  test('when the id is unknown, then it names those that are open', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['Deploy where?', 'a']);
    // Ids have no u.
    const { code, stderr } = await runInProcess(home, ['answer', 'uuu', 'a']);
    assert.equal(code, 2);
    const options = `the options of the only open prompt, ${asker.id} (Deploy where?), are: a`;
    assert.equal(stderr, `choice: there is no prompt "uuu"; ${options}\n`);
  });

  test('when an option of the open prompt is the whole id of an old one, then the old one is meant', async (t) => {
    const home = makeHome(t);
    const old = await ask(home, ['Over?', 'yes']);
    assert.equal((await runInProcess(home, ['answer', old.id, 'yes'])).code, 0);
    await ask(home, ['--multi', 'Delete which?', old.id, 'yes']);
    for (const words of [[old.id], [old.id, 'yes']]) {
      const { code, stderr } = await runInProcess(home, ['answer', ...words]);
      assert.equal(code, 1, stderr);
      assert.match(stderr, new RegExp(`^choice: too late for prompt ${old.id}: `));
    }
    assert.equal((await readDashboard(home)).length, 1);
  });

  test('when a letter begins the id of a settled prompt, then the options of the open one are named', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['Go on?', 'yes', 'no']);
    await openAs(t, home, 'uu000001');
    assert.equal((await runInProcess(home, ['cancel', 'uu000001'])).code, 0);
    const { code, stderr } = await runInProcess(home, ['answer', 'u']);
    const options = `the options of the only open prompt, ${asker.id} (Go on?), are: yes, no`;
    assert.deepEqual([code, stderr], [2, `choice: there is no prompt "u"; ${options}\n`]);
  });

  test('when the id is left out while several are open, then it says how to write it', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['Deploy where?', 'staging', 'the moon']);
    await ask(home, ['Which?', 'staging', 'qa']);
    const advice = (answer: string) =>
      `to answer with it, give the id before it: choice answer ${asker.id} ${answer}\n`;
    assert.ok((await runInProcess(home, ['answer', 'the moon'])).stderr.endsWith(advice('VALUE')));
    assert.match(
      (await runInProcess(home, ['answer', 'staging'])).stderr,
      /; it is an option of 2 prompts: give the id before it; open prompts: .*Deploy where\?/,
      'either may be meant',
    );
    assert.match(
      (await runInProcess(home, ['answer', 'qa'])).stderr,
      /; to answer with it, .* choice answer \w+ qa\n$/,
    );
    assert.equal((await runInProcess(home, ['answer', asker.id, 'staging'])).code, 0);
  });

  test('when the prompt is settled, then it says who won, with the portal and without', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['Deploy where?', 'staging', 'production']);
    await answerByHttp(asker.link, 'staging');
    await asker.exit;
    const tooLate = new RegExp(`^choice: too late for prompt ${asker.id}: answered "staging" in the browser after `);
    const late = await runInProcess(home, ['answer', asker.id.slice(0, 8), 'production']);
    assert.equal(late.code, 1);
    assert.match(late.stderr, tooLate);
    assert.equal((await runInProcess(home, ['stop'])).code, 0);
    const later = await runInProcess(home, ['answer', asker.id, 'production']);
    assert.equal(later.code, 1);
    assert.match(later.stderr, tooLate);
  });

  test('when two answer at once, then one wins and the other is told', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['Pick one', 'a', 'b']);
    const answers = await Promise.all(['a', 'b'].map((value) => runInProcess(home, ['answer', asker.id, value])));
    const winner = answers.findIndex(({ code }) => code === 0);
    const value = ['a', 'b'][winner];
    assert.deepEqual(answers.map(({ code }) => code).sort(), [0, 1]);
    assert.equal((await asker.exit).stdout, `${value}\n`);
    assert.match(answers[1 - winner]?.stderr ?? '', new RegExp(`too late for prompt .*: answered "${value}" from the`));
  });

  test('when several values and notes are given, then all arrive', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--json', '--multi', 'Which?', 'lint', 'a=b', 'tests']);
    const notes = ['--note-for', 'a=b=x=y', '--note-for', 'tests=the fast ones'];
    const { code } = await runInProcess(home, ['answer', asker.id, 'tests', 'a=b', ...notes]);
    assert.equal(code, 0);
    const { values, notes: noted } = JSON.parse((await asker.exit).stdout);
    assert.deepEqual(values, ['a=b', 'tests']);
    assert.deepEqual(noted, { 'a=b': 'x=y', tests: 'the fast ones' });
  });

  test('when a value begins with a dash, then -- goes before it', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['Which flag?', '--', '--fast', '--slow']);
    assert.equal((await runInProcess(home, ['answer', asker.id, '--', '--fast'])).code, 0);
    assert.equal((await asker.exit).stdout, '--fast\n');
  });

  test('when nothing is to be picked, then --none says so', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--multi', '--min', '0', '--json', 'Which?', 'a', 'b']);
    assert.equal((await runInProcess(home, ['answer', asker.id, '--none'])).code, 0);
    assert.deepEqual(JSON.parse((await asker.exit).stdout).values, []);
  });

  test('when a confirm is answered, then yes and no are its values', async (t) => {
    const home = makeHome(t);
    const asker = start(home, ['confirm', 'Go on?']);
    await asker.url();
    assert.equal((await runInProcess(home, ['answer', '--none'])).code, 2);
    const wrong = await runInProcess(home, ['answer', (await asker.url()).href, 'perhaps']);
    assert.deepEqual(
      [wrong.code, wrong.stderr],
      [2, 'choice: "perhaps" is not one of the options; use one of: yes, no\n'],
    );
    assert.equal((await runInProcess(home, ['answer', (await asker.url()).href, 'no'])).code, 0);
    const { code, stdout } = await asker.exit;
    assert.deepEqual([code, stdout], [1, 'no\n']);
  });

  test('when the answer does not fit, then one line names what does, and the prompt stays open', async (t) => {
    const home = makeHome(t);
    const select = await ask(home, ['Deploy where?', 'staging', 'production']);
    const input = start(home, ['input', '--pattern', '\\d+', '--pattern-message', 'digits only', 'How many?']);
    const how = (await input.url()).href;
    const cases: [args: string[], line: RegExp][] = [
      [[select.id, 'qa'], /"qa" is not one of the options; use one of: staging, production/],
      [[select.id, 'staging', 'production'], /pick exactly one option; use one of: staging, production/],
      [[select.id, '--text', 'qa'], /does not take a typed answer; use one of: staging, production/],
      [[select.id], /no value given; use one of: staging, production/],
      [[select.id, '--note', 'x'], /a note needs an answer to go with it; use one of: staging, production/],
      [[select.id, 'staging', '--text', 'x'], /values and --text cannot be combined/],
      [[select.id, 'staging', '--none'], /--none cannot be combined with values or --text/],
      [[select.id, 'staging', '--note-for', 'qa=x'], /--note-for: "qa=x" must be VALUE=NOTE/],
      [
        [select.id, 'staging', '--note-for', 'staging=x', '--note-for', 'staging=y'],
        /--note-for: "staging" has two notes; give it one/,
      ],
      [[select.id, 'staging', '--note', 'é'.repeat(2_100)], /a note may be at most 4096 bytes/],
      [[select.id, 'x'.repeat(2_000)], /values/],
      [[select.id, 'staging', '--note', 'x'.repeat(70_000)], /65536 bytes/],
      [[how, '7'], /this prompt takes a typed answer; give the text with --text/],
      [[how, '--text', 'seven'], /digits only \(\\d\+\)/],
    ];
    for (const [args, line] of cases) {
      const { code, stdout, stderr } = await runInProcess(home, ['answer', ...args]);
      assert.deepEqual([code, stdout], [2, ''], `choice answer ${args.join(' ').slice(0, 80)}`);
      assert.match(stderr, line);
      assert.equal(stderr.split('\n').length, 2, 'one line');
    }
    assert.deepEqual([select.child.exitCode, input.child.exitCode], [null, null]);
    assert.equal((await runInProcess(home, ['answer', how, '--text', '7', '--quiet'])).stderr, '');
    assert.equal((await input.exit).stdout, '7\n');
  });

  test('when the question holds escapes, then none reaches stderr', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['\u001b[31mred\u009b0m\u0007', 'a\u001b[2Jb', 'c']);
    const { stderr } = await runInProcess(home, ['answer', asker.id, 'a\u001b[2Jb']);
    const listed = await runInProcess(home, ['answer', 'uuu', 'x']);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
    for (const text of [stderr, listed.stderr]) assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    assert.equal((await asker.exit).stdout, 'a\u001b[2Jb\n');
  });
});
