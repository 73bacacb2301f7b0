// Every kind of question, from the command line to stdout and the exit code.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Answer } from '../../src/core/prompt.ts';
import { test } from '../helpers/attempts.ts';
import { makeHome, startShell } from '../helpers/choice.ts';
import { runInProcess } from '../helpers/in-process.ts';
import { assertBadUsage, poseInProcess, registered, settle, submit, view } from '../helpers/question.ts';
import { openTab } from '../helpers/tab.ts';

/** No text that tries a pattern finds it out: it takes two characters in turn, behind one that it does not name. */
const SLOW = '\\W(?:[ab][ab]|[ab])*';
const checks = ['Which checks?', 'lint', 'types', 'tests'];

describe('ask --multi', { concurrency: 4 }, () => {
  const printed: [flags: string[], values: string[], stdout: string][] = [
    [[], ['tests', 'lint'], 'lint\ntests\n'],
    [['--order', 'options'], ['tests', 'lint'], 'lint\ntests\n'],
    [['--order', 'picked'], ['tests', 'lint'], 'tests\nlint\n'],
    [['--print0'], ['tests', 'lint'], 'lint\0tests\0'],
    [['-0', '--order', 'picked'], ['tests', 'lint'], 'tests\0lint\0'],
    [['--index'], ['tests', 'lint'], '0\n2\n'],
    [['--index', '--order', 'picked', '--print0'], ['tests', 'lint'], '2\x000\0'],
    [['--min', '0'], [], ''],
    [['--min', '3'], ['tests', 'types', 'lint'], 'lint\ntypes\ntests\n'],
  ];
  for (const [flags, values, stdout] of printed) {
    test(`when ${values.join(' and ') || 'nothing'} is picked with ${flags.join(' ') || 'no flags'}, then stdout is ${JSON.stringify(stdout)}`, async (t) => {
      const asker = await poseInProcess(makeHome(t), ['ask', '--multi', ...flags, ...checks]);
      const { code, stdout: got } = await settle(asker, { values });
      assert.deepEqual([code, got], [0, stdout]);
    });
  }

  test('when --json is given, then the values are in the order asked for, with a note for each', async (t) => {
    const home = makeHome(t);
    const [inOrder, asPicked] = await Promise.all([
      poseInProcess(home, ['ask', '--multi', '--json', ...checks]),
      poseInProcess(home, ['ask', '--multi', '--json', '--order', 'picked', ...checks]),
    ]);
    const answer = { values: ['tests', 'lint'], note: 'all', notes: { tests: 'slow' } };
    const first = JSON.parse((await settle(inOrder, answer)).stdout);
    const second = JSON.parse((await settle(asPicked, answer)).stdout);
    assert.deepEqual(
      [first.values, second.values],
      [
        ['lint', 'tests'],
        ['tests', 'lint'],
      ],
    );
    assert.deepEqual([first.note, first.notes, first.text], ['all', { tests: 'slow' }, null]);
  });

  test('when fewer than --min or more than --max are picked, then the portal refuses and the prompt stays open', async (t) => {
    const asker = await poseInProcess(makeHome(t), ['ask', '-m', '--min', '2', '--max', '2', ...checks]);
    assert.equal(await submit(asker, { values: ['lint'] }), 'too_few');
    assert.equal(await submit(asker, { values: [] }), 'too_few');
    assert.equal(await submit(asker, { values: ['lint', 'types', 'tests'] }), 'too_many');
    assert.equal(await submit(asker, { values: ['lint', 'lint'] }), 'unknown_value');
    assert.equal((await settle(asker, { values: ['types', 'lint'] })).stdout, 'lint\ntypes\n');
  });

  test('when nothing is said of --min, then an empty answer is none', async (t) => {
    const asker = await poseInProcess(makeHome(t), ['ask', '--multi', ...checks]);
    const { spec } = await view(asker);
    assert.deepEqual(spec.kind === 'multi' && [spec.min, spec.max], [1, 3]);
    assert.equal(await submit(asker, { values: [] }), 'too_few');
    await settle(asker, { values: ['lint'] });
  });

  test('when time runs out, then one fallback is the answer', async (t) => {
    const { code, stdout } = await runInProcess(makeHome(t), [
      'ask',
      '-m',
      '-t',
      '1',
      '--fallback',
      'types',
      ...checks,
    ]);
    assert.deepEqual([code, stdout], [0, 'types\n']);
  });

  const wrong: [args: string[], complaint: RegExp][] = [
    [['--min', '1', ...checks], /--min needs --multi; add it, or leave --min out/],
    [['--max', '1', ...checks], /--max needs --multi; add it, or leave --max out/],
    [['-m', '--min', '4', ...checks], /min \(4\) is more than can be picked \(3\)/],
    [['-m', '--min', '2', '--max', '1', ...checks], /min \(2\) is more than can be picked \(1\)/],
    [['-m', '--min', 'two', ...checks], /--min: "two" is not a whole number from 0 to 1000/],
    [['-m', '--max', '0', ...checks], /--max: "0" is not a whole number from 1 to 1000/],
    [['-m', '--other', ...checks], /--other and --multi cannot be combined/],
    [['-m', '--order', 'random', ...checks], /--order: "random" is not valid; use one of: options, picked/],
    [['-m', '--min', '2', '--fallback', 'lint', ...checks], /a fallback is one value, but min is 2/],
    [['-m', '--print0', '--json', ...checks], /--print0 and --json cannot be combined/],
    [['--index', '--other', ...checks], /--index and --other cannot be combined/],
  ];
  for (const [args, complaint] of wrong) {
    test(`when it is asked with ${args.slice(0, -4).join(' ')}, then one line says what is wrong`, (t) =>
      assertBadUsage(makeHome(t), ['ask', ...args], complaint));
  }
});

