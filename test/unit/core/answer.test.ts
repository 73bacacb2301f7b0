// Whether an answer fits its question, for every kind.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type AnswerProblem, areOptions, checkAnswer } from '../../../src/core/answer.ts';
import { MAX_TEXT_LENGTH } from '../../../src/core/limits.ts';
import type { Answer } from '../../../src/core/prompt.ts';
import type { PromptSpec } from '../../../src/core/spec.ts';
import { REFUSAL_TEXT } from '../../../src/protocol/refusal.ts';
import { makeSpec } from '../../helpers/prompts.ts';

const options = ['a', 'b', 'c', 'd'].map((value) => ({ value }));
const select = makeSpec({ options });
const other = makeSpec({ options, other: true });
const multi = makeSpec({ kind: 'multi', options, min: 2, max: 3 });
const anyMulti = makeSpec({ kind: 'multi', options, min: 0 });
const confirm = makeSpec({ kind: 'confirm', yes: 'Delete', danger: true });
const input = makeSpec({ kind: 'input' });
const short = makeSpec({ kind: 'input', min_length: 2, max_length: 4 });
const empty = makeSpec({ kind: 'input', min_length: 0 });
const version = makeSpec({ kind: 'input', pattern: '\\d+\\.\\d+|latest' });
const lines = makeSpec({ kind: 'input', multiline: true });
const linePattern = makeSpec({ kind: 'input', multiline: true, pattern: '.+' });

const values = (...picked: string[]): Answer => ({ values: picked });
const text = (typed: string): Answer => ({ values: [], text: typed });

type Case = [what: string, answer: Answer, problem: AnswerProblem | null];
const cases: [kind: string, spec: PromptSpec, cases: Case[]][] = [
  [
    'a select',
    select,
    [
      ['one option', values('b'), null],
      ['none', values(), 'wrong_count'],
      ['two', values('a', 'b'), 'wrong_count'],
      ['one twice', values('a', 'a'), 'unknown_value'],
      ['an unknown value', values('e'), 'unknown_value'],
      ['the position of an option', values('0'), 'unknown_value'],
      ['text beside', { values: ['a'], text: 'else' }, 'unexpected_text'],
      ['text alone', text('else'), 'unexpected_text'],
    ],
  ],
  [
    'a select that takes another answer',
    other,
    [
      ['one option', values('b'), null],
      ['typed text', text('else'), null],
      ['typed text like an option', text('a'), null],
      ['typed text with spaces around', text(' else '), null],
      ['nothing', values(), 'wrong_count'],
      ['blank text', text(' \t '), 'wrong_count'],
      ['an option and text', { values: ['a'], text: 'else' }, 'unexpected_text'],
      ['two options', values('a', 'b'), 'wrong_count'],
      ['an unknown value', values('else'), 'unknown_value'],
      ['two lines', text('one\ntwo'), 'not_one_line'],
      ['text as long as may be', text('😀'.repeat(MAX_TEXT_LENGTH)), null],
      ['text that is too long', text('x'.repeat(MAX_TEXT_LENGTH + 1)), 'too_long'],
    ],
  ],
  [
    'a multi of 2 to 3',
    multi,
    [
      ['min', values('a', 'b'), null],
      ['max, in another order', values('d', 'a', 'c'), null],
      ['one less', values('a'), 'too_few'],
      ['none', values(), 'too_few'],
      ['one more', values('a', 'b', 'c', 'd'), 'too_many'],
      ['one of them twice', values('a', 'b', 'a'), 'unknown_value'],
      ['one of them unknown', values('a', 'e'), 'unknown_value'],
      ['text beside', { values: ['a', 'b'], text: 'c' }, 'unexpected_text'],
    ],
  ],
  [
    'a multi of 0 and more',
    anyMulti,
    [
      ['none', values(), null],
      ['all', values('d', 'c', 'b', 'a'), null],
    ],
  ],
  [
    'a confirm',
    confirm,
    [
      ['yes', values('yes'), null],
      ['no', values('no'), null],
      ['a label', values('Delete'), 'unknown_value'],
      ['both', values('yes', 'no'), 'wrong_count'],
      ['none', values(), 'wrong_count'],
      ['text', text('yes'), 'unexpected_text'],
    ],
  ],
  [
    'an input',
    input,
    [
      ['text', text('  as typed  '), null],
      ['one character', text('x'), null],
      ['nothing typed', text(''), 'text_missing'],
      ['no text', values(), 'text_missing'],
      ['a value', values('a'), 'unknown_value'],
      ['a value and text', { values: ['a'], text: 'a' }, 'unknown_value'],
      ['3,000 characters of 4 bytes', text('😀'.repeat(3_000)), null],
      ['3,001 characters', text('x'.repeat(3_001)), 'too_long'],
      ['a line feed', text('a\nb'), 'not_one_line'],
      ['a line feed at the end', text('a\n'), 'not_one_line'],
      ['a carriage return', text('a\rb'), 'not_one_line'],
      ['a tab', text('a\tb'), null],
    ],
  ],
  [
    'an input of 2 to 4 characters',
    short,
    [
      ['2', text('ab'), null],
      ['4', text('abcd'), null],
      ['4 of 4 bytes each', text('😀😀😀😀'), null],
      ['nothing', text(''), 'too_short'],
      ['1', text('a'), 'too_short'],
      ['1 that takes two code units', text('😀'), 'too_short'],
      ['5', text('abcde'), 'too_long'],
    ],
  ],
  [
    'an input that may be empty',
    empty,
    [
      ['nothing typed', text(''), null],
      ['no text', values(), 'text_missing'],
    ],
  ],
  [
    'an input with a pattern',
    version,
    [
      ['a match', text('1.22'), null],
      ['a match of the other branch', text('latest'), null],
      ['something before', text('v1.2'), 'pattern_mismatch'],
      ['something behind', text('1.2-rc'), 'pattern_mismatch'],
      ['something behind the other branch', text('latest!'), 'pattern_mismatch'],
    ],
  ],
  [
    'an input of several lines',
    lines,
    [
      ['several lines', text('a\r\nb\n'), null],
      ['nothing', text(''), 'text_missing'],
    ],
  ],
  [
    'an input of several lines with a pattern',
    linePattern,
    [
      ['one line', text('a'), null],
      ['two, where the pattern has one', text('a\nb'), 'pattern_mismatch'],
      ['a line feed at the end, where the pattern has none', text('a\n'), 'pattern_mismatch'],
    ],
  ],
];
for (const [kind, spec, ofKind] of cases) {
  describe(`the answer to ${kind}`, () => {
    for (const [what, answer, problem] of ofKind) {
      test(`when it is ${what}, then ${problem ?? 'it fits'}`, () => assert.equal(checkAnswer(spec, answer), problem));
    }
  });
}

