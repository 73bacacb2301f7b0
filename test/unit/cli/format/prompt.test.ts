// Outcomes and prompts in words.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ExaminedPrompt } from '../../../../src/cli/examine-prompt.ts';
import { formatAnswer, formatTime, outcomeSentence } from '../../../../src/cli/format/prompt.ts';
import { describeKind, formatShown } from '../../../../src/cli/format/show.ts';
import type { Outcome } from '../../../../src/core/prompt.ts';
import type { PromptSpecInput } from '../../../../src/core/spec.ts';
import { makeOutcome, makeSpec } from '../../../helpers/prompts.ts';

const noon = new Date(2026, 0, 31, 12, 5, 9).getTime();

const answered = makeOutcome({ settled_at: noon + 12_000, elapsed_ms: 12_000, seen_at: noon + 1_000 });
const timedOut: Outcome = { ...answered, status: 'timeout', values: [], by: 'deadline', seen_at: null };

function makeShown(overrides: Partial<PromptSpecInput> = {}, state: Partial<ExaminedPrompt> = {}): ExaminedPrompt {
  const spec = makeSpec(overrides);
  return {
    id: 'p0000001',
    key: null,
    kind: spec.kind,
    question: spec.question,
    status: 'active',
    opened_at: noon,
    outcome: null,
    draft: null,
    spec,
    extensions: [],
    received: false,
    remaining_ms: 42_000,
    waiting: true,
    ...state,
  };
}

describe('outcomeSentence', () => {
  const cases: [outcome: Partial<Outcome>, words: string][] = [
    [{}, 'answered "staging" in the browser after 12 s'],
    [{ values: ['a', 'b'], by: 'cli' }, 'answered "a, b" from the command line after 12 s'],
    [{ values: [], text: 'v1.2.3', by: 'terminal' }, 'answered "v1.2.3" in the terminal after 12 s'],
    [{ ...timedOut, status: 'cancelled', by: 'cli' }, 'cancelled from the command line after 12 s'],
    [{ ...timedOut, status: 'cancelled', by: 'asker' }, 'the command has ended after 12 s'],
    [{ ...timedOut, status: 'cancelled', by: 'asker', cause: 'signal' }, 'the command was interrupted after 12 s'],
    [
      { ...timedOut, status: 'cancelled', by: 'asker', cause: 'lost' },
      'the command was killed, or its connection was lost after 12 s',
    ],
    [{ ...timedOut, status: 'cancelled', by: 'portal' }, 'the portal was stopped after 12 s'],
    [{ values: [], text: '' }, 'answered (empty) in the browser after 12 s'],
    [timedOut, 'nobody answered within 12 s'],
    [{ ...timedOut, values: ['skip'], fallback: true }, 'nobody answered; the fallback "skip" was used after 12 s'],
  ];
  for (const [overrides, words] of cases) {
    test(`then it says: ${words}`, () => {
      assert.equal(outcomeSentence({ ...answered, ...overrides }), words);
    });
  }

  test('when the answer is long, then the sentence is not', () => {
    assert.ok(outcomeSentence({ ...answered, values: [], text: 'x'.repeat(3_000) }).length < 130);
  });
});

describe('formatAnswer', () => {
  test('when the fallback was applied, then that is marked', () => {
    assert.equal(formatAnswer({ ...timedOut, values: ['skip'], fallback: true }), 'skip (fallback)');
  });

  test('when nobody answered, then it is empty', () => {
    assert.equal(formatAnswer(timedOut), '');
    assert.equal(formatAnswer({ ...timedOut, status: 'cancelled', by: 'cli' }), '');
  });

  test('when one would see nothing of the answer, then a mark says what it is', () => {
    const marks = [{ text: '' }, { text: ' \n' }, { text: null }].map(({ text }) =>
      formatAnswer({ ...answered, values: [], text }),
    );
    assert.deepEqual(marks, ['(empty)', '(blank)', '(nothing picked)']);
    assert.equal(formatAnswer({ ...timedOut, text: '', fallback: true }), '(empty) (fallback)');
  });
});

test('formatTime gives local time', () => {
  assert.equal(formatTime(noon), '2026-01-31 12:05');
  assert.equal(formatTime(noon, true), '2026-01-31 12:05:09');
});

