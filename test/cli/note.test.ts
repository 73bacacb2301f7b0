// Why: notes that answers need, reasons for a cancel, and how a script reads them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { ask, makeHome, run } from '../helpers/choice.ts';
import { runInProcess } from '../helpers/in-process.ts';
import { KEYS, noTerminal, startInTerminal } from '../helpers/pty.ts';
import { poseInProcess, settle, submit, writeIn } from '../helpers/question.ts';

const QUESTION = ['Deploy where?', 'staging', 'production'];

describe('--note', { concurrency: 4 }, () => {
  test('when a note is required, then choice answer without one names the flag, and with one answers', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--note', 'required', '--json', ...QUESTION]);
    const bare = await run(home, ['answer', asker.id, 'staging']);
    assert.deepEqual([bare.code, bare.stderr], [2, 'choice: this answer needs a note; add --note TEXT\n']);
    assert.equal((await run(home, ['answer', asker.id, 'staging', '--note', 'it is due'])).code, 0);
    assert.equal(JSON.parse((await asker.exit).stdout).note, 'it is due');
  });

  test('when only a no needs one, then a no without one is refused, and a yes is not', async (t) => {
    const home = makeHome(t);
    const [one, other] = await Promise.all(
      [1, 2].map(() => poseInProcess(home, ['confirm', '--note', 'for-no', 'Merge?'])),
    );
    assert.ok(one && other);
    assert.equal(await submit(one, { values: ['no'] }), 'note_missing');
    assert.equal((await settle(one, { values: ['no'], note: 'too early' })).code, 1);
    assert.equal((await settle(other, { values: ['yes'] })).code, 0);
  });

  test('when the rule does not fit, then one line names what does', async (t) => {
    const home = makeHome(t);
    const spec = writeIn(home, 'spec.json', JSON.stringify({ kind: 'input', question: 'Name?', note: 'for-no' }));
    const onlyConfirm = 'note "for-no" is for a confirm only; use required or optional';
    for (const [args, problem] of [
      [['ask', '--note', 'for-no', ...QUESTION], onlyConfirm],
      [['input', '--note', 'for-no', 'Name?'], onlyConfirm],
      [['ask', '--spec', spec], onlyConfirm],
      [
        ['ask', '--note', 'always', ...QUESTION],
        '--note: "always" is not valid; use one of: optional, required, for-no',
      ],
    ] as const) {
      const { code, stderr } = await runInProcess(home, args);
      assert.deepEqual([code, stderr], [2, `choice: ${problem}\n`]);
    }
  });

  test('when a spec has a rule, then the flag replaces it, and the variable only stands in for it', async (t) => {
    const home = makeHome(t);
    const spec = writeIn(home, 'spec.json', JSON.stringify({ kind: 'confirm', question: 'Go?', note: 'for-no' }));
    const answers = writeIn(home, 'answers.json', JSON.stringify({ 'Go?': { values: ['no'] } }));
    const env = { ...home.env, CHOICE_ANSWERS: answers };
    const flag = await runInProcess({ ...home, env }, ['ask', '--spec', spec, '--note', 'optional']);
    assert.deepEqual([flag.code, flag.stdout], [1, 'no\n']);
    const variable = { ...home, env: { ...env, CHOICE_NOTE_RULE: 'optional' } };
    const refused = await runInProcess(variable, ['ask', '--spec', spec]);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /the answer to "Go\?" does not fit: this answer needs a note$/m);
  });

  test('when a variable sets the rule of confirms, then other questions do not mind; the flag is an error', async (t) => {
    const home = makeHome(t);
    const env = { CHOICE_ANSWERS: writeIn(home, 'given.json', '{ "Go?": "staging" }'), CHOICE_NOTE_RULE: 'for-no' };
    const asked = await runInProcess(home, ['ask', 'Go?', 'staging'], { env });
    assert.deepEqual([asked.code, asked.stdout], [0, 'staging\n']);
    const { code, stderr } = await runInProcess(home, ['ask', '--note', 'for-no', 'Go?', 'staging'], { env });
    assert.equal(code, 2);
    assert.match(stderr, /"for-no" is for a confirm only/);
  });

  test('when time runs out, then the fallback needs no note', async (t) => {
    const args = ['ask', '--note', 'required', '--timeout', '1', '--fallback', 'staging', ...QUESTION];
    const { code, stdout } = await runInProcess(makeHome(t), args);
    assert.deepEqual([code, stdout], [0, 'staging\n']);
  });
});