describe('ask, one option', { concurrency: 4 }, () => {
  for (const [flag, stdout] of [
    ['--index', '1\n'],
    ['--print0', 'types\0'],
  ] as const) {
    test(`when it is picked with ${flag}, then stdout is ${JSON.stringify(stdout)}`, async (t) => {
      const { code, stdout: got } = await settle(await poseInProcess(makeHome(t), ['ask', flag, ...checks]), {
        values: ['types'],
      });
      assert.deepEqual([code, got], [0, stdout]);
    });
  }

  test('when --index meets a status word, then the word is printed as ever', async (t) => {
    const { code, stdout } = await runInProcess(makeHome(t), ['ask', '--index', '-t', '1', ...checks]);
    assert.deepEqual([code, stdout], [124, 'timeout\n']);
  });
});

describe('ask --other', { concurrency: 4 }, () => {
  const typed = ' \u{1F680} <b>Où?</b>\u202e 100%s\t$(rm) ';
  const ends: [what: string, answer: Answer, stdout: string][] = [
    ['an option', { values: ['types'] }, 'types\n'],
    ['a typed text', { values: [], text: typed }, `${typed}\n`],
    ['a text that is a value too', { values: [], text: 'lint' }, 'lint\n'],
  ];
  for (const [what, answer, stdout] of ends) {
    test(`when the answer is ${what}, then it is printed byte for byte`, async (t) => {
      const { code, stdout: got } = await settle(
        await poseInProcess(makeHome(t), ['ask', '--other', ...checks]),
        answer,
      );
      assert.deepEqual([code, got], [0, stdout]);
    });
  }

  test('when --json is given, then a typed answer is the text and there is no value', async (t) => {
    const asker = await poseInProcess(makeHome(t), ['ask', '--other', '--json', ...checks]);
    const { stdout } = await settle(asker, { values: [], text: typed, note: 'n' });
    const { values, text, note } = JSON.parse(stdout);
    assert.deepEqual({ values, text, note }, { values: [], text: typed, note: 'n' });
  });

  test('when the text is blank, has two lines or comes with an option, then the portal refuses it', async (t) => {
    const asker = await poseInProcess(makeHome(t), ['ask', '--other', ...checks]);
    assert.equal(await submit(asker, { values: [], text: ' ' }), 'wrong_count');
    assert.equal(await submit(asker, { values: [], text: 'a\nb' }), 'not_one_line');
    assert.equal(await submit(asker, { values: ['lint'], text: 'a' }), 'unexpected_text');
    await settle(asker, { values: ['lint'] });
  });

  test('when --other is not given, then text is refused', async (t) => {
    const asker = await poseInProcess(makeHome(t), ['ask', ...checks]);
    assert.equal(await submit(asker, { values: [], text: 'else' }), 'unexpected_text');
    await settle(asker, { values: ['lint'] });
  });
});