describe('formatShown', () => {
  test('when the prompt is open, then options carry their marks and the time left is told', () => {
    const options = [
      { value: 'prod', label: 'Production', danger: true },
      { value: 'qa', hint: 'safe' },
    ];
    const shown = makeShown({ options, recommended: 'qa', fallback: 'qa', select: ['qa'] }, { key: 'deploy-7' });
    assert.deepEqual(formatShown(shown), [
      'Deploy where?',
      '',
      '  prod  Production        danger',
      '  qa                safe  recommended, preselected, fallback',
      '',
      'id        p0000001',
      'key       deploy-7',
      'asks for  one option',
      'opened    2026-01-31 12:05:09',
      'status    open, 0:42 left, then "qa"',
    ]);
  });

  test('when answers need a note, then that is told beside what is asked for', () => {
    const rowOf = (spec: Partial<PromptSpecInput>) => formatShown(makeShown(spec)).find((line) => /^asks/.test(line));
    assert.equal(rowOf({ note: 'required' }), 'asks for  one option, with a note');
    assert.equal(rowOf({ kind: 'confirm', note: 'for-no' }), 'asks for  yes or no, a no with a note');
  });

  test('when a human decided, then who it was is told, with control characters as marks', () => {
    const who = { user: 'ada', host: 'box', tty: '/dev/pts/3', ssh: '10.0.0.5' };
    const rowOf = (outcome: Partial<Outcome>) =>
      formatShown(makeShown({}, { outcome: { ...answered, ...outcome } })).find((line) => /^\w+ by +/.test(line));
    assert.equal(rowOf({ who }), 'answered by  ada on box, terminal /dev/pts/3, over SSH from 10.0.0.5');
    assert.equal(
      rowOf({ status: 'cancelled', who: { user: '\u001b[2J', host: 'box' } }),
      'cancelled by  ⟨U+001B⟩[2J on box',
    );
    assert.equal(rowOf({ who: null }), undefined);
  });

  test('when the prompt is answered, then answer, notes, extensions and delivery are told', () => {
    const outcome = { ...answered, note: 'after lunch', notes: { staging: 'eu only' } };
    const extensions = [
      { at: noon + 2_000, by: 'cli' as const, remaining_ms: 90_000 },
      { at: noon + 3_000, by: 'hold' as const, remaining_ms: 10_000 },
      { at: noon + 4_000, by: 'browser' as const, remaining_ms: null },
    ];
    const shown = makeShown({}, { status: 'answered', outcome, extensions, received: true, remaining_ms: null });
    assert.deepEqual(formatShown(shown), [
      'Deploy where?',
      '',
      '  staging     picked',
      '  production',
      '',
      'id               p0000001',
      'asks for         one option',
      'opened           2026-01-31 12:05:09',
      'status           answered "staging" in the browser after 12 s',
      'deadline         moved to 90 s left by the command line, 2026-01-31 12:05:11',
      'deadline         moved to 10 s left by a hold while a human was answering, 2026-01-31 12:05:12',
      'deadline         removed by the browser, 2026-01-31 12:05:13',
      'settled          2026-01-31 12:05:21',
      'note             after lunch',
      'note on staging  eu only',
      'seen             2026-01-31 12:05:10',
      'delivered        yes',
    ]);
  });

  test('when a text has several lines, then each is shown', () => {
    const outcome = { ...answered, values: [], text: 'one\ntwo' };
    const lines = formatShown(makeShown({ kind: 'input', multiline: true }, { outcome, remaining_ms: null }));
    const at = lines.findIndex((line) => line.startsWith('text'));
    assert.deepEqual(
      lines.slice(at, at + 2).map((line) => line.trim()),
      ['text       one', 'two'],
    );
  });

  test('when question, body, options and answer hold escapes, then none is left', () => {
    const evil = '\u001b[31m\u009b2J\u0007\r\nx';
    const outcome = { ...answered, values: [evil], note: evil, notes: { [evil]: evil } };
    const options = [{ value: evil, label: `l${evil}`, hint: evil }];
    const lines = formatShown(makeShown({ question: evil, body: evil, options }, { outcome, key: evil }));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
    assert.doesNotMatch(lines.join(''), /[\u0000-\u001f\u007f-\u009f]/);
  });
});

describe('describeKind', () => {
  const cases: [spec: Partial<PromptSpecInput>, words: string][] = [
    [{}, 'one option'],
    [{ other: true }, 'one option, or a typed answer'],
    [{ kind: 'multi' }, '1 to 2 options'],
    [{ kind: 'multi', min: 2 }, '2 options'],
    [{ kind: 'confirm' }, 'yes or no'],
    [{ kind: 'input', max_length: 9, pattern: '\\d+' }, 'one line of 1 to 9 characters, matching \\d+'],
    [{ kind: 'input', multiline: true, min_length: 0, max_length: 9 }, 'a text of 0 to 9 characters'],
  ];
  for (const [spec, words] of cases) {
    test(`then it says: ${words}`, () => {
      assert.equal(describeKind(makeSpec(spec)), words);
    });
  }
});
