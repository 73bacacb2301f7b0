// What keys do in every kind of prompt, and that none of them answers by itself.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PromptSpecInput } from '../../../src/core/spec.ts';
import { adoptDraft } from '../../../src/terminal/form.ts';
import type { Key } from '../../../src/terminal/keyboard.ts';
import { textOf } from '../../../src/terminal/line-editor.ts';
import { reduceInBurst } from '../../../src/terminal/reduce.ts';
import { formOf, key, paste, press } from './keys.ts';

const many = Array.from({ length: 1_000 }, (_, index) => ({ value: `v${index}` }));
const sixty = Array.from({ length: 60 }, (_, index) => ({ value: `login-${index + 1}` }));
const slow = '\\d+(\\.\\d+)*';
const wild = 'h'.repeat(40);
const danger = [{ value: 'safe' }, { value: 'drop', danger: true }];

/** The values, or the text, that `keys` answer with; null when they do not answer. */
function answerOf(input: Partial<PromptSpecInput>, keys: readonly (string | ReturnType<typeof key>)[]) {
  const [effect] = press(formOf(input), keys).effects;
  if (effect?.type !== 'submit') return null;
  return effect.draft.values.length > 0 ? effect.draft.values : (effect.draft.text ?? []);
}

describe('answering', () => {
  const ways: [what: string, input: Partial<PromptSpecInput>, keys: readonly (string | Key)[], answer: unknown][] = [
    ['down picks the second option', {}, ['down', 'return'], ['b']],
    ['up from the first picks the last', {}, ['up', 'return'], ['c']],
    ['j and k move', {}, ['j', 'j', 'k', 'return'], ['b']],
    ['a digit picks', {}, ['3', 'return'], ['c']],
    ['a digit beyond the options does nothing', {}, ['9', 'return'], null],
    ['Enter picks first and answers then', {}, ['return', 'return'], ['a']],
    ['Space picks', {}, [' ', 'return'], ['a']],
    ['what is preselected takes Enter twice', { select: ['b'] }, ['return', 'return'], ['b']],
    ['End goes to the last option', {}, ['end', 'return'], ['c']],
    ['several are picked with Space', { kind: 'multi' }, [' ', 'down', 'down', ' ', 'return'], ['a', 'c']],
    ['a picks all', { kind: 'multi' }, ['a', 'return'], ['a', 'b', 'c']],
    ['too few are no answer', { kind: 'multi', min: 2 }, [' ', 'return'], null],
    ['too many are no answer', { kind: 'multi', max: 1 }, ['a', 'return'], null],
    ['none is an answer where it is asked for', { kind: 'multi', min: 0 }, ['return', 'return'], []],
    ['y picks yes', { kind: 'confirm' }, ['y', 'return'], ['yes']],
    ['n picks no', { kind: 'confirm' }, ['n', 'return'], ['no']],
    ['text is typed', { kind: 'input' }, ['h', 'i', 'return'], 'hi'],
    ['the initial text takes Enter twice', { kind: 'input', initial: 'hi' }, ['return', 'return'], 'hi'],
    ['text that is too short is no answer', { kind: 'input', min_length: 3 }, ['h', 'i', 'return', 'return'], null],
    ['text has not the form', { kind: 'input', pattern: '\\d+' }, ['h', 'return', 'return'], null],
    ['text has the form', { kind: 'input', pattern: '\\d+' }, ['1', 'return'], '1'],
    ['text may take long to judge, then the portal does', { kind: 'input', pattern: slow }, [...wild, 'return'], wild],
    ['keys of other kinds are typed', { kind: 'input' }, ['?', '+', 'n', '1', 'j', 'return'], '?+n1j'],
    ['Enter begins a line', { kind: 'input', multiline: true }, ['a', 'return', 'b', 'ctrl+d'], 'a\nb'],
    ['Alt-Enter answers several lines', { kind: 'input', multiline: true }, ['a', 'alt+return'], 'a'],
    ['text is typed beside options', { other: true }, ['up', 'h', 'i', 'return'], 'hi'],
    ['up leaves the text beside options', { other: true }, ['up', 'h', 'up', 'return'], ['c']],
    ['blank text beside options is no answer', { other: true }, ['up', ' ', 'return', 'return'], null],
    [
      'a dangerous option takes its value',
      { options: danger },
      ['2', 'return', 'd', 'r', 'o', 'p', 'return'],
      ['drop'],
    ],
    ['a dangerous option takes no other text', { options: danger }, ['2', 'return', 'd', 'return', 'return'], null],
    ['yes can be dangerous', { kind: 'confirm', danger: true }, ['y', 'return', 'y', 'e', 's', 'return'], ['yes']],
    ['a long list is filtered', { options: many }, ['9', '9', '9', 'return', 'return'], ['v999']],
    ['one of sixty is typed', { options: sixty }, [...'login-5', 'return', 'return'], ['login-5']],
    ['letters are left out', { options: sixty }, [...'lg5', 'return', 'return'], ['login-5']],
    ['one Enter picks a match, which is no answer yet', { options: sixty }, [...'login-5', 'return'], null],
    ['an arrow picks a match', { options: sixty }, [...'login-5', 'down', 'return'], ['login-50']],
    ['another was picked before', { options: sixty }, ['down', ...'login-5', 'return', 'return'], ['login-5']],
    [
      'another was preselected',
      { options: sixty, select: ['login-4'] },
      [...'login-5', 'return', 'return'],
      ['login-5'],
    ],
    ['words are typed', { options: sixty, kind: 'multi' }, [...'5 login', 'return', 'return'], ['login-5']],
    [
      'Esc leads to keys, and text back to the filter',
      { options: sixty },
      ['escape', ...'7', 'return', 'return'],
      ['login-7'],
    ],
    ['a slash leads back to the filter', { options: sixty }, ['escape', '/', '7', 'return', 'return'], ['login-7']],
    ['text is pasted', { options: sixty }, [paste('login-9\n'), 'return', 'return'], ['login-9']],
    ['nothing matches', { options: sixty }, ['down', ...'zzz', 'return', 'return'], null],
    [
      'Tab picks several',
      { kind: 'multi', options: sixty },
      [...'-5', 'tab', 'down', 'tab', 'return'],
      ['login-5', 'login-50'],
    ],
    ['Space picks after an arrow', { kind: 'multi', options: sixty }, [...'-5', 'down', ' ', 'return'], ['login-50']],
    [
      'Enter takes a match, then answers',
      { kind: 'multi', options: sixty },
      [...'-59', 'return', 'return'],
      ['login-59'],
    ],
    [
      'no option matches what is typed beside them',
      { other: true, options: sixty },
      [...'1.4', 'return', 'return'],
      '1.4',
    ],
    ['digits are typed beside a long list', { other: true, options: sixty }, ['up', ...'12', 'return'], '12'],
  ];
  for (const [what, input, keys, answer] of ways) {
    test(`when ${what}, then that is the answer`, () => assert.deepEqual(answerOf(input, keys), answer));
  }

  const kinds: Partial<PromptSpecInput>[] = [
    {},
    { select: ['b'] },
    { other: true },
    { kind: 'multi', select: ['a'] },
    { kind: 'multi', min: 0 },
    { kind: 'confirm', select: ['yes'] },
    { kind: 'input', initial: 'hi' },
    { kind: 'input', multiline: true, initial: 'hi' },
  ];
  const characters = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
  const named = ['return', 'alt+return', 'ctrl+d', 'escape', 'up', 'down', 'tab', 'ctrl+x', 'pagedown', 'backspace'];
  for (const input of kinds) {
    test(`when one key is pressed on ${JSON.stringify(input)}, then nothing is decided`, () => {
      for (const each of [...characters, ...named].map(key).concat(paste('y\r\r'))) {
        const decided = press(formOf(input), [each]).effects.filter(({ type }) => type !== 'extend');
        assert.deepEqual(decided, [], JSON.stringify(each));
      }
    });
  }

  test('when another tab picked, then Enter is asked for again', () => {
    const sure = press(formOf(), ['down']).form;
    const { effects, form } = press(adoptDraft(sure, { values: ['c'] }), ['return']);
    assert.deepEqual([effects, form.notice, form.cursor], [[], 'enter_again', 2]);
    assert.equal(press(form, ['return']).effects[0]?.type, 'submit');
  });

  test('when an answer is under way, then keys change nothing and Esc takes a queued one back', () => {
    const form = press(formOf(), ['down']).form;
    assert.deepEqual(press(form, ['up', 'return', 'escape'], { waiting: 'sent' }), { form, effects: [] });
    assert.deepEqual(press(form, ['up', 'escape'], { waiting: 'queued' }).effects, [{ type: 'withdraw' }]);
  });
});