describe('confirm', { concurrency: 4 }, () => {
  const ends: [flags: string[], value: 'yes' | 'no', code: number, stdout: string][] = [
    [[], 'yes', 0, 'yes\n'],
    [[], 'no', 1, 'no\n'],
    [['--yes', 'Delete it', '--no', 'Keep it'], 'yes', 0, 'yes\n'],
    [['--yes', 'Delete it', '--no', 'Keep it'], 'no', 1, 'no\n'],
    [['--no-status'], 'no', 1, ''],
    [['--danger'], 'yes', 0, 'yes\n'],
  ];
  for (const [flags, value, code, stdout] of ends) {
    test(`when ${value} is chosen with ${flags.join(' ') || 'no flags'}, then the exit code is ${code}`, async (t) => {
      const end = await settle(await poseInProcess(makeHome(t), ['confirm', ...flags, 'Go on?']), { values: [value] });
      assert.deepEqual([end.code, end.stdout], [code, stdout]);
    });
  }

  const late: [flags: string[], code: number, stdout: string][] = [
    [['--fallback', 'no'], 1, 'no\n'],
    [['--fallback', 'yes'], 0, 'yes\n'],
    [[], 124, 'timeout\n'],
  ];
  for (const [flags, code, stdout] of late) {
    test(`when nobody answers with ${flags.join(' ') || 'no fallback'}, then the exit code is ${code}`, async (t) => {
      const end = await runInProcess(makeHome(t), ['confirm', '-t', '1', ...flags, 'Go on?']);
      assert.deepEqual([end.code, end.stdout], [code, stdout]);
    });
  }

  test('when --json is given, then no is an answer like any other, with exit code 1', async (t) => {
    const asker = await poseInProcess(makeHome(t), ['confirm', '--json', 'Go on?']);
    const { code, stdout } = await settle(asker, { values: ['no'], note: 'not today' });
    const { status, values, note, fallback } = JSON.parse(stdout);
    assert.deepEqual([code, status, values, note, fallback], [1, 'answered', ['no'], 'not today', false]);
  });

  test('when labels, danger and a mark are given, then the page has them; the values stay yes and no', async (t) => {
    const flags = ['--yes', 'Delete it', '--no', 'Keep it', '--danger', '--recommended', 'no', '--fallback', 'no'];
    const asker = await poseInProcess(makeHome(t), ['confirm', ...flags, 'Delete the database?']);
    const { spec } = await view(asker);
    assert.deepEqual(spec.options, [
      { value: 'yes', label: 'Delete it', danger: true },
      { value: 'no', label: 'Keep it' },
    ]);
    assert.deepEqual([spec.kind, spec.recommended, spec.fallback], ['confirm', 'no', 'no']);
    assert.equal(await submit(asker, { values: ['Delete it'] }), 'unknown_value');
    await settle(asker, { values: ['no'] });
  });

  test('when it decides over && and ||, then yes and no do what they say', async (t) => {
    const home = makeHome(t);
    const script = 'choice confirm "Go on?" >/dev/null && echo went || echo stayed';
    const [yes, no] = await Promise.all([registered(startShell(home, script)), registered(startShell(home, script))]);
    assert.equal((await settle(yes, { values: ['yes'] })).stdout, 'went\n');
    assert.equal((await settle(no, { values: ['no'] })).stdout, 'stayed\n');
  });

  test('when a human cancels, then it is neither yes nor no', async (t) => {
    const asker = await poseInProcess(makeHome(t), ['confirm', 'Go on?']);
    const tab = await openTab(asker.link);
    await tab.request({ type: 'cancel' });
    const { code, stdout } = await asker.exit;
    assert.deepEqual([code, stdout], [3, 'cancelled\n']);
  });

  const wrong: [args: string[], complaint: RegExp][] = [
    [[], /no question given; write: choice confirm "Go on\?"/],
    [['--fallback', 'maybe', 'Q'], /fallback "maybe" is not one of the options; use one of: yes, no/],
    [['--danger', '--fallback', 'yes', 'Q'], /fallback "yes" is dangerous; a human must choose it/],
    [['--recommended', 'Yes', 'Q'], /recommended "Yes" is not one of the options; use one of: yes, no/],
    [['--yes', '', 'Q'], /the label of yes is empty/],
    [['Q', 'a'], /too many arguments/],
  ];
  for (const [args, complaint] of wrong) {
    test(`when it is asked with ${JSON.stringify(args)}, then one line says what is wrong`, (t) =>
      assertBadUsage(makeHome(t), ['confirm', ...args], complaint));
  }
});

