// A whole prompt as JSON, from a file or stdin: what a program writes when flags are not enough.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Answer } from '../../src/core/prompt.ts';
import { test } from '../helpers/attempts.ts';
import { makeHome, startShell } from '../helpers/choice.ts';
import { runInProcess } from '../helpers/in-process.ts';
import {
  assertBadUsage,
  poseInProcess,
  registered,
  settle,
  view,
  writeIn,
  writeSettings,
} from '../helpers/question.ts';

describe('--spec', { concurrency: 4 }, () => {
  const kinds: [spec: object, answer: Answer, code: number, stdout: string][] = [
    [{ kind: 'select', question: 'Q', options: [{ value: 'a' }, { value: 'b' }] }, { values: ['b'] }, 0, 'b\n'],
    [{ kind: 'select', question: 'Q', options: [{ value: 'a' }], other: true }, { values: [], text: 'c' }, 0, 'c\n'],
    [{ kind: 'multi', question: 'Q', options: [{ value: 'a' }, { value: 'b' }], min: 0 }, { values: [] }, 0, ''],
    [{ kind: 'confirm', question: 'Q', yes: 'Do it' }, { values: ['yes'] }, 0, 'yes\n'],
    [{ kind: 'confirm', question: 'Q' }, { values: ['no'] }, 1, 'no\n'],
    [{ kind: 'input', question: 'Q', multiline: true }, { values: [], text: 'a\nb' }, 0, 'a\nb\n'],
  ];
  for (const [spec, answer, code, stdout] of kinds) {
    test(`when the file has ${JSON.stringify(spec)}, then it is asked like any other question`, async (t) => {
      const home = makeHome(t);
      const asker = await poseInProcess(home, ['ask', '--spec', writeIn(home, 'spec.json', JSON.stringify(spec))]);
      const end = await settle(asker, answer);
      assert.deepEqual([end.code, end.stdout], [code, stdout]);
    });
  }

  test('when it comes from stdin, then alike', async (t) => {
    const script = `printf '{"kind":"confirm","question":"Go on?"}' | choice ask --spec -`;
    const asker = await registered(startShell(makeHome(t), script));
    assert.equal((await view(asker)).spec.question, 'Go on?');
    assert.equal((await settle(asker, { values: ['yes'] })).stdout, 'yes\n');
  });

  test('when everything is in it, then the page has everything, and flags of the output still count', async (t) => {
    const home = makeHome(t);
    const spec = {
      kind: 'multi',
      question: 'Which? \u202e <b>',
      body: '# Body\n\n| a | b |\n|---|---|\n',
      options: [
        { value: 'a', label: 'Alpha', hint: 'first' },
        { value: 'b', danger: true },
        { value: 'c\nd', label: 'two lines' },
      ],
      timeout_ms: 120_000,
      max_timeout_ms: 240_000,
      extendable: false,
      hold: false,
      fallback: 'a',
      recommended: 'b',
      select: ['a'],
      min: 1,
      max: 2,
    };
    const args = ['ask', '--order', 'picked', '--print0', '--spec', writeIn(home, 'spec.json', JSON.stringify(spec))];
    const asker = await poseInProcess(home, args);
    const shown = (await view(asker)).spec;
    assert.deepEqual(shown, {
      ...spec,
      options: [spec.options[0], { value: 'b', label: 'b', danger: true }, spec.options[2]],
    });
    assert.equal((await settle(asker, { values: ['c\nd', 'a'] })).stdout, 'c\nd\0a\0');
  });

  test('when it names no timeout, then the setting counts; when it does, then the spec', async (t) => {
    const home = makeHome(t);
    writeSettings(home, { default_timeout: '10m' });
    const spec = { kind: 'confirm', question: 'Go on?' };
    const own = { ...spec, timeout_ms: 60_000 };
    const [plain, timed] = await Promise.all([
      poseInProcess(home, ['ask', '--spec', writeIn(home, 'plain.json', JSON.stringify(spec))]),
      poseInProcess(home, ['ask', '--spec', writeIn(home, 'own.json', JSON.stringify(own))]),
    ]);
    assert.deepEqual([(await view(plain)).spec.timeout_ms, (await view(timed)).spec.timeout_ms], [600_000, 60_000]);
  });

  test('when flags on the deadline and the body stand beside it, then they count', async (t) => {
    const home = makeHome(t);
    const spec = { kind: 'confirm', question: 'Go on?', timeout_ms: 60_000, extendable: true, body: 'old' };
    const file = writeIn(home, 'spec.json', JSON.stringify(spec));
    const flags = ['--timeout', '90', '--no-extend', '--no-hold', '--fallback', 'no', '--body', 'new'];
    const shown = (await view(await poseInProcess(home, ['ask', '--spec', file, ...flags]))).spec;
    assert.deepEqual([shown.timeout_ms, shown.extendable, shown.hold], [90_000, false, false]);
    assert.deepEqual([shown.fallback, shown.body], ['no', 'new']);
  });

  test('when the environment names a timeout, then it counts only where the spec has none', async (t) => {
    const home = makeHome(t, { CHOICE_TIMEOUT: '10m' });
    const spec = { kind: 'confirm', question: 'Go on?' };
    const own = { ...spec, timeout_ms: 60_000 };
    const [plain, timed] = await Promise.all([
      poseInProcess(home, ['ask', '--spec', writeIn(home, 'plain.json', JSON.stringify(spec))]),
      poseInProcess(home, ['ask', '--spec', writeIn(home, 'own.json', JSON.stringify(own))]),
    ]);
    assert.deepEqual([(await view(plain)).spec.timeout_ms, (await view(timed)).spec.timeout_ms], [600_000, 60_000]);
  });

  for (const flags of [['--multi'], ['--danger', 'yes'], ['--delimiter', ':']]) {
    test(`when ${flags[0]} stands beside it, then one line says where that belongs`, async (t) => {
      const home = makeHome(t);
      const file = writeIn(home, 'spec.json', '{"kind":"confirm","question":"Q"}');
      const complaint = new RegExp(`${flags[0]} cannot be combined with --spec; put it in the spec`);
      await assertBadUsage(home, ['ask', '--spec', file, ...flags], complaint);
    });
  }

  const wrong: [what: string, content: string | Uint8Array, complaint: RegExp][] = [
    ['is empty', '', /--spec: \S+ is empty/],
    ['is half a JSON', '{"kind":', /--spec: \S+ is not valid JSON/],
    ['has an escape in bad JSON', '\u001b[31m{', /is not valid JSON/],
    ['is no UTF-8', Buffer.from([0x22, 0xe9, 0x22]), /--spec: \S+ is not valid UTF-8/],
    ['is null', 'null', /the prompt must be an object with "kind" and "question"/],
    ['is text', '"Go on?"', /the prompt must be an object with "kind" and "question"/],
    ['is a number', '7', /the prompt must be an object with "kind" and "question"/],
    ['is a list', '[]', /kind must be one of: select, multi, confirm, input/],
    ['has no kind', '{"question":"Q"}', /kind must be one of: select, multi, confirm, input/],
    ['has an unknown kind', '{"kind":"poll","question":"Q"}', /kind must be one of/],
    ['has no question', '{"kind":"confirm"}', /field "question" is missing; add it/],
    ['has an unknown field', '{"kind":"confirm","question":"Q","colour":"red"}', /unknown field "colour"; remove it/],
    [
      'has a wrong option',
      '{"kind":"select","question":"Q","options":["a"]}',
      /option 1 must be an object with "value"/,
    ],
    ['has a contradiction', '{"kind":"confirm","question":"Q","fallback":"maybe"}', /fallback "maybe" is not one of/],
  ];
  for (const [what, content, complaint] of wrong) {
    test(`when the file ${what}, then one line says so and nothing starts`, async (t) => {
      const home = makeHome(t);
      await assertBadUsage(home, ['ask', '--spec', writeIn(home, 'spec.json', content)], complaint);
    });
  }

  test('when there is no such file, then one line says so', async (t) => {
    const home = makeHome(t);
    await assertBadUsage(
      home,
      ['ask', '--spec', `${home.directory}/none.json`],
      /--spec: cannot read \S+ \(no such file or directory\)/,
    );
  });

  test('when a question stands beside it, then one line says that it has one', async (t) => {
    const home = makeHome(t);
    const file = writeIn(home, 'spec.json', '{"kind":"confirm","question":"Q"}');
    await assertBadUsage(
      home,
      ['ask', '--spec', file, 'Go on?'],
      /with --spec, the question and the options belong in the spec/,
    );
  });

  test('when stdin is empty, then one line says so', async (t) => {
    const home = makeHome(t);
    await assertBadUsage(home, ['ask', '--spec', '-'], /--spec: \S+ is empty/);
  });

  test('when time runs out, then the fallback of the spec is the answer', async (t) => {
    const home = makeHome(t);
    const spec = { kind: 'input', question: 'Q', timeout_ms: 1_000, fallback: 'none' };
    const { code, stdout } = await runInProcess(home, ['ask', '--spec', writeIn(home, 's.json', JSON.stringify(spec))]);
    assert.deepEqual([code, stdout], [0, 'none\n']);
  });
});
