// A refusal in one line that says what would be taken.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { explainRefusal } from '../../../src/cli/explain-refusal.ts';
import { checkAnswer } from '../../../src/core/answer.ts';
import type { Answer } from '../../../src/core/prompt.ts';
import type { PromptSpecInput } from '../../../src/core/spec.ts';
import { makeSpec } from '../../helpers/prompts.ts';

const three = { options: [{ value: 'a' }, { value: 'b' }, { value: 'c' }] };

describe('explainRefusal', () => {
  const cases: [when: string, spec: Partial<PromptSpecInput>, answer: Answer, line: string][] = [
    ['a value is unknown', {}, { values: ['qa'] }, '"qa" is not one of the options; use one of: staging, production'],
    [
      'a confirm is answered otherwise',
      { kind: 'confirm' },
      { values: ['maybe'] },
      '"maybe" is not one of the options; use one of: yes, no',
    ],
    ['a note is missing', { note: 'required' }, { values: ['staging'] }, 'this answer needs a note; add --note TEXT'],
    ['a value is given twice', { kind: 'multi', ...three }, { values: ['a', 'a'] }, '"a" is given twice; give it once'],
    [
      'two are given for one',
      {},
      { values: ['staging', 'production'] },
      'pick exactly one option; use one of: staging, production',
    ],
    [
      'too few are given',
      { kind: 'multi', min: 2, ...three },
      { values: ['a'] },
      'pick at least 2; use some of: a, b, c',
    ],
    [
      'too many are given',
      { kind: 'multi', max: 1, ...three },
      { values: ['a', 'b'] },
      'pick at most 1; use some of: a, b, c',
    ],
    [
      'text is given for options',
      {},
      { values: [], text: 'x' },
      'this prompt does not take a typed answer; use one of: staging, production',
    ],
    [
      'nothing is typed where something may be',
      { other: true },
      { values: [], text: ' ' },
      'pick exactly one option; use one of: staging, production; or --text for another answer',
    ],
    [
      'a value is given for a text',
      { kind: 'input' },
      { values: ['x'] },
      'this prompt takes a typed answer; give the text with --text',
    ],
    ['a text is missing', { kind: 'input' }, { values: [] }, 'type an answer; give the text with --text'],
    [
      'a text is too short',
      { kind: 'input', min_length: 3 },
      { values: [], text: 'x' },
      'the text must have at least 3 characters',
    ],
    [
      'a text is too long',
      { kind: 'input', max_length: 3 },
      { values: [], text: 'xxxx' },
      'the text may have at most 3 characters',
    ],
    ['a text is empty', { kind: 'input' }, { values: [], text: '' }, 'type an answer; give the text with --text'],
    [
      'a text is longer than one character',
      { kind: 'input', max_length: 1 },
      { values: [], text: 'xx' },
      'the text may have at most 1 character',
    ],
    ['a text has two lines', { kind: 'input' }, { values: [], text: 'x\ny' }, 'the text must be one line'],
    [
      'a text does not match',
      { kind: 'input', pattern: '\\d+', pattern_message: 'digits only' },
      { values: [], text: 'x' },
      'digits only (\\d+)',
    ],
    [
      'a note is on another value',
      {},
      { values: ['staging'], notes: { qa: 'x' } },
      'that value is not one of the options',
    ],
  ];
  for (const [when, overrides, answer, line] of cases) {
    test(`when ${when}, then the line says so`, () => {
      const spec = makeSpec(overrides);
      const problem = checkAnswer(spec, answer) ?? assert.fail('the answer fits');
      assert.equal(explainRefusal(problem, spec, answer), line);
    });
  }

  test('when there are a thousand options, then the line stays short', () => {
    const options = Array.from({ length: 1_000 }, (_, index) => ({ value: `option ${index}` }));
    assert.ok(explainRefusal('unknown_value', makeSpec({ options }), { values: ['x'] }).length < 400);
  });
});