describe('a reason for a cancel', { concurrency: 4 }, () => {
  test('when choice cancel gives one, then the asker, show, history and a record have it', async (t) => {
    const home = makeHome(t);
    const record = join(home.directory, 'record.json');
    const asker = await ask(home, ['--print-note', '--record', record, ...QUESTION]);
    assert.equal((await run(home, ['cancel', asker.id, '--note', 'not on a\nFriday'])).code, 0);
    const { code, stdout } = await asker.exit;
    assert.deepEqual([code, stdout], [3, 'cancelled\nnot on a\nFriday\n']);
    assert.match((await runInProcess(home, ['show', asker.id])).stdout, /^note +not on a/m);
    const [row] = JSON.parse((await runInProcess(home, ['history', '--json'])).stdout);
    assert.deepEqual([row.outcome.status, row.outcome.note], ['cancelled', 'not on a\nFriday']);
    const replayed = { ...home, env: { ...home.env, CHOICE_ANSWERS: record } };
    const again = await runInProcess(replayed, ['ask', '--print-note', ...QUESTION]);
    assert.deepEqual([again.code, again.stdout], [3, stdout]);
    assert.deepEqual(JSON.parse(readFileSync(record, 'utf8'))['Deploy where?'], [
      { cancelled: true, note: 'not on a\nFriday' },
    ]);
  });

  test('when it is too long, then it is a usage error and the prompt stays open', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, QUESTION);
    for (const note of ['é'.repeat(2_049), 'n'.repeat(5_000), 'n'.repeat(100_000)]) {
      const { code, stderr } = await runInProcess(home, ['cancel', asker.id, '--note', note]);
      assert.deepEqual([code, stderr], [2, 'choice: --note: a note may be at most 4096 bytes; shorten it\n']);
    }
    assert.equal((await run(home, ['answer', asker.id, 'staging'])).code, 0);
  });
});

describe('--print-note', { concurrency: 4 }, () => {
  test('when an answer has a note, then it is the rest of stdout; without one, that is an empty line', async (t) => {
    const home = makeHome(t);
    const [noted, bare, fields] = await Promise.all([
      poseInProcess(home, ['ask', '--print-note', ...QUESTION]),
      poseInProcess(home, ['input', '--print-note', 'Name?']),
      poseInProcess(home, ['ask', '--multi', '--print0', '--print-note', ...QUESTION]),
    ]);
    assert.equal((await settle(noted, { values: ['staging'], note: 'one\ntwo' })).stdout, 'staging\none\ntwo\n');
    assert.equal((await settle(bare, { values: [], text: 'Ada' })).stdout, 'Ada\n\n');
    const both = { values: ['staging', 'production'], note: 'all' };
    assert.equal((await settle(fields, both)).stdout, 'staging\0production\0all\0');
  });

  test('when the answer may have several lines, then it is a usage error that names what tells them from the note', async (t) => {
    const home = makeHome(t);
    const spec = writeIn(
      home,
      'spec.json',
      JSON.stringify({ kind: 'multi', question: 'Go?', options: [{ value: 'a' }] }),
    );
    const zero = 'add --print0, or use --json instead';
    for (const [args, what, fix] of [
      [['ask', '--multi', ...QUESTION], 'several values', zero],
      [['ask', '--multi', '--max', '1', ...QUESTION], 'several values', zero],
      [['ask', '--multi', '--index', ...QUESTION], 'several values', zero],
      [['ask', '--spec', spec], 'several values', zero],
      [['ask', 'Which?', 'a', 'a\nb'], 'a value of several lines', zero],
      [['input', '--multiline', 'Notes?'], 'a text of several lines', 'use --json instead'],
    ] as const) {
      const { code, stdout, stderr } = await runInProcess(home, [...args, '--print-note', '--timeout', '1']);
      const problem = `--print-note cannot follow ${what}, as nothing shows where the note begins; ${fix}`;
      assert.deepEqual([code, stdout, stderr], [2, '', `choice: ${problem}\n`]);
    }
  });

  test('when choice wait would print lines that may be note or value, then it says so at once', async (t) => {
    const home = makeHome(t);
    const asker = await ask(home, ['--multi', '--print0', '--print-note', ...QUESTION]);
    const { code, stderr } = await run(home, ['wait', asker.id, '--print-note', '--for', '1']);
    assert.equal(code, 2);
    assert.match(stderr, /several values.*add --print0, or use --json/);
    assert.equal((await run(home, ['answer', asker.id, 'staging', '--note', 'b\nc'])).code, 0);
    assert.equal((await asker.exit).stdout, 'staging\0b\nc\0');
  });

  test('when --json is given too, then it is a usage error that says where the note is', async (t) => {
    for (const args of [
      ['ask', ...QUESTION],
      ['confirm', 'Go?'],
      ['input', 'Name?'],
    ]) {
      const { code, stderr } = await runInProcess(makeHome(t), [...args, '--json', '--print-note']);
      assert.equal(code, 2);
      assert.match(stderr, /^choice: --print-note and --json cannot be combined; the JSON has the note, .*\n$/);
    }
  });
});

