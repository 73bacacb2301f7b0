// What of a draft outlives its prompt, and what of it fits the next one.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Draft, Outcome } from '../../../src/core/prompt.ts';
import type { PromptSpecInput } from '../../../src/core/spec.ts';
import { fitDraft, unusedDraft } from '../../../src/core/unused-draft.ts';
import { makeOutcome, makeSpec } from '../../helpers/prompts.ts';

const input: Partial<PromptSpecInput> = { kind: 'input', initial: 'v1' };
const other: Partial<PromptSpecInput> = { other: true };
const danger: Partial<PromptSpecInput> = { options: [{ value: 'drop', danger: true }, { value: 'keep' }] };
const multi: Partial<PromptSpecInput> = { kind: 'multi', options: [{ value: 'a' }, { value: 'b' }], select: ['a'] };

describe('unusedDraft', () => {
  const timeout = makeOutcome({ status: 'timeout', values: [], by: 'deadline' });
  const text = (answer: string) => makeOutcome({ values: [], text: answer });
  const cases: [name: string, spec: Partial<PromptSpecInput>, draft: Draft, outcome: Outcome, kept: Draft | null][] = [
    ['a text is kept', input, { values: [], text: 'v2' }, timeout, { values: [], text: 'v2' }],
    ['the initial text is none', input, { values: [], text: 'v1' }, timeout, null],
    ['blanks are none', input, { values: [], text: ' \n ', note: ' ' }, timeout, null],
    ['the text of the answer is none', input, { values: [], text: 'v2' }, text('v2'), null],
    ['an older state of the answer is none', input, { values: [], text: 'hello wor' }, text('hello world'), null],
    ['a text beside another answer is kept', input, { values: [], text: 'v3' }, text('v2'), { values: [], text: 'v3' }],
    ['a pick is kept', {}, { values: ['staging'] }, timeout, { values: ['staging'] }],
    ['the pick that was answered is none', {}, { values: ['staging'] }, makeOutcome(), null],
    ['what was preselected is none', multi, { values: ['a'] }, timeout, null],
    ['all picks of several are kept', multi, { values: ['b', 'a'] }, timeout, { values: ['b', 'a'] }],
    ['a typed answer beside options is kept', other, { values: [], text: 'x' }, timeout, { values: [], text: 'x' }],
    ['a note is kept', {}, { values: [], note: 'wait' }, timeout, { values: [], note: 'wait' }],
    ['a dangerous pick is not', danger, { values: ['drop'] }, timeout, null],
    [
      'the note on a dangerous pick is, without the pick',
      danger,
      { values: ['drop'], notes: { drop: 'after lunch' } },
      timeout,
      { values: [], notes: { drop: 'after lunch' } },
    ],
    [
      'of notes, only what the answer left out is kept',
      {},
      { values: ['staging'], note: 'one', notes: { staging: 'two', constructor: 'three' } },
      makeOutcome({ note: 'one', notes: { staging: 'two, and more' } }),
      { values: [], notes: { constructor: 'three' } },
    ],
  ];
  for (const [name, spec, draft, outcome, kept] of cases) {
    test(name, () => assert.deepEqual(unusedDraft(makeSpec(spec), draft, outcome), kept));
  }
  test('without a draft nothing is kept', () => assert.equal(unusedDraft(makeSpec(), null, timeout), null));
});

describe('fitDraft', () => {
  const cases: [name: string, spec: Partial<PromptSpecInput>, draft: Draft, fitting: Draft | null][] = [
    ['a text fits an input', input, { values: [], text: 'v2' }, { values: [], text: 'v2' }],
    ['a text does not fit plain options', {}, { values: [], text: 'v2' }, null],
    ['a text fits where an answer may be typed', other, { values: [], text: 'x' }, { values: [], text: 'x' }],
    ['an option that is gone does not fit', {}, { values: ['qa'] }, null],
    ['an option that became dangerous does not fit', danger, { values: ['drop'] }, null],
    [
      'of several picks one fits a single choice',
      {},
      { values: ['production', 'staging'] },
      { values: ['production'] },
    ],
    ['a note alone leaves what is preselected', multi, { values: [], note: 'hm' }, { values: ['a'], note: 'hm' }],
    ['a note alone leaves the initial text', input, { values: [], note: 'hm' }, { values: [], text: 'v1', note: 'hm' }],
    [
      'notes on options that are gone do not fit',
      {},
      { values: ['staging'], notes: { staging: 'yes', qa: 'no' } },
      { values: ['staging'], notes: { staging: 'yes' } },
    ],
  ];
  for (const [name, spec, draft, fitting] of cases) {
    test(name, () => assert.deepEqual(fitDraft(makeSpec(spec), draft), fitting));
  }
});
