// Pictures of the open prompt: they fit the terminal, say what must be said, and carry no escape of foreign text.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import kleur from 'kleur';
import type { PromptSpecInput } from '../../../src/core/spec.ts';
import { displayWidth } from '../../../src/core/width.ts';
import type { Form } from '../../../src/terminal/form.ts';
import type { Scene } from '../../../src/terminal/frame.ts';
import { render } from '../../../src/terminal/render.ts';
import { en } from '../../../src/terminal/strings/en.ts';
import { zhCN } from '../../../src/terminal/strings/zh-CN.ts';
import { formOf, press } from './keys.ts';

function sceneOf(form: Form, overrides: Partial<Scene> = {}): Scene {
  const around = { from: '', left: 58_400, link: 'open', waiting: 'no', unattended: '' } as const;
  return { form, ...around, body: [], strings: en, ...overrides };
}

/** The picture as text. */
function draw(form: Form, overrides: Partial<Scene> = {}, width = 80, height = 24): string {
  return render(sceneOf(form, overrides), width, height).lines.join('\n');
}

const many = Array.from({ length: 1_000 }, (_, index) => ({ value: `v${index}`, hint: 'a long hint '.repeat(9) }));
const hostile = `x\u001b[2J\u202Ey\u0007\n<b>数据库🚀 ${'w'.repeat(300)}`;