describe('around the answer', () => {
  test('when Ctrl-X and y are pressed, then the prompt is cancelled; with any other key it is not', () => {
    assert.deepEqual(press(formOf(), ['ctrl+x', 'y']).effects, [{ type: 'cancel' }]);
    for (const other of ['n', 'return', 'escape', ' ']) {
      const { effects, form } = press(formOf(), ['ctrl+x', other]);
      assert.deepEqual([effects, form.mode.type], [[], 'choose']);
    }
  });

  test('when Ctrl-X and r are pressed, then a reason is typed; Enter cancels with it, Esc asks again and keeps it', () => {
    const written = press(formOf(), ['down', 'ctrl+x', 'r', 'n', 'o', 'return']);
    assert.deepEqual([written.effects, written.form.draft], [[{ type: 'cancel' }], { values: ['b'], note: 'no' }]);
    const asked = press(formOf(), ['ctrl+x', 'r', 'n', 'o', 'escape']).form;
    assert.deepEqual([asked.mode.type, asked.draft.note], ['cancel', 'no']);
    assert.deepEqual(press(asked, ['y']).effects, [{ type: 'cancel' }]);
    assert.equal(press(asked, ['x']).form.mode.type, 'choose');
  });

  test('when a reason was typed in an input, then the text and the cursor in it are still there', () => {
    const { form } = press(formOf({ kind: 'input' }), ['h', 'i', 'left', 'ctrl+x', 'r', 'n', 'escape', 'x', 'o']);
    assert.deepEqual([form.draft.text, form.draft.note], ['hoi', 'n']);
  });

  test('when a note is missing, then Enter leads to it, and Enter after it says that the next one answers', () => {
    const asked = press(formOf({ note: 'required' }), ['down', 'return']);
    assert.deepEqual([asked.effects, asked.form.mode.type, asked.form.notice], [[], 'note', 'note_missing']);
    const noted = press(asked.form, ['o', 'k', 'return']);
    assert.deepEqual([noted.effects, noted.form.mode.type, noted.form.notice], [[], 'choose', 'enter_again']);
    const draft = { values: ['b'], note: 'ok' };
    assert.deepEqual(press(noted.form, ['return']).effects, [{ type: 'submit', draft }]);
  });

  test('when only a no needs a note, then a yes is sent without one', () => {
    assert.equal(answerOf({ kind: 'confirm', note: 'for-no' }, ['n', 'return', 'return', 'return']), null);
    assert.deepEqual(answerOf({ kind: 'confirm', note: 'for-no' }, ['y', 'return']), ['yes']);
  });

  test('when Ctrl-X is pressed in an input and not confirmed, then the text is still there', () => {
    const { form } = press(formOf({ kind: 'input' }), ['h', 'ctrl+x', 'escape', 'i']);
    assert.equal(form.draft.text, 'hi');
  });

  test('when + is pressed, then a minute is added; in a field it is a character', () => {
    assert.deepEqual(press(formOf(), ['+']).effects, [{ type: 'extend', by_ms: 60_000 }]);
    assert.equal(press(formOf({ kind: 'input' }), ['+']).form.draft.text, '+');
    assert.deepEqual(press(formOf({ kind: 'input' }), ['escape', '+']).effects, [{ type: 'extend', by_ms: 60_000 }]);
  });

  for (const input of [{}, { kind: 'input' }] as Partial<PromptSpecInput>[]) {
    test(`when Ctrl-C, Ctrl-Z and Ctrl-L are pressed on ${input.kind ?? 'select'}, then they are what they always are`, () => {
      const { effects } = press(formOf(input), ['ctrl+c', 'ctrl+z', 'ctrl+l'], { waiting: 'sent' });
      assert.deepEqual(
        effects.map(({ type }) => type),
        ['interrupt', 'suspend', 'repaint'],
      );
    });
  }

  test('when notes are written, then they are part of the draft', () => {
    const { form } = press(formOf({ kind: 'multi' }), [' ', 'n', 'o', 'k', 'return', 'N', 'h', 'm', 'escape']);
    assert.deepEqual(form.draft, { values: ['a'], note: 'ok', notes: { a: 'hm' } });
  });

  test('when the filter is left with Esc, then every option is back', () => {
    const { form } = press(formOf({ options: many }), ['9', '9', '9', 'escape']);
    assert.deepEqual([form.matches.length, form.query, form.mode.type], [1_000, '', 'filter']);
    assert.equal(press(form, ['escape']).form.mode.type, 'choose');
  });

  test('when no option matches, then Enter says so', () => {
    const { form, effects } = press(formOf({ options: many }), ['down', 'x', 'return', 'return']);
    assert.deepEqual([form.notice, effects], ['no_match', []]);
  });

  test('when < and > are pressed, then the body scrolls within its bounds', () => {
    const tops = [['>'], ['>', '>', '>', '>', '>'], ['>', '<', '<']].map((keys) => press(formOf(), keys).form.bodyTop);
    assert.deepEqual(tops, [3, 10, 0]);
  });

  test('when there is a body to scroll, then the page keys scroll it and pick nothing', () => {
    const keys = [['pagedown'], ['pagedown', 'pagedown', 'pagedown', 'pagedown'], ['pagedown', 'pageup', 'pageup']];
    const forms = keys.map((pressed) => press(formOf(), pressed).form);
    assert.deepEqual(
      forms.map(({ bodyTop }) => bodyTop),
      [3, 10, 0],
    );
    assert.deepEqual(
      forms.map(({ cursor, draft }) => [cursor, draft.values]),
      Array(3).fill([0, []]),
    );
  });

  test('when there is none, then the page keys move the cursor and pick nothing', () => {
    const turn = (keys: readonly string[], options = many) => {
      const { form, effects } = press(formOf({ options }), keys, { bodyLast: 0 });
      return [form.cursor, form.draft.values, effects];
    };
    assert.deepEqual(turn(['pagedown']), [5, [], []]);
    assert.deepEqual(turn(['pagedown', 'pageup', 'pageup']), [0, [], []]);
    assert.deepEqual(turn(['pagedown'], many.slice(0, 3)), [2, [], []]);
    assert.deepEqual(turn(['down', 'pagedown', 'return']), [6, ['v6'], []], 'Enter picks where the cursor is');
  });

  test('when ? is pressed, then the help comes and goes', () => {
    assert.equal(press(formOf(), ['?']).form.help, true);
    assert.equal(press(formOf(), ['?', '?']).form.help, false);
  });

  test('when a note is written in another tab while a text is typed here, then both are kept', () => {
    const form = adoptDraft(press(formOf({ kind: 'input' }), ['h']).form, { values: [], text: 'hello', note: 'ok' });
    assert.deepEqual([textOf(form.editor), form.draft.note], ['hello', 'ok']);
  });

  test('when another tab picks an option while a text is typed beside them, then the field is left', () => {
    const form = adoptDraft(press(formOf({ other: true }), ['up', 'h']).form, { values: ['b'] });
    assert.deepEqual([form.mode.type, form.cursor, form.draft.text], ['choose', 1, 'h']);
  });
});

