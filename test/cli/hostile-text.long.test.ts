// Text that wants to be more than text, in every field: in the terminal and on the command line it is shown as it is or
// as marks, steers nothing, and comes back byte for byte.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { PromptSpecInput } from '../../src/core/spec.ts';
import { displayWidth } from '../../src/core/width.ts';
import { test } from '../helpers/attempts.ts';
import { makeHome } from '../helpers/choice.ts';
import { runInProcess } from '../helpers/in-process.ts';
import { KEYS, noTerminal, startInTerminal } from '../helpers/pty.ts';
import { pose, settle, writeIn } from '../helpers/question.ts';

/** Texts, and what of each is to be seen on one line. */
const TEXTS: readonly (readonly [name: string, text: string, shown?: string])[] = [
  ['HTML', '<b onclick="x()">bold</b><!-- &amp; &lt; --></script>'],
  ['Markdown', '[click](javascript:alert(1)) **b** `c` # h | t | ~~s~~'],
  ['a bidi override', 'safe\u202Etxt.exe\u202C', 'safe⟨U+202E⟩txt.exe⟨U+202C⟩'],
  ['bidi isolates', '\u2066a\u2067b\u2069', '⟨U+2066⟩a⟨U+2067⟩b⟨U+2069⟩'],
  ['zero-width characters', 'pay\u200Bpal\uFEFF\u2060', 'pay⟨U+200B⟩pal⟨U+FEFF⟩⟨U+2060⟩'],
  ['escapes', '\u001b[2J\u001b]0;owned\u0007\u009b31m', '⟨U+001B⟩[2J⟨U+001B⟩]0;owned⟨U+0007⟩⟨U+009B⟩31m'],
  ['a hyperlink of terminals', '\u001b]8;;http://evil\u001b\\go', '⟨U+001B⟩]8;;http://evil⟨U+001B⟩\\go'],
  ['backspaces', 'safe\b\b\b\bevil\u007f', 'safe⟨U+0008⟩⟨U+0008⟩⟨U+0008⟩⟨U+0008⟩evil⟨U+007F⟩'],
  ['characters of four bytes', '🦉 👩🏽‍🚀 🏳️‍🌈 𝒳 𠜎'],
  ['right-to-left text', 'שלום עולם (abc) مرحبا 123'],
  ['combining marks', `Z${'\u0351'.repeat(40)}algo`],
  ['names of what every object has', '__proto__'],
  ['quotes and signs of shells', `'"\\$(touch x)\`touch x\`;&|%s`],
];