describe('render', () => {
  test('when no command waits, then it says so, and for how long the question waits for one', () => {
    assert.match(draw(formOf(), { unattended: en.kept(null) }), /no command waiting; your answer is kept/);
    const held = /no command waiting, ends within 2 min; your answer is kept/;
    assert.match(draw(formOf(), { unattended: en.kept(120_000) }), held);
    assert.match(draw(formOf(), { unattended: zhCN.kept(120_000) }), /暂无命令等待，2 分钟内无命令则结束/);
  });

  test('when a choice is open, then it is drawn whole', () => {
    const form = formOf({ recommended: 'b', fallback: 'c', select: ['b'] });
    assert.equal(
      draw(form),
      [
        '? Pick one',
        '  1 ○ a',
        '❯ 2 ● b (recommended)',
        '  3 ○ c (chosen when time runs out)',
        '0:59 left  ↑↓ pick · Enter answers · ? keys',
      ].join('\n'),
    );
  });

  test('when several can be picked, then it says how many are and must be', () => {
    assert.match(draw(press(formOf({ kind: 'multi' }), [' ']).form), /❯ 1 ■ a\n.*\n.*\n0:59 left {2}1 picked {2}/);
    assert.match(draw(formOf({ kind: 'multi', min: 2 })), / {2}0 picked \(at least 2\) {2}/);
    assert.match(draw(formOf({ kind: 'multi', max: 2 })), / {2}0 picked \(1 to 2\) {2}/);
    assert.match(draw(formOf({ kind: 'multi', min: 2, max: 2 })), / {2}0 of 2 picked {2}/);
  });

  test('when the time is up, then it is being checked, and without a deadline there is no limit', () => {
    assert.match(draw(formOf(), { left: 0 }), /^checking… /m);
    assert.match(draw(formOf(), { left: null }), /^no limit /m);
  });

  test('when the answer or the connection is on its way, then it says so', () => {
    assert.match(draw(formOf(), { waiting: 'sent' }), /Sending…$/);
    assert.match(draw(formOf(), { waiting: 'queued', link: 'away' }), /your answer is kept/);
    assert.match(draw(formOf(), { link: 'away' }), /reconnecting…/);
    assert.match(draw(formOf(), { link: 'looking' }), /looking for the prompt…/);
  });

  test('when a list is long, then a window around the cursor is drawn', () => {
    const lines = draw(press(formOf({ options: many }), ['end']).form).split('\n');
    assert.equal(lines.length, 23);
    assert.match(lines.join('\n'), /❯ {3}● v999 — a long hint/);
    assert.match(lines.join('\n'), /1000 of 1000/);
  });

  test('when a long list is filtered, then its matches are drawn, the best first, what was found underlined', (t) => {
    kleur.enabled = true;
    t.after(() => {
      kleur.enabled = false;
    });
    const options = Array.from({ length: 60 }, (_, index) => ({ value: `login-${index + 1}`, hint: 'main' }));
    const lines = draw(press(formOf({ options }), [...'5 main']).form).split('\n');
    assert.ok(lines[1]?.includes(`login-${kleur.bold(kleur.underline('5'))}`), lines[1]);
    assert.ok(lines[1]?.includes(kleur.bold(kleur.underline(kleur.dim('main')))), lines[1]);
    const picked = press(formOf({ kind: 'multi', options }), ['tab', ...'login-7']).form;
    assert.match(draw(picked), /7[\s\S]*Filter: .*login-7[\s\S]*1 picked, 1 not shown/);
  });

  test('when a label is long, then it is whole under the cursor and cut elsewhere, its marks in view', () => {
    const label = `${'word '.repeat(30)}end`;
    const form = formOf({
      options: [
        { value: 'a', label },
        { value: 'b', label, danger: true },
      ],
    });
    const [, first, , last, second] = draw(form, {}, 60).split('\n');
    assert.match(first ?? '', /^❯ 1 ○ word/);
    assert.match(last ?? '', /end$/);
    assert.match(second ?? '', /^ {2}2 ○ word .*… \(danger: type b to confirm\)$/);
  });

  test('when a text is typed, then the cursor of the terminal is there', () => {
    const form = press(formOf({ kind: 'input' }), ['a', '数', 'b', 'left']).form;
    const frame = render(sceneOf(form), 80, 24);
    assert.deepEqual(frame.lines.slice(0, 2), ['? Pick one', '› a数b']);
    assert.deepEqual(frame.cursor, { row: 1, column: 5 });
  });

  test('when nothing is typed, then the placeholder shows', () => {
    assert.match(draw(formOf({ kind: 'input', placeholder: 'a tag' })), /^› a tag$/m);
  });

  test('when the text does not fit, then it says what is asked for', () => {
    const form = formOf({ kind: 'input', pattern: 'v\\d+', pattern_message: 'such as v1' });
    // As the portal said; it alone judges the form of a text.
    assert.match(draw({ ...press(form, ['x', 'return']).form, notice: 'pattern_mismatch' }), /^! such as v1$/m);
    const short = press(formOf({ kind: 'input', min_length: 5 }), ['x', 'return']).form;
    assert.match(draw(short), /^! The text is too short \(5 characters at least; 4 more\)$/m);
    const empty = press(formOf({ kind: 'input' }), ['return']).form;
    assert.match(draw(empty), /^! Type an answer$/m);
  });

  for (const [language, strings] of Object.entries({ en, 'zh-CN': zhCN }))
    test(`when the help does not fit 40 columns, then it goes on below itself and nothing is cut, in ${language}`, () => {
      for (const kind of ['select', 'multi', 'confirm', 'input'] as const) {
        const form = { ...formOf({ kind }), help: true };
        const { lines } = render({ ...sceneOf(form), strings }, 40, 40);
        const told = lines.join('').replaceAll(/\s/g, '');
        for (const [, what] of strings.help[kind]) assert.ok(told.includes(what.replaceAll(/\s/g, '')), what);
        for (const line of lines) assert.ok(displayWidth(line) <= 40, line);
      }
    });

  test('when the body is longer than there is room, then a part of it is drawn, and how much there is beside', () => {
    const body = Array.from({ length: 50 }, (_, index) => `  line ${index}`);
    const top = draw(formOf(), { body });
    assert.match(top, /^ {2}line 0$/m);
    assert.match(top, /^ {2}┄ 33 more lines · PgUp PgDn$/m);
    const frame = render(sceneOf({ ...formOf(), bodyTop: 99 }, { body }), 80, 24);
    assert.match(frame.lines.join('\n'), /^ {2}line 49$/m);
    assert.equal(frame.bodyLast, 33);
  });

  test('when colours are on, then only kleur escapes are in it', (t) => {
    kleur.enabled = true;
    t.after(() => {
      kleur.enabled = false;
    });
    const form = formOf({ question: hostile, options: [{ value: 'a', label: hostile, hint: hostile }] });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours
    const plain = draw(form).replaceAll(/\u001b\[(\d+)m/g, '');
    assert.doesNotMatch(plain, /(?!\n)\p{Cc}|\u202e/u);
    assert.match(plain, /⟨U\+001B⟩\[2J⟨U\+202E⟩y⟨U\+0007⟩/);
  });

  test('when it is known who asks, then one line above the question says so, and that nothing checked it', () => {
    const form = formOf({ question: 'Deploy where?' });
    const [asker, question] = draw(form, { from: 'deploy.sh · app (main)' }).split('\n');
    assert.deepEqual([asker, question], ['  Asked by deploy.sh · app (main) (not verified)', '? Deploy where?']);
    assert.match(draw(form, { from: 'x', strings: zhCN }), /^ {2}提问方：x（未经核实）$/m);
    const [narrow] = draw(form, { from: 'deploy.sh · app (main)' }, 40).split('\n');
    assert.equal(narrow, '  Asked by deploy.sh · … (not verified)');
    assert.doesNotMatch(draw(form), /Asked by/, 'nothing where nothing is known');
    assert.match(draw(form, { from: 'x' }, 80, 8), /^\? Deploy/, 'the first to go where lines are few');
  });

  const kinds: Partial<PromptSpecInput>[] = [
    { options: many, other: true },
    { kind: 'multi', options: many.map(({ value }) => ({ value, label: hostile })) },
    { kind: 'confirm', yes: hostile, no: hostile, danger: true },
    { kind: 'input', initial: 'text '.repeat(99), placeholder: hostile },
    { kind: 'input', multiline: true, initial: 'line\n'.repeat(99) },
  ];
  const ways = [[], ['?'], ['2', 'return'], ['escape', '?'], ['/', '1'], ['n', 'o', 'k'], ['end', 'h'], ['ctrl+x']];
  const forms = kinds.flatMap((kind) => {
    const form = formOf({ question: hostile, ...kind });
    return ways.map((keys) => press(form, keys).form);
  });
  test('when the terminal has any size, then every line fits and the cursor is in the picture', () => {
    const sizes = { width: fc.integer({ min: 24, max: 200 }), height: fc.integer({ min: 5, max: 60 }) };
    const scenes = { which: fc.nat(forms.length - 1), isChinese: fc.boolean(), lines: fc.nat(80) };
    const property = fc.property(fc.record({ ...sizes, ...scenes }), ({ width, height, which, isChinese, lines }) => {
      const body = Array.from({ length: lines }, () => '  line');
      const from = lines % 2 === 0 ? '' : `deploy.sh · 数据库 · ${'w'.repeat(lines)}`;
      const scene = sceneOf(forms[which] as Form, { from, body, strings: isChinese ? zhCN : en });
      const frame = render(scene, width, height);
      assert.ok(frame.lines.length < height, `${frame.lines.length} lines`);
      for (const line of frame.lines) assert.ok(displayWidth(line) < width, line);
      if (frame.cursor) assert.ok(frame.cursor.row < frame.lines.length && frame.cursor.column < width);
    });
    fc.assert(property, { numRuns: 1_000 });
  });
});
