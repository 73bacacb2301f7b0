// How a tab sends an answer, and what stands in its way.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NOTHING } from '../../../src/core/picks.ts';
import type { Draft } from '../../../src/core/prompt.ts';
import type { PromptSpec } from '../../../src/core/spec.ts';
import { type DraftProblem, findProblem, toWire } from '../../../src/protocol/tab-answer.ts';
import { makeSpec } from '../../helpers/prompts.ts';

const options = ['a', 'b', 'c', 'd'].map((value) => ({ value }));
const select = makeSpec({ options, other: true });
const multi = makeSpec({ kind: 'multi', options, min: 2, max: 3 });
const input = makeSpec({ kind: 'input', initial: 'v1', pattern: 'v\\d+', max_length: 5 });
const slow = makeSpec({ kind: 'input', pattern: '\\d+(\\.\\d+)*' });

describe('the message', () => {
  test('when options are picked, then it carries their positions in the order of picking', () => {
    assert.deepEqual(toWire(multi, { values: ['c', 'a'], note: 'n' }), { picked: [2, 0], note: 'n' });
  });
  test('when a note is on a value named like what every object has, then it is sent', () => {
    const notes = Object.fromEntries([['__proto__', 'why']]);
    const sent = toWire(makeSpec({ options: [{ value: '__proto__' }] }), { values: ['__proto__'], notes });
    assert.equal(JSON.stringify(sent), '{"picked":[0],"notes":{"__proto__":"why"}}');
  });
});

describe('what stands in the way', () => {
  const cases: [string, PromptSpec, Draft, DraftProblem | null][] = [
    ['nothing is picked', select, NOTHING, 'pick_first'],
    ['one is picked', select, { values: ['a'] }, null],
    ['the typed answer is empty', select, { values: [], text: ' ' }, 'text_missing'],
    ['the typed answer is there', select, { values: [], text: 'mine' }, null],
    ['nothing of several is picked', multi, NOTHING, 'pick_first'],
    ['too few are picked', multi, { values: ['a'] }, 'too_few'],
    ['too many are picked', multi, { values: ['a', 'b', 'c', 'd'] }, 'too_many'],
    ['enough are picked', multi, { values: ['a', 'b'] }, null],
    ['none may be picked', makeSpec({ kind: 'multi', options, min: 0 }), NOTHING, null],
    ['the text fits', input, { values: [], text: 'v12' }, null],
    ['the text has another form', input, { values: [], text: 'w' }, 'pattern_mismatch'],
    ['the pattern may take long, which the portal judges', slow, { values: [], text: 'w'.repeat(40) }, null],
    ['the text is too long', input, { values: [], text: 'v12345' }, 'too_long'],
    ['a note is too long', select, { values: ['a'], note: 'x'.repeat(4_097) }, 'note_too_long'],
    [
      'the notes are too long in all',
      multi,
      {
        values: ['a', 'b', 'c'],
        note: 'x'.repeat(4_096),
        notes: { a: 'x'.repeat(4_096), b: '\u{1F600}'.repeat(1_024), c: 'x'.repeat(4_096) },
      },
      'too_much_text',
    ],
  ];
  for (const [when, spec, draft, problem] of cases) {
    test(`when ${when}, then ${problem ?? 'nothing'}`, () => assert.equal(findProblem(spec, draft), problem));
  }
});
