// CHOICE_ANSWERS and --record: scripts that ask are tested without a human, and without opening anything.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { type Home, makeHome, portalPids, type Result, run, startShell } from '../helpers/choice.ts';
import { runInProcess } from '../helpers/in-process.ts';
import { assertBadUsage, assertUsageError, pose, poseInProcess, settle, writeIn } from '../helpers/question.ts';
import { openTab } from '../helpers/tab.ts';

const where = ['ask', 'Deploy where?', 'staging', 'production'];

/** A home whose commands are answered from a file that holds `entries`. */
function answeredHome(t: TestContext, entries: object | string): { home: Home; file: string } {
  const home = makeHome(t);
  const text = typeof entries === 'string' ? entries : JSON.stringify(entries);
  const file = writeIn(home, 'answers.json', text);
  return { home: { ...home, env: { ...home.env, CHOICE_ANSWERS: file } }, file };
}

/** Exit code and stdout of a command, run in this process, that must have started nothing. */
async function answer(home: Home, args: readonly string[]): Promise<[number | null, string]> {
  const { code, stdout, stderr } = await runInProcess(home, args);
  const left = readdirSync(home.directory).filter((name) => !name.startsWith('answers.json'));
  assert.deepEqual(left, [], 'no state, no journal, no portal');
  assert.match(stderr, /^choice: answered from \S+answers\.json\n$/);
  return [code, stdout];
}

const ends = ({ code, stdout }: Result) => [code, stdout];

