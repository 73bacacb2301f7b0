// A prompt line by line: what is said, and what each line comes to.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { firstDraft } from '../../../src/core/picks.ts';
import type { PromptSpecInput } from '../../../src/core/spec.ts';
import { LineConversation } from '../../../src/terminal/line-conversation.ts';
import { wantsLines } from '../../../src/terminal/line-surface.ts';
import { en } from '../../../src/terminal/strings/en.ts';
import { zhCN } from '../../../src/terminal/strings/zh-CN.ts';
import { formOf } from './keys.ts';

function converse(input: Partial<PromptSpecInput>): LineConversation {
  const { spec } = formOf(input);
  return new LineConversation(spec, firstDraft(spec), en);
}

/** What the last of `lines` comes to: values, a text, what is said, or null where the text goes on. */
function outcomeOf(input: Partial<PromptSpecInput>, ...lines: readonly string[]) {
  const conversation = converse(input);
  const reply = lines.map((line) => conversation.take(line)).at(-1) ?? null;
  if (reply === null || 'say' in reply) return reply?.say ?? null;
  return reply.answer.text ?? reply.answer.values;
}

describe('LineConversation', () => {
  test('when it opens, then the prompt is a numbered list with all that is said of its options', () => {
    const options = [
      { value: 'a', label: 'A', hint: 'first' },
      { value: 'b', danger: true },
    ];
    assert.deepEqual(converse({ options, recommended: 'a' }).open(['  body', ''], 65_000), [
      '? Pick one',
      '  body',
      '',
      '1. A (recommended) — first',
      '2. b (danger: type its value to confirm)',
      'Type a number and press Enter (1:05 left)',
    ]);
  });

  test('when it is known who asks, then the first line says so, and that nothing checked it', () => {
    const [asker, question] = converse({}).open([], null, 'deploy.sh · app (main)');
    assert.deepEqual([asker, question], ['Asked by deploy.sh · app (main) (not verified)', '? Pick one']);
  });

  test('when days are left, then their units are in the language of the rest', () => {
    const { spec } = formOf({});
    const said = new LineConversation(spec, firstDraft(spec), zhCN).open([], 26 * 3_600_000).join('\n');
    assert.match(said, /1 天/);
    assert.doesNotMatch(said, /1 d/);
  });

  const NOTE = 'This answer needs a note. Type it and press Enter; an empty line goes back';
  const danger = [{ value: 'safe' }, { value: 'drop', danger: true }];
  const cases: [what: string, outcome: unknown, expected: unknown][] = [
    ['a number', outcomeOf({}, ' 2 '), ['b']],
    ['a value', outcomeOf({}, 'c'), ['c']],
    ['a number beyond the list', outcomeOf({}, '4'), '"4" is not an option. Type a number and press Enter'],
    ['0', outcomeOf({}, '0'), '"0" is not an option. Type a number and press Enter'],
    ['escapes', outcomeOf({}, '\u001b[A'), '"⟨U+001B⟩[A" is not an option. Type a number and press Enter'],
    ['an empty line', outcomeOf({}, ''), 'Type a number and press Enter'],
    ['a preselection and one empty line', outcomeOf({ select: ['b'] }, ''), 'Press Enter once more to answer: b'],
    ['a preselection and two empty lines', outcomeOf({ select: ['b'] }, '', ''), ['b']],
    ['several numbers', outcomeOf({ kind: 'multi' }, '3, 1 1'), ['c', 'a']],
    ['one that is none of several', outcomeOf({ kind: 'multi' }, '1 x')?.toString().slice(0, 5), '"1 x"'],
    ['none of several', outcomeOf({ kind: 'multi', min: 0 }, '', ''), []],
    ['y', outcomeOf({ kind: 'confirm' }, 'Y'), ['yes']],
    ['no', outcomeOf({ kind: 'confirm' }, 'no'), ['no']],
    ['anything else', outcomeOf({ kind: 'confirm' }, 'yess')?.toString().slice(0, 6), '"yess"'],
    ['a text beside options', outcomeOf({ other: true }, ' mine '), 'Press Enter once more to answer: mine'],
    ['a text beside options and an empty line', outcomeOf({ other: true }, ' mine ', ''), 'mine'],
    ['a text beside options and then an option', outcomeOf({ other: true }, '?', 'b'), ['b']],
    ['a number beyond the list where texts are taken', outcomeOf({ other: true }, '9', ''), '9'],
    ['a number beyond the list and then one on it', outcomeOf({ other: true }, '9', '3'), ['c']],
    ['an initial text of lines', outcomeOf({ kind: 'input', multiline: true, initial: 'a\nb' }, '.'), 'a\nb'],
    ['an initial text that goes on', outcomeOf({ kind: 'input', multiline: true, initial: 'a' }, 'b', '.'), 'a\nb'],
    ['a text', outcomeOf({ kind: 'input' }, ' hi '), ' hi '],
    ['a text that goes on', outcomeOf({ kind: 'input', multiline: true }, 'a'), null],
    ['a text of lines', outcomeOf({ kind: 'input', multiline: true }, 'a', '', 'b', '.'), 'a\n\nb'],
    ['an answer without a note', outcomeOf({ note: 'required' }, '2'), NOTE],
    ['an answer and its note', outcomeOf({ note: 'required' }, '2', 'since it is'), ['b']],
    ['a no and its note', outcomeOf({ kind: 'confirm', note: 'for-no' }, 'n', 'too early'), ['no']],
    ['a yes that needs none', outcomeOf({ kind: 'confirm', note: 'for-no' }, 'y'), ['yes']],
    ['an empty line for a note', outcomeOf({ note: 'required' }, '2', ' '), 'Type a number and press Enter'],
    ['an empty line for a note and another answer', outcomeOf({ note: 'required' }, '2', '', '1', 'so'), ['a']],
    ['a preselection without a note', outcomeOf({ note: 'required', select: ['b'] }, '', ''), NOTE],
    ['a text of lines without a note', outcomeOf({ kind: 'input', multiline: true, note: 'required' }, 'a', '.'), NOTE],
    [
      'a text of lines that goes on instead of a note',
      outcomeOf({ kind: 'input', multiline: true, note: 'required' }, 'a', '.', '', 'b', '.', 'so'),
      'a\nb',
    ],
    ['a danger and a note', outcomeOf({ options: danger, note: 'required' }, '2', 'so', 'drop'), ['drop']],
    ['a danger', outcomeOf({ options: danger }, '2'), 'This is dangerous. Type drop and press Enter'],
    ['a danger and its value', outcomeOf({ options: danger }, '2', 'drop'), ['drop']],
    [
      'a danger and another word',
      outcomeOf({ options: danger }, '2', 'yes')?.toString().slice(0, 21),
      'That is not the value',
    ],
    ['a danger, another word and the value', outcomeOf({ options: danger }, '2', 'yes', '1'), ['safe']],
  ];
  for (const [what, outcome, expected] of cases) {
    test(`when there is ${what}, then that is what comes of it`, () => assert.deepEqual(outcome, expected));
  }

  test('when the note was asked for, then it is in the answer; what awaits it is there to be kept', () => {
    const conversation = converse({ note: 'required' });
    conversation.take('2');
    assert.deepEqual(conversation.unsent, { values: ['b'] });
    assert.deepEqual(conversation.takeBurst(['x', 'y']), { say: NOTE });
    assert.deepEqual(conversation.take('since it is'), { answer: { values: ['b'], note: 'since it is' } });
  });

  test('when something is there before anything is typed, then it is said how it answers, or goes on', () => {
    const openedWith = (input: Partial<PromptSpecInput>) => converse(input).open([], null).slice(1, -1);
    assert.deepEqual(openedWith({ select: ['b'] }).slice(-1), ['Press Enter twice to answer: b']);
    assert.deepEqual(openedWith({ kind: 'input', initial: 'Ada' }), ['Press Enter twice to answer: Ada']);
    assert.deepEqual(openedWith({ kind: 'input', multiline: true, initial: 'a\nb' }), [
      'The text so far; what you type is added to it:',
      'a',
      'b',
    ]);
    for (const input of [{ kind: 'multi', min: 0 }, { kind: 'confirm' }, { kind: 'input' }] as const) {
      assert.doesNotMatch(openedWith(input).join('\n'), /twice|so far/);
    }
  });

  test('when what was typed answers nothing yet, then it is there to be kept', () => {
    const unsentOf = (input: Partial<PromptSpecInput>, ...lines: readonly string[]) => {
      const conversation = converse(input);
      for (const line of lines) conversation.take(line);
      return conversation.unsent;
    };
    assert.deepEqual(unsentOf({ kind: 'input', multiline: true }, 'a', 'b'), { values: [], text: 'a\nb' });
    assert.deepEqual(unsentOf({ kind: 'input', multiline: true, max_length: 3 }, 'long', '.'), {
      values: [],
      text: 'long',
    });
    assert.deepEqual(unsentOf({ kind: 'input', pattern: '\\d+' }, 'v1'), { values: [], text: 'v1' });
    assert.deepEqual(unsentOf({ other: true }, 'mine'), { values: [], text: 'mine' });
    assert.equal(unsentOf({ select: ['b'] }, ''), null);
    assert.equal(unsentOf({ kind: 'input', multiline: true, initial: 'a' }), null);
  });

  test('when many lines come at once, then they are a part of a text, and answer nothing', () => {
    const text = converse({ kind: 'input', multiline: true });
    assert.equal(text.takeBurst(['a', '.', 'b']), null);
    assert.deepEqual(text.take('.'), { answer: { values: [], text: 'a\n.\nb' } });
    assert.deepEqual(converse({}).takeBurst(['1', '1']), { say: 'Type a number and press Enter' });
  });

  test('when the terminal is dumb or lines are asked for, then lines it is', () => {
    const given = [{ TERM: 'dumb' }, { ACCESSIBLE: '1' }, { ACCESSIBLE: '0' }, { ACCESSIBLE: 'no' }, { TERM: 'xterm' }];
    assert.deepEqual(given.map(wantsLines), [true, true, false, false, false]);
  });
});
