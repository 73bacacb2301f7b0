// Every kind of question answered in the terminal, and text that means harm.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import type { PromptSpecInput } from '../../src/core/spec.ts';
import { test } from '../helpers/attempts.ts';
import { makeHome } from '../helpers/choice.ts';
import { KEYS, noTerminal, startInTerminal } from '../helpers/pty.ts';

const { enter, down, ctrlD, altEnter, paste } = KEYS;

/** A step: what the screen must show, and the keys that come then. */
type Step = readonly [shows: RegExp, keys: string];

describe('kinds of questions in a terminal', { concurrency: true, skip: noTerminal }, () => {
  const cases: [what: string, args: readonly string[], steps: readonly Step[], code: number, stdout: string][] = [
    [
      'several options are picked',
      ['ask', '--multi', '--min', '2', 'Which?', 'a', 'b', 'c'],
      [
        [/0 picked \(at least 2\)/, `  ${enter}`],
        [/! Pick an option first/, ` ${enter}`],
        [/! Pick more options/, `${down}${down} `],
        [/2 picked/, enter],
      ],
      0,
      'a\nc\n',
    ],
    [
      'a confirmation is answered no',
      ['confirm', 'Go?'],
      [
        [/○ Yes\n.*○ No/, 'n'],
        [/● No/, enter],
      ],
      1,
      'no\n',
    ],
    [
      'a text is typed',
      ['input', '--pattern', 'v\\d+', '--pattern-message', 'such as v12', 'Which tag?'],
      [
        [/^› $|^›$/m, `12${enter}`],
        [/! such as v12/, `\u0001v${enter}`],
      ],
      0,
      'v12\n',
    ],
    [
      'keys of other kinds are typed into an input',
      ['input', 'How many?'],
      [
        [/^› $|^›$/m, '?+n12'],
        [/› \?\+n12$/m, enter],
      ],
      0,
      '?+n12\n',
    ],
    [
      'a long list is filtered by typing, and Enter is pressed twice',
      ['ask', 'Which?', ...Array.from({ length: 60 }, (_, index) => `login-${index + 1}`)],
      [
        [/Filter: type to find/, 'login-5'],
        [/❯ {3}○ login-5\n/, enter],
        [/● login-5\n/, enter],
      ],
      0,
      'login-5\n',
    ],
    [
      'a text of several lines is typed and pasted',
      ['input', '--multiline', '--placeholder', 'notes', 'Notes?'],
      [
        [/› notes/, `one${enter}`],
        [/› one\n/, paste('two\rthree')],
        [/ {2}three/, ctrlD],
      ],
      0,
      'one\ntwo\nthree\n',
    ],
    [
      'several lines end with Alt-Enter',
      ['input', '--multiline', 'Notes?'],
      [[/›/, `数据🚀${altEnter}`]],
      0,
      '数据🚀\n',
    ],
    [
      'an answer is typed beside the options',
      ['ask', '--other', 'Which?', 'a'],
      [
        [/2 ○ Other…/, '2'],
        [/Other:/, `my own${enter}`],
      ],
      0,
      'my own\n',
    ],
    [
      'a dangerous option is chosen',
      ['ask', '--danger', 'drop', 'What?', 'keep', 'drop'],
      [
        [/drop \(danger/, `2${enter}`],
        [/Type drop and press Enter/, `no${enter}`],
        [/not the value/, `\u0015drop${enter}`],
      ],
      0,
      'drop\n',
    ],
    [
      'a note is added',
      ['ask', '--json', 'Which?', 'a', 'b'],
      [
        [/○ b/, '2'],
        [/● b/, 'n'],
        [/Note:/, `because${enter}`],
        [/● b\n.*Note: because/, enter],
      ],
      0,
      '"note":"because"',
    ],
    [
      'pasted text stands in for no key',
      ['confirm', 'Go?'],
      [
        [/○ Yes/, `${paste(`n${enter}${enter}`)}+`],
        [/^5:5\d left/m, 'y'],
        [/● Yes/, enter],
      ],
      0,
      'yes\n',
    ],
  ];
  for (const [what, args, steps, code, stdout] of cases) {
    test(`when ${what}, then that is the outcome`, async (t) => {
      const terminal = startInTerminal(makeHome(t), args);
      for (const [shows, keys] of steps) {
        await terminal.shows(shows);
        terminal.type(keys);
      }
      const ended = await terminal.exit;
      assert.equal(ended.code, code);
      assert.ok(ended.stdout === stdout || (stdout.startsWith('"') && ended.stdout.includes(stdout)), ended.stdout);
    });
  }

  test('when there are 1,000 options and a long body in a small terminal, then it is filtered and found', async (t) => {
    const home = makeHome(t);
    const options = Array.from({ length: 1_000 }, (_, index) => ({ value: `branch-${index}` }));
    const body = `# Branches\n\n${'a line of text\n\n'.repeat(50)}`;
    const file = writeSpec(home.directory, { kind: 'select', question: 'Which?', body, options });
    const terminal = startInTerminal(home, ['ask', '--spec', file], { columns: 50, rows: 14 });
    await terminal.shows(/Branches[\s\S]*more lines[\s\S]*1 of 1000/);
    terminal.type('987');
    await terminal.shows(/❯ {3}○ branch-987\n(?!.*branch)/);
    terminal.type(enter);
    await terminal.shows(/● branch-987/);
    terminal.resize(30, 10);
    await terminal.shows(/^\? Which\?\n[\s\S]*● branch-987\n/m);
    terminal.type(enter);
    assert.deepEqual(await terminal.exit, { code: 0, stdout: 'branch-987\n' });
    assert.deepEqual(terminal.screen.unknown, []);
  });

  test('when every text is hostile, then it is shown literally, steers nothing, and comes back byte for byte', async (t) => {
    const home = makeHome(t);
    const hostile = '\u001b[2J\u001b]0;title\u0007<b>\u202Ex\u009b31m';
    const file = writeSpec(home.directory, {
      kind: 'select',
      question: `Q ${hostile}`,
      body: `${hostile}\n\n- ${hostile}\n\n\`\`\`\n${hostile}\n\`\`\``,
      options: [{ value: `v${hostile}`, label: `L ${hostile}`, hint: `H ${hostile}` }],
    });
    const terminal = startInTerminal(home, ['ask', '--spec', file], { columns: 200, rows: 30 });
    await terminal.shows(/○ L ⟨U\+001B⟩\[2J⟨U\+001B⟩\]0;title⟨U\+0007⟩<b>⟨U\+202E⟩x⟨U\+009B⟩31m — H ⟨U\+001B⟩/);
    terminal.type(`1${enter}`);
    assert.deepEqual(await terminal.exit, { code: 0, stdout: `v${hostile}\n` });
    // What the command says before it draws is not what this is about.
    const drawn = terminal.raw().slice(terminal.raw().indexOf('?2004h'));
    assert.doesNotMatch(drawn, /0;title\p{Cc}|\u202E|\u009b/u);
    assert.deepEqual(terminal.screen.unknown, []);
  });
});

function writeSpec(directory: string, spec: PromptSpecInput): string {
  const file = join(directory, 'spec.json');
  writeFileSync(file, JSON.stringify(spec));
  return file;
}