describe('CHOICE_ANSWERS', { concurrency: 4 }, () => {
  const multi = ['ask', '--multi', 'Which?', 'a', 'b', 'c'];
  const cases: [what: string, entry: unknown, args: readonly string[], code: number, stdout: string][] = [
    ['a value', 'production', where, 0, 'production\n'],
    ['values', { values: ['production'] }, where, 0, 'production\n'],
    ['several values', { values: ['c', 'a'] }, multi, 0, 'a\nc\n'],
    [
      'several values as picked',
      { values: ['c', 'a'] },
      ['ask', '-m', '--order', 'picked', ...multi.slice(2)],
      0,
      'c\na\n',
    ],
    ['one value of several', 'b', multi, 0, 'b\n'],
    ['a yes', 'yes', ['confirm', 'Go on?'], 0, 'yes\n'],
    ['a no', { values: ['no'] }, ['confirm', 'Go on?'], 1, 'no\n'],
    ['a text', 'Ada', ['input', 'Name?'], 0, 'Ada\n'],
    ['a text in full', { text: 'a\nb' }, ['input', '--multiline', 'Name?'], 0, 'a\nb\n'],
    ['another answer', 'else', ['ask', '--other', 'Which?', 'a'], 0, 'else\n'],
    ['another answer in full', { text: 'a' }, ['ask', '--other', 'Which?', 'a'], 0, 'a\n'],
    ['a timeout', { timeout: true }, where, 124, 'timeout\n'],
    [
      'a timeout with a fallback',
      { timeout: true },
      ['ask', '--fallback', 'staging', ...where.slice(1)],
      0,
      'staging\n',
    ],
    ['a timeout with a no', { timeout: true }, ['confirm', '--fallback', 'no', 'Go on?'], 1, 'no\n'],
    ['a timeout with a text', { timeout: true }, ['input', '--fallback', 'x', 'Name?'], 0, 'x\n'],
    ['a cancel', { cancelled: true }, where, 3, 'cancelled\n'],
    ['a cancel without a word', { cancelled: true }, ['ask', '--no-status', ...where.slice(1)], 3, ''],
    ['a position', 'production', ['ask', '--index', ...where.slice(1)], 0, '1\n'],
  ];
  for (const [what, entry, args, code, stdout] of cases) {
    test(`when the entry is ${what}, then the command ends with ${code} and nothing starts`, async (t) => {
      const question = args.find((word) => word.endsWith('?')) ?? '';
      const { home } = answeredHome(t, { [question]: entry });
      assert.deepEqual(await answer(home, args), [code, stdout]);
      assert.deepEqual(await answer(home, args), [code, stdout], 'and any number of times');
    });
  }

  test('when --json is given, then notes are there, and it was answered by the command line', async (t) => {
    const entry = { values: ['production'], note: 'go', notes: { production: 'careful' } };
    const { home } = answeredHome(t, { 'Deploy where?': entry });
    const [code, stdout] = await answer(home, ['ask', '--json', ...where.slice(1)]);
    const { status, values, note, notes, by, seen_at, fallback } = JSON.parse(stdout);
    assert.deepEqual(
      { code, status, values, note, notes, by, seen_at, fallback },
      {
        code: 0,
        status: 'answered',
        ...entry,
        by: 'cli',
        seen_at: null,
        fallback: false,
      },
    );
  });

  test('when there is a list, then each run takes the next, until they are used up', async (t) => {
    const list = ['staging', { timeout: true }, { cancelled: true }, { values: ['production'] }];
    const { home, file } = answeredHome(t, { 'Deploy where?': list, 'Go on?': ['no', 'yes'] });
    assert.deepEqual(await answer(home, where), [0, 'staging\n']);
    assert.deepEqual(await answer(home, ['confirm', 'Go on?']), [1, 'no\n']);
    assert.deepEqual(await answer(home, where), [124, 'timeout\n']);
    assert.deepEqual(await answer(home, where), [3, 'cancelled\n']);
    assert.deepEqual(await answer(home, where), [0, 'production\n']);
    assert.deepEqual(await answer(home, ['confirm', 'Go on?']), [0, 'yes\n']);
    await assertBadUsage(home, where, /the 4 entries for "Deploy where\?" are used up; add one, or remove \S+\.taken/);
    assert.deepEqual(readdirSync(home.directory).sort(), ['answers.json', 'answers.json.taken']);
    // After a rewrite, it counts from the start.
    writeIn(home, 'answers.json', readFileSync(file, 'utf8'));
    const later = new Date(Date.now() + 5_000);
    utimesSync(file, later, later);
    assert.deepEqual(await answer(home, where), [0, 'staging\n']);
  });

  test('when an entry of a list does not fit, then it is not used up', async (t) => {
    const { home } = answeredHome(t, { 'Deploy where?': ['nowhere'] });
    const complaint = /the answer to "Deploy where\?" does not fit: that value is not one of the options/;
    await assertBadUsage(home, where, complaint);
    await assertBadUsage(home, where, complaint);
  });

  test('when a script asks three questions, then one file answers them all', async (t) => {
    const { home } = answeredHome(t, { 'Deploy where?': 'production', 'Go on?': 'yes', 'Name?': 'Ada' });
    const script = `where=$(choice ask "Deploy where?" staging production) && choice confirm "Go on?" >/dev/null && name=$(choice input "Name?") && echo "$name: $where"`;
    assert.deepEqual(ends(await startShell(home, script).exit), [0, 'Ada: production\n']);
    assert.deepEqual(portalPids(home), []);
  });

  test('when there is a key, then its entry counts before that of the question', async (t) => {
    const { home } = answeredHome(t, { 'deploy 42': 'production', 'Deploy where?': 'staging' });
    assert.deepEqual(await answer(home, ['ask', '--key', 'deploy 42', ...where.slice(1)]), [0, 'production\n']);
    assert.deepEqual(await answer(home, ['ask', '--key', 'deploy 43', ...where.slice(1)]), [0, 'staging\n']);
    assert.deepEqual(await answer(home, where), [0, 'staging\n']);
  });

  for (const name of ['constructor', '__proto__', 'toString', '\u6f22\u5b57 \u{1F680}?']) {
    test(`when the question is "${name}", then it is found like any other, or not at all`, async (t) => {
      const { home } = answeredHome(t, `{${JSON.stringify(name)}:["yes",{"values":["no"]}]}`);
      assert.deepEqual(await answer(home, ['confirm', name]), [0, 'yes\n']);
      assert.deepEqual(await answer(home, ['confirm', name]), [1, 'no\n']);
      const other = answeredHome(t, {});
      await assertBadUsage(other.home, ['confirm', name], /no entry for ".+"; add one/);
    });
  }

  const missing: [what: string, args: readonly string[], complaint: RegExp][] = [
    ['the question', where, /answers\.json: no entry for "Deploy where\?"; add one/],
    [
      'neither key nor question',
      ['ask', '--key', 'deploy 42', ...where.slice(1)],
      /no entry for key "deploy 42" or "Deploy where\?"; add one/,
    ],
  ];
  for (const [what, args, complaint] of missing) {
    test(`when there is an entry for ${what === 'the question' ? 'another question only' : what}, then one line names what is missing`, async (t) => {
      await assertBadUsage(answeredHome(t, { 'Else?': 'yes' }).home, args, complaint);
    });
  }

  const misfits: [entry: unknown, args: readonly string[], complaint: RegExp][] = [
    ['nowhere', where, /does not fit: that value is not one of the options/],
    [{ values: [] }, where, /does not fit: pick exactly one option/],
    [{ values: ['staging', 'production'] }, where, /does not fit: pick exactly one option/],
    [{ text: 'staging' }, where, /does not fit: this prompt does not take a typed answer/],
    ['maybe', ['confirm', 'Deploy where?'], /does not fit: that value is not one of the options/],
    [{ values: ['a'] }, ['ask', '-m', '--min', '2', 'Deploy where?', 'a', 'b'], /does not fit: pick more options/],
    [
      '1',
      ['input', '--pattern', '[a-z]+', 'Deploy where?'],
      /does not fit: the text does not have the required format/,
    ],
    ['a\nb', ['input', 'Deploy where?'], /does not fit: the text must be one line/],
  ];
  for (const [entry, args, complaint] of misfits) {
    test(`when choice ${args.join(' ')} is given ${JSON.stringify(entry)}, then one line says why it does not fit`, (t) =>
      assertBadUsage(answeredHome(t, { 'Deploy where?': entry }).home, args, complaint));
  }

  const broken: [what: string, content: string, complaint: RegExp][] = [
    ['is no JSON', '{', /answers\.json: not valid JSON/],
    ['is a list', '["yes"]', /answers\.json: must be a JSON object that maps keys or questions to answers/],
    ['is null', 'null', /answers\.json: must be a JSON object that maps keys or questions to answers/],
    ['has a number', '{"Else?":3}', /the entry "Else\?" is not an answer; write "value"/],
    ['has a wrong list', '{"Else?":["a",{"value":"b"}]}', /the entry "Else\?" is not an answer/],
    [
      'has an answer that is two things',
      '{"Else?":{"timeout":true,"text":"a"}}',
      /the entry "Else\?" is not an answer/,
    ],
    ['has a timeout that is none', '{"Else?":{"timeout":false}}', /the entry "Else\?" is not an answer/],
  ];
  for (const [what, content, complaint] of broken) {
    test(`when the file ${what}, then one line says so`, (t) =>
      assertBadUsage(answeredHome(t, content).home, where, complaint));
  }

  test('when there is no such file, then one line says so and nothing is asked', async (t) => {
    const home = makeHome(t);
    const result = await runInProcess(home, where, { env: { CHOICE_ANSWERS: `${home.directory}/none.json` } });
    assertUsageError(
      home,
      result,
      /^choice: CHOICE_ANSWERS: \S+none\.json: cannot be read \(no such file or directory\)/,
    );
  });

  test('when the question itself is wrong, then that is said, whatever the file has', (t) =>
    assertBadUsage(answeredHome(t, { Q: 'a' }).home, ['ask', 'Q'], /no options given/));

  test('when the variable is empty, then a human is asked', async (t) => {
    const asker = await poseInProcess(makeHome(t), where, { CHOICE_ANSWERS: '' });
    assert.deepEqual(ends(await settle(asker, { values: ['staging'] })), [0, 'staging\n']);
  });
});