describe('many keys in one read', () => {
  const around = { page: 5, bodyPage: 3, bodyLast: 10, waiting: 'no' } as const;
  const burst = (input: Partial<PromptSpecInput>, keys: readonly string[]) => {
    let form = formOf(input);
    const effects: string[] = [];
    for (const name of keys) {
      const step = reduceInBurst(form, key(name), around);
      form = step.form;
      if (step.effect) effects.push(step.effect.type);
    }
    return { form, effects };
  };

  for (const [what, input, keys] of [
    ['an option', {}, ['2', 'return', 'return']],
    ['a confirm', { kind: 'confirm' }, ['y', 'return']],
    ['a dangerous option', { options: danger }, ['2', 'return', ...'drop', 'return']],
    ['a text', { kind: 'input' }, ['x', 'return']],
    ['several lines', { kind: 'input', multiline: true }, ['x', 'return', 'ctrl+d']],
    ['a cancellation', {}, ['ctrl+x', 'y']],
    ['an extension', {}, ['+']],
  ] as [string, Partial<PromptSpecInput>, string[]][]) {
    test(`when ${what} comes so, then nothing is sent`, () => assert.deepEqual(burst(input, keys).effects, []));
  }

  test('when a dangerous option is picked so, then its value is not asked for yet', () => {
    const { form } = burst({ options: danger }, ['2', 'return', ...'drop', 'return']);
    assert.deepEqual([form.mode.type, form.draft.values, form.notice], ['choose', ['drop'], 'enter_again']);
  });

  test('when Ctrl-C is among them, then it ends the command', () => {
    assert.deepEqual(burst({}, ['2', 'ctrl+c']).effects, ['interrupt']);
  });
});
