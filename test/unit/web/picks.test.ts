// What is picked and typed, and the answer that it makes.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Draft } from '../../../src/core/prompt.ts';
import type { PromptSpec } from '../../../src/core/spec.ts';
import {
  countedAnswer,
  type DraftProblem,
  findProblem,
  firstDraft,
  isOther,
  isSameAnswer,
  isTyped,
  mergeRemote,
  NOTHING,
  noteOf,
  noteOption,
  pickedDangers,
  pickMany,
  pickOption,
  pickOther,
  toWire,
} from '../../../web/models/picks.ts';
import { makeSpec } from '../../helpers/prompts.ts';
import { makeOutcome } from './fakes.ts';

const options = ['a', 'b', 'c', 'd'].map((value) => ({ value }));
const select = makeSpec({ options, other: true });
const multi = makeSpec({ kind: 'multi', options, min: 2, max: 3 });
const input = makeSpec({ kind: 'input', initial: 'v1', pattern: 'v\\d+', max_length: 5 });

describe('the first draft', () => {
  test('when nothing is preselected, then nothing is picked', () => assert.deepEqual(firstDraft(select), NOTHING));
  test('when values are preselected, then they are picked', () => {
    assert.deepEqual(firstDraft(makeSpec({ kind: 'multi', options, select: ['b', 'c'] })), { values: ['b', 'c'] });
  });
  test('when an input has an initial text, then it is typed; when it has none, then nothing is', () => {
    assert.deepEqual(firstDraft(input), { values: [], text: 'v1' });
    assert.deepEqual(firstDraft(makeSpec({ kind: 'input' })), { values: [], text: '' });
  });
});

describe('picking', () => {
  test('in a select, then one takes the place of the other, and the same again changes nothing', () => {
    const draft = pickOption(select, pickOption(select, NOTHING, 'a'), 'b');
    assert.deepEqual(draft.values, ['b']);
    assert.equal(pickOption(select, draft, 'b'), draft);
  });

  test('in a multi, then they add up in the order of picking, and picking again takes back', () => {
    const draft = ['c', 'a', 'b', 'a'].reduce((made, value) => pickOption(multi, made, value), NOTHING);
    assert.deepEqual(draft.values, ['c', 'b']);
  });

  test('many at once, then what is beside them stays', () => {
    const all = pickMany({ values: ['d'] }, multi.options.slice(0, 2), true);
    assert.deepEqual(all.values, ['d', 'a', 'b']);
    assert.deepEqual(pickMany(all, multi.options.slice(1), false).values, ['a']);
  });

  test('the typed answer, then no option is; and its text is there again after a look at an option', () => {
    const typed: Draft = { ...pickOther(pickOption(select, NOTHING, 'a')), text: 'mine' };
    assert.equal(isOther(select, typed), true);
    const away = pickOption(select, typed, 'b');
    assert.deepEqual([isOther(select, away), countedAnswer(select, away).text], [false, undefined]);
    assert.equal(countedAnswer(select, pickOther(away)).text, 'mine');
  });
});

describe('notes', () => {
  test('when an option is no longer picked, then its note does not count, and is there when it is picked again', () => {
    const noted = noteOption(pickOption(multi, NOTHING, 'a'), 'a', 'why');
    const away = pickOption(multi, noted, 'a');
    assert.equal('notes' in countedAnswer(multi, away), false);
    assert.deepEqual(countedAnswer(multi, pickOption(multi, away, 'a')).notes, { a: 'why' });
  });

  test('when they are blank, then they do not count', () => {
    assert.deepEqual(countedAnswer(multi, { values: ['a'], note: ' ', notes: { a: '\n' } }), { values: ['a'] });
  });

  test('when values are named like what every object has, then nothing is mixed up', () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const spec = makeSpec({ kind: 'multi', options: names.map((value) => ({ value })) });
    const draft: Draft = { values: names };
    assert.deepEqual(
      names.map((value) => noteOf(draft, value)),
      ['', '', ''],
    );
    const noted = names.reduce((made, value) => noteOption(made, value, `on ${value}`), draft);
    assert.deepEqual(
      names.map((value) => noteOf(noted, value)),
      names.map((value) => `on ${value}`),
    );
    assert.deepEqual(Object.keys(countedAnswer(spec, noted).notes ?? {}), names);
    assert.equal(JSON.stringify(toWire(spec, countedAnswer(spec, noted))).includes('"__proto__":"on __proto__"'), true);
  });
});

describe('the draft of another tab', () => {
  test('when it comes, then it counts, and what this tab keeps beside it stays', () => {
    const local: Draft = { values: ['a'], text: 'mine', note: 'old', notes: { a: 'local', b: 'kept' } };
    const merged = mergeRemote(select, local, { values: ['a'], notes: { a: 'remote' } });
    assert.deepEqual(merged, { values: ['a'], text: 'mine', notes: { b: 'kept', a: 'remote' } });
  });
  test('when a note was deleted there, then it is gone here', () => {
    const merged = mergeRemote(multi, { values: ['a'], notes: { a: 'x' } }, { values: ['a'] });
    assert.deepEqual(merged, { values: ['a'] });
  });
});

describe('the message', () => {
  test('when options are picked, then it carries their positions in the order of picking', () => {
    assert.deepEqual(toWire(multi, { values: ['c', 'a'], note: 'n' }), { picked: [2, 0], note: 'n' });
  });
  test('when an outcome gives the same answer, then it is known again', () => {
    assert.equal(isSameAnswer(multi, { picked: [2, 0] }, makeOutcome({ values: ['c', 'a'] })), true);
    assert.equal(isSameAnswer(multi, { picked: [2] }, makeOutcome({ values: ['c', 'a'] })), false);
    assert.equal(isSameAnswer(input, { picked: [], text: 'v1' }, makeOutcome({ values: [], text: 'v2' })), false);
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

describe('danger', () => {
  const spec = makeSpec({ kind: 'multi', options: [{ value: 'a' }, { value: 'b ', danger: true }] });
  const [option] = pickedDangers(spec, { values: ['a', 'b '] });

  test('when a dangerous option is picked, then it is named', () => {
    assert.equal(option?.value, 'b ');
    assert.deepEqual(pickedDangers(spec, { values: ['a'] }), []);
  });
  test('when its value is typed, spaces aside, then it is; when it is only begun, then it is not', () => {
    assert.ok(option);
    assert.deepEqual(
      ['b', ' b ', '', 'B', undefined].map((typed) => isTyped(option, typed)),
      [true, true, false, false, false],
    );
  });
});