test('when twelve commands ask at the same moment, then each takes another entry, and all are recorded', async (t) => {
  const values = Array.from({ length: 12 }, (_, index) => `v${index}`);
  const { home, file } = answeredHome(t, { 'Which?': values });
  const record = join(home.directory, 'answers.json.copy');
  const args = ['ask', '--record', record, 'Which?', ...values];
  const results = await Promise.all(values.map(() => run(home, args)));
  assert.deepEqual(results.map(({ stdout }) => stdout.trim()).sort(), [...values].sort());
  assert.deepEqual(JSON.parse(readFileSync(`${file}.taken`, 'utf8')), { 'Which?': 12 });
  const kept: { 'Which?': { values: string[] }[] } = JSON.parse(readFileSync(record, 'utf8'));
  assert.deepEqual(kept['Which?'].flatMap((entry) => entry.values).sort(), [...values].sort());
  assert.deepEqual(
    readdirSync(home.directory).sort(),
    ['answers.json', 'answers.json.copy', 'answers.json.taken'],
    'no lock is left',
  );
});

test('when a command that had the lock was killed, then the next one goes on', async (t) => {
  const { home, file } = answeredHome(t, { 'Deploy where?': ['staging'] });
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  writeFileSync(`${file}.lock`, JSON.stringify({ pid: gone, started: '1', boot: '' }));
  assert.deepEqual(await answer(home, where), [0, 'staging\n']);
});

test('when what was taken is no longer told, then one line names the file to remove', async (t) => {
  const { home, file } = answeredHome(t, { 'Deploy where?': ['staging', 'production'] });
  for (const damaged of ['{"Deploy', 'null']) {
    writeFileSync(`${file}.taken`, damaged);
    await assertBadUsage(home, where, /answers\.json\.taken: is not a valid count of used answers; remove it/);
  }
});