/** What must never come from a text: escapes, other controls, and what reorders or hides. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const STEERING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/;

/** `bytes` of a terminal without what the drawing itself is made of. */
function withoutDrawing(bytes: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's own language
  return bytes.replaceAll(/\u001b\[\??[\d;]*[A-Za-z]|[\r\n]/g, '');
}

const ALL = TEXTS.map(([, text]) => text).join(' ');
const ALL_SHOWN = TEXTS.map(([, text, shown = text]) => shown).join(' ');
/** The option that is dangerous: the one with escapes. */
const DANGER = TEXTS.findIndex(([name]) => name === 'escapes');

/** Every text in every field that a question with options has. */
const EVERYWHERE: PromptSpecInput = {
  kind: 'multi',
  question: `Q ${ALL}`,
  body: TEXTS.map(([, text]) => `# H ${text}\n\n- ${text}\n\n> ${text}\n\n\`\`\`diff\n+${text}\n\`\`\``).join('\n\n'),
  options: TEXTS.map(([, text], index) => ({
    value: `v ${text}`,
    label: `L ${text}`,
    hint: `H ${text}`,
    danger: index === DANGER,
  })),
  recommended: `v ${TEXTS[0]?.[1]}`,
  fallback: `v ${TEXTS[0]?.[1]}`,
};
const VALUES = TEXTS.map(([, text]) => `v ${text}`);

function assertShown(screen: string, fields: readonly string[]): void {
  for (const field of fields)
    for (const [name, text, shown = text] of TEXTS)
      assert.ok(screen.includes(`${field} ${shown}`), `${name} as ${field} is not in\n${screen}`);
}

describe('hostile text in a terminal', { concurrency: true, skip: noTerminal }, () => {
  test('when every field has it, then it is shown literally, steers nothing and comes back byte for byte', async (t) => {
    const home = makeHome(t);
    const spec = writeIn(home, 'spec.json', JSON.stringify(EVERYWHERE));
    const terminal = startInTerminal(home, ['ask', '--json', '--spec', spec], { columns: 900, rows: 100 });
    await terminal.shows(/keys$/m);
    assertShown(terminal.screen.text(), ['L', 'H']);
    assert.ok(terminal.screen.text().includes(`? Q ${ALL_SHOWN}`), terminal.screen.text());
    terminal.type(KEYS.escape);
    await terminal.shows(/\/ filters .* keys$/m);
    terminal.type('an');
    await terminal.shows(/Note:/);
    terminal.type(`${KEYS.paste(`N ${ALL}`)}${KEYS.enter}`);
    await terminal.shows(/Note: N /);
    terminal.type(KEYS.enter);
    await terminal.shows(/This is dangerous/);
    terminal.type(`v ${TEXTS[DANGER]?.[2]}${KEYS.enter}`);
    const { code, stdout } = await terminal.exit;
    assert.equal(code, 0, terminal.screen.text());
    assert.deepEqual(JSON.parse(stdout).values, VALUES);
    assert.doesNotMatch(withoutDrawing(terminal.raw()), STEERING);
    assert.deepEqual(terminal.screen.unknown, []);
  });

  test('when a body is emphasis without end, then the deadline and Ctrl-C still hold', async (t) => {
    const home = makeHome(t);
    const body = writeIn(home, 'body.md', '**a*b '.repeat(10_600));
    const start = (timeout: string) =>
      startInTerminal(home, ['ask', '--timeout', timeout, '--body-file', body, 'Deploy?', 'a', 'b'], { rows: 30 });
    const late = start('2');
    assert.deepEqual(await late.exit, { code: 124, stdout: 'timeout\n' });
    const interrupted = start('5m');
    await interrupted.shows(/keys$/m);
    interrupted.type(KEYS.ctrlC);
    assert.equal((await interrupted.exit).code, 130);
  });

  test('when a word is longer than the terminal, then no line is wider than it and the answer is whole', async (t) => {
    const home = makeHome(t);
    const word = '長'.repeat(300);
    const question = {
      kind: 'select',
      question: word,
      body: word,
      options: [{ value: 'a', hint: word }, { value: word }],
    };
    const spec = writeIn(home, 'spec.json', JSON.stringify(question));
    const terminal = startInTerminal(home, ['ask', '--spec', spec], { columns: 40, rows: 30 });
    await terminal.shows(/keys$/m);
    const lines = terminal.screen.text().split('\n');
    const drawn = lines.slice(lines.findIndex((line) => line.startsWith('? ')));
    for (const line of drawn) assert.ok(displayWidth(line) < 40, line);
    terminal.type(`2${KEYS.enter}`);
    assert.deepEqual(await terminal.exit, { code: 0, stdout: `${word}\n` });
  });
});

describe('hostile text on the command line', { concurrency: true }, () => {
  test('when every field has it, then every command says it literally and gives it back byte for byte', async (t) => {
    const home = makeHome(t);
    const spec = writeIn(home, 'spec.json', JSON.stringify(EVERYWHERE));
    const asker = await pose(home, ['ask', '--print0', '--key', `k ${ALL.slice(0, 100)}`, '--spec', spec]);
    const said = async (...args: string[]) => {
      const { stdout, stderr } = await runInProcess(home, args);
      assert.doesNotMatch(stdout + stderr, STEERING, args[0]);
      return stdout + stderr;
    };
    assertShown(await said('show', asker.id), ['v', 'L', 'H']);
    assert.match(await said('dashboard'), / Q <b onclick/);
    assert.match(await said('answer', asker.id, `none ${ALL}`), /^choice: "none <b /);
    assert.match(await said('answer', asker.id), /^choice: no value given; use some of: /);
    assert.match(await said('cancel', ALL), /^choice: there is no prompt "/);
    const notes = VALUES.flatMap((value) => ['--note-for', `${value}=on ${value}`]);
    assert.match(await said('answer', asker.id, ...VALUES, '--note', `N ${ALL}`, ...notes), /^choice: answered "/);
    const { code, stdout, stderr } = await asker.exit;
    assert.deepEqual([code, stdout], [0, VALUES.map((value) => `${value}\0`).join('')]);
    assert.ok(stderr.includes(`Q ${ALL_SHOWN}`), stderr);
    assert.doesNotMatch(stderr, STEERING);
    assert.match(await said('history'), / Q <b onclick/);
    const settled = await said('show', asker.id);
    assertShown(settled, ['on v']);
    assert.ok(settled.includes(`N ${ALL_SHOWN}`), settled);
    for (const args of [['show', asker.id], ['history'], ['dashboard']])
      assert.doesNotMatch((await runInProcess(home, [...args, '--json'])).stdout.trimEnd(), STEERING, args[0]);
    const { outcome } = JSON.parse((await runInProcess(home, ['show', asker.id, '--json'])).stdout);
    assert.deepEqual([outcome.values, outcome.note], [VALUES, `N ${ALL}`]);
    assert.deepEqual(
      Object.entries(outcome.notes),
      VALUES.map((value) => [value, `on ${value}`]),
    );
  });

  test('when an input has it, then what is refused says it literally, and it is given back byte for byte', async (t) => {
    const home = makeHome(t);
    const flags = ['--placeholder', ALL, '--initial', ALL, '--pattern', '[^?]*', '--pattern-message', `no ${ALL}`];
    const asker = await pose(home, ['input', ...flags, `Q ${ALL}`]);
    const refused = await runInProcess(home, ['answer', asker.id, '--text', `?${ALL}`]);
    assert.equal(refused.code, 2);
    assert.ok(refused.stderr.includes(`no ${ALL_SHOWN}`), refused.stderr);
    assert.doesNotMatch(refused.stderr, STEERING);
    const { stdout, stderr } = await settle(asker, { values: [], text: ALL });
    assert.equal(stdout, `${ALL}\n`);
    assert.doesNotMatch(stderr, STEERING);
  });

  test('when the labels of a confirmation have it, then they are shown literally', async (t) => {
    const home = makeHome(t);
    const asker = await pose(home, ['confirm', '--yes', `Y ${ALL}`, '--no', `N ${ALL}`, 'Q']);
    const shown = (await runInProcess(home, ['show', asker.id])).stdout;
    assert.ok(shown.includes(`Y ${ALL_SHOWN}`) && shown.includes(`N ${ALL_SHOWN}`), shown);
    assert.equal((await settle(asker, { values: ['yes'] })).stdout, 'yes\n');
  });
});