describe('a note in the terminal', { concurrency: true, skip: noTerminal }, () => {
  test('when it is required, then Enter asks for it, and answers once it is there', async (t) => {
    const args = ['ask', '--note', 'required', '--print-note', ...QUESTION];
    const terminal = startInTerminal(makeHome(t), args);
    await terminal.shows(/❯ 1 ○ staging/);
    terminal.type(`2${KEYS.enter}`);
    await terminal.shows(/Note:[\s\S]*! This answer needs a note/);
    terminal.type('it is due');
    await terminal.shows(/Note: it is due/);
    terminal.type(KEYS.enter);
    await terminal.shows(/Press Enter once more to answer/);
    terminal.type(KEYS.enter);
    assert.deepEqual(await terminal.exit, { code: 0, stdout: 'production\nit is due\n' });
  });

  test('when Ctrl-X and r are pressed, then a reason is typed, and Enter cancels with it', async (t) => {
    const terminal = startInTerminal(makeHome(t), ['confirm', '--print-note', 'Merge?']);
    await terminal.shows(/Yes/);
    terminal.type(KEYS.ctrlX);
    await terminal.shows(/r with a reason/);
    terminal.type('r');
    await terminal.shows(/Reason:/);
    terminal.type('who asks?');
    await terminal.shows(/Reason: who asks\?/);
    terminal.type(KEYS.enter);
    assert.deepEqual(await terminal.exit, { code: 3, stdout: 'cancelled\nwho asks?\n' });
    assert.doesNotMatch(terminal.screen.text(), /Not sent/);
  });

  test('when a note was written before Ctrl-X, then y cancels with it', async (t) => {
    const terminal = startInTerminal(makeHome(t), ['ask', '--print-note', ...QUESTION]);
    await terminal.shows(/❯ 1 ○ staging/);
    terminal.type('n');
    await terminal.shows(/Note:/);
    terminal.type('neither');
    await terminal.shows(/Note: neither/);
    terminal.type(KEYS.enter);
    terminal.type(KEYS.ctrlX);
    await terminal.shows(/Cancel this prompt\?/);
    terminal.type('y');
    assert.deepEqual(await terminal.exit, { code: 3, stdout: 'cancelled\nneither\n' });
  });

  test('when the terminal goes line by line, then the note is asked for before the answer is sent', async (t) => {
    const args = ['confirm', '--note', 'for-no', '--print-note', 'Merge?'];
    const terminal = startInTerminal(makeHome(t), args, { env: { ACCESSIBLE: '1' } });
    await terminal.shows(/Type y or n and press Enter/);
    terminal.type('n\n');
    await terminal.shows(/This answer needs a note\. Type it and press Enter/);
    terminal.type('too early\n');
    assert.deepEqual(await terminal.exit, { code: 1, stdout: 'no\ntoo early\n' });
  });
});
