// What is picked and typed, and the answer that it makes.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  countedAnswer,
  firstDraft,
  isOther,
  isTyped,
  mergeRemote,
  NOTHING,
  noteOf,
  noteOption,
  pickedDangers,
  pickMany,
  pickOption,
  pickOther,
} from '../../../src/core/picks.ts';
import type { Draft } from '../../../src/core/prompt.ts';
import { makeSpec } from '../../helpers/prompts.ts';

const options = ['a', 'b', 'c', 'd'].map((value) => ({ value }));
const select = makeSpec({ options, other: true });
const multi = makeSpec({ kind: 'multi', options, min: 2, max: 3 });
const input = makeSpec({ kind: 'input', initial: 'v1' });

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
  test('when its value has what no keyboard has, then typing what is shown of it will do', () => {
    const hidden = { value: 'a\u202Eb\u0007', label: 'a', danger: true } as const;
    assert.deepEqual(
      ['a\u202Eb\u0007', 'a⟨U+202E⟩b⟨U+0007⟩', 'ab', ''].map((typed) => isTyped(hidden, typed)),
      [true, true, false, false],
    );
  });
});