describe('--record', { concurrency: 4 }, () => {
  test('when answers of every kind are recorded, then the file gives the very same again', async (t) => {
    const home = makeHome(t);
    const file = join(home.directory, 'record.json');
    const hostile = '\u001b[31m \u202e \u{1F680} "quoted"';
    const record = (args: readonly string[]) => [args[0] ?? '', '--json', '--record', file, ...args.slice(1)];
    const asked: [args: readonly string[], given: object | 'cancel' | 'late'][] = [
      [where, { values: ['production'], note: 'go', notes: { production: hostile } }],
      [['ask', '-m', '--order', 'picked', 'Which?', 'a', 'b', hostile], { values: [hostile, 'a'] }],
      [['ask', '--other', 'Else?', 'a'], { values: [], text: 'a', note: 'n' }],
      [['confirm', 'Go on?'], { values: ['no'] }],
      [['input', '--multiline', 'Notes?'], { values: [], text: `a\n${hostile}` }],
      [where, { values: ['staging'] }],
      [where, 'cancel'],
      [['ask', '--timeout', '1', ...where.slice(1)], 'late'],
      [['confirm', '--key', 'k', '--timeout', '1', '--fallback', 'yes', 'Keyed?'], 'late'],
    ];
    const told: Result[] = [];
    for (const [args, given] of asked) {
      const asker = await poseInProcess(home, record(args));
      const tab = await openTab(asker.link);
      if (given === 'cancel') await tab.request({ type: 'cancel' });
      else if (given !== 'late') assert.equal((await tab.request({ type: 'answer', answer: given })).type, 'accepted');
      tab.close();
      told.push(await asker.exit);
    }
    assert.deepEqual(Object.keys(JSON.parse(readFileSync(file, 'utf8'))), [
      'Deploy where?',
      'Which?',
      'Else?',
      'Go on?',
      'Notes?',
      'k',
    ]);
    const essence = ({ code, stdout }: Result) => {
      const { status, values, text, note, notes, fallback } = JSON.parse(stdout);
      return { code, status, values, text, note, notes, fallback };
    };
    for (const [index, [args]] of asked.entries()) {
      const again = await runInProcess(home, [args[0] ?? '', '--json', ...args.slice(1)], {
        env: { CHOICE_ANSWERS: file },
      });
      assert.deepEqual(essence(again), essence(told[index] ?? assert.fail('not told')), args.join(' '));
    }
  });

  test('when the file has entries already, by hand or by question, then the new one is added behind', async (t) => {
    const home = makeHome(t);
    const file = writeIn(home, 'record.json', '{"Deploy where?":"staging","Else?":{"timeout":true}}');
    await settle(await poseInProcess(home, ['ask', '--record', file, ...where.slice(1)]), { values: ['production'] });
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), {
      'Deploy where?': ['staging', { values: ['production'] }],
      'Else?': { timeout: true },
    });
  });

  test('when an answer comes from a file, then it is recorded too', async (t) => {
    const { home } = answeredHome(t, { 'Go on?': 'no' });
    const file = join(home.directory, 'answers.json.copy');
    assert.deepEqual(await answer(home, ['confirm', '--record', file, 'Go on?']), [1, 'no\n']);
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { 'Go on?': [{ values: ['no'] }] });
  });

  test('when the command is interrupted, then there is nothing to record', async (t) => {
    const home = makeHome(t);
    const asker = await pose(home, ['ask', '--record', join(home.directory, 'record.json'), ...where.slice(1)]);
    asker.child.kill('SIGINT');
    assert.equal((await asker.exit).signal, 'SIGINT');
    assert.ok(!readdirSync(home.directory).includes('record.json'), 'nothing is written');
  });

  test('when the file can no longer be kept once a human has answered, then the answer counts and one line says so', async (t) => {
    const home = makeHome(t);
    const file = writeIn(home, 'record.json', '{}');
    const asker = await poseInProcess(home, ['ask', '--record', file, ...where.slice(1)]);
    writeFileSync(file, 'hello');
    const result = await settle(asker, { values: ['staging'] });
    assert.deepEqual(ends(result), [0, 'staging\n']);
    assert.match(result.stderr, /^choice: --record: \S+record\.json: not valid JSON/m);
    assert.equal(readFileSync(file, 'utf8'), 'hello', 'what is there stays');
  });

  const wrong: [what: string, place: (home: Home) => string, complaint: RegExp][] = [
    [
      'is in no directory',
      (home) => `${home.directory}/none/record.json`,
      /--record: \S+ cannot be written \(no such file or directory\)/,
    ],
    ['is a directory', (home) => home.directory, /^choice: --record: \S+: cannot be read \(it is a directory\)/],
    ['is no file of answers', (home) => writeIn(home, 'notes.txt', 'hello'), /notes\.txt: not valid JSON/],
  ];
  for (const [what, place, complaint] of wrong) {
    test(`when the file ${what}, then one line says so before a human is asked`, async (t) => {
      const home = makeHome(t);
      await assertBadUsage(home, ['ask', '--record', place(home), ...where.slice(1)], complaint);
    });
  }
});