describe('input', { concurrency: 4 }, () => {
  const hostile = '\u001b[31m<script>"\'`$(id)\\n %d \u202e \u{1F469}\u200d\u{1F680} \u0645\u0631\u062d\u0628\u0627';
  const ends: [flags: string[], text: string][] = [
    [[], 'a name'],
    [[], '  spaces kept  '],
    [[], hostile],
    [['--multiline'], 'one\ntwo\r\n\n three\n'],
    [['--min-length', '0'], ''],
    [['--pattern', '\\d+\\.\\d+'], '1.20'],
    [['--max-length', '2'], '\u{1F680}\u{1F680}'],
  ];
  for (const [flags, text] of ends) {
    test(`when ${JSON.stringify(text)} is typed with ${flags.join(' ') || 'no flags'}, then it is printed byte for byte`, async (t) => {
      const { code, stdout } = await settle(await poseInProcess(makeHome(t), ['input', ...flags, 'Name?']), {
        values: [],
        text,
      });
      assert.deepEqual([code, stdout], [0, `${text}\n`]);
    });
  }

  const refused: [flags: string[], answer: Answer, reason: string][] = [
    [['--pattern', '\\d+\\.\\d+'], { values: [], text: '1.20-rc' }, 'pattern_mismatch'],
    [['--pattern', 'a|b'], { values: [], text: 'ab' }, 'pattern_mismatch'],
    [['--pattern', SLOW], { values: [], text: `+${'ab'.repeat(1_000)}!` }, 'pattern_too_slow'],
    [[], { values: [], text: '' }, 'text_missing'],
    [['--min-length', '2'], { values: [], text: '\u{1F680}' }, 'too_short'],
    [['--max-length', '2'], { values: [], text: 'abc' }, 'too_long'],
    [[], { values: [], text: 'a\nb' }, 'not_one_line'],
    [[], { values: [] }, 'text_missing'],
    [[], { values: ['a'], text: 'a' }, 'unknown_value'],
  ];
  for (const [flags, answer, reason] of refused) {
    test(`when ${JSON.stringify(answer)} is sent by hand with ${flags.join(' ') || 'no flags'}, then the portal refuses it as ${reason}`, async (t) => {
      const home = makeHome(t);
      const asker = await poseInProcess(home, ['input', ...flags, 'Name?']);
      assert.equal(await submit(asker, answer), reason);
      assert.equal((await view(asker)).status, 'open');
    });
  }

  test('when it is dressed, then the page has it all, and the first text is no answer yet', async (t) => {
    const flags = ['--placeholder', 'like 1.2.3', '--initial', '1.0.0', '--pattern', '[\\d.]+'];
    const limits = ['--pattern-message', 'digits and dots', '--min-length', '2', '--max-length', '9'];
    const asker = await poseInProcess(makeHome(t), ['input', ...flags, ...limits, 'Which version?']);
    const { spec, draft } = await view(asker);
    const { max_timeout_ms: _, timeout_ms: __, ...shown } = spec;
    assert.deepEqual(shown, {
      kind: 'input',
      question: 'Which version?',
      options: [],
      select: [],
      multiline: false,
      placeholder: 'like 1.2.3',
      initial: '1.0.0',
      pattern: '[\\d.]+',
      pattern_message: 'digits and dots',
      min_length: 2,
      max_length: 9,
      extendable: true,
      hold: true,
    });
    assert.equal(draft, null);
  });

  test('when time runs out, then the fallback is the text; without one there is none', async (t) => {
    const home = makeHome(t);
    const [fallen, bare] = await Promise.all([
      runInProcess(home, ['input', '-t', '1', '--fallback', '1.2.3', '--json', 'Which version?']),
      runInProcess(home, ['input', '-t', '1', 'Which version?']),
    ]);
    const { values, text, fallback } = JSON.parse(fallen.stdout);
    assert.deepEqual([fallen.code, values, text, fallback], [0, [], '1.2.3', true]);
    assert.match(fallen.stderr, /the fallback "1\.2\.3" was used/);
    assert.deepEqual([bare.code, bare.stdout], [124, 'timeout\n']);
  });

  const wrong: [args: string[], complaint: RegExp][] = [
    [[], /no question given; write: choice input "Your name\?"/],
    [['--pattern', '(a+)+', 'Q'], /the pattern "\(a\+\)\+" is too slow on some texts; avoid nested repetition/],
    [['--pattern', '(', 'Q'], /the pattern "\(" is not a valid regular expression; correct it/],
    [['--initial', 'a\nb', 'Q'], /the initial text has several lines; add multiline/],
    [['--min-length', '5', '--max-length', '4', 'Q'], /min-length \(5\) is more than max-length \(4\)/],
    [['--max-length', '3001', 'Q'], /--max-length: "3001" is not a whole number from 1 to 3000/],
    [['--pattern', '\\d+', '--fallback', 'none', 'Q'], /fallback "none" does not fit the input/],
    [['--timeout', 'none', '--fallback', 'a', 'Q'], /a fallback needs a deadline/],
    [['Q', 'a'], /too many arguments/],
  ];
  for (const [args, complaint] of wrong) {
    test(`when it is asked with ${JSON.stringify(args)}, then one line says what is wrong`, (t) =>
      assertBadUsage(makeHome(t), ['input', ...args], complaint));
  }
});