describe('notes', () => {
  const note = 'é'.repeat(2_048);
  const noted: [what: string, spec: PromptSpec, answer: Answer, problem: AnswerProblem | null][] = [
    ['one for the whole answer', select, { values: ['a'], note }, null],
    ['one that is a byte too long', select, { values: ['a'], note: `${note}x` }, 'note_too_long'],
    ['one for each picked option', multi, { values: ['a', 'b'], notes: { a: note, b: 'n' } }, null],
    ['one for an option that is not picked', multi, { values: ['a', 'b'], notes: { c: 'n' } }, 'unknown_value'],
    ['one beside typed text', other, { values: [], text: 'else', note: 'n' }, null],
    ['one for an option beside typed text', other, { values: [], text: 'else', notes: { a: 'n' } }, 'unknown_value'],
    ['one for an input', input, { values: [], text: 'x', note: 'n' }, null],
    ['one for an option of an input', input, { values: [], text: 'x', notes: { x: 'n' } }, 'unknown_value'],
  ];
  for (const [what, spec, answer, problem] of noted) {
    test(`when there is ${what}, then ${problem ?? 'it fits'}`, () => assert.equal(checkAnswer(spec, answer), problem));
  }
});

describe('a note that is required', () => {
  const always = makeSpec({ kind: 'multi', options, note: 'required' });
  const typed = makeSpec({ kind: 'input', note: 'required' });
  const forNo = makeSpec({ kind: 'confirm', note: 'for-no' });
  const given: [what: string, spec: PromptSpec, answer: Answer, problem: AnswerProblem | null][] = [
    ['a note', always, { values: ['a'], note: 'n' }, null],
    ['no note', always, { values: ['a'] }, 'note_missing'],
    ['a blank note', always, { values: ['a'], note: ' \n' }, 'note_missing'],
    ['a note on an option only', always, { values: ['a'], notes: { a: 'n' } }, 'note_missing'],
    ['neither a note nor an option', always, { values: [] }, 'too_few'],
    ['a text without one', typed, { values: [], text: 'x' }, 'note_missing'],
    ['a yes without one', forNo, { values: ['yes'] }, null],
    ['a no without one', forNo, { values: ['no'] }, 'note_missing'],
    ['a no with one', forNo, { values: ['no'], note: 'n' }, null],
  ];
  for (const [what, spec, answer, problem] of given) {
    test(`when there is ${what}, then ${problem ?? 'it fits'}`, () => assert.equal(checkAnswer(spec, answer), problem));
  }
});

describe('areOptions', () => {
  test('when all are options and none comes twice, then it holds; of nothing too', () => {
    assert.deepEqual(
      [[], ['a'], ['d', 'a'], ['a', 'a'], ['e'], ['constructor']].map((picked) => areOptions(select, picked)),
      [true, true, true, false, false, false],
    );
  });
});

describe('the sentence of a problem', () => {
  test('when an answer does not fit, then a sentence says why', () => {
    const problems = cases.flatMap(([, , ofKind]) => ofKind.flatMap(([, , problem]) => problem ?? []));
    for (const problem of new Set<AnswerProblem>([...problems, 'note_missing']))
      assert.match(REFUSAL_TEXT[problem], /^[^\n]{10,100}$/);
  });
});
