// Bodies as lines for a terminal.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import kleur from 'kleur';
import { displayWidth } from '../../../src/core/width.ts';
import { renderBody } from '../../../src/terminal/markdown.ts';

kleur.enabled = false;

describe('renderBody', () => {
  const cases: [what: string, markdown: string, lines: readonly string[]][] = [
    ['a heading', '# Plan *now*', ['Plan now']],
    ['paragraphs', 'one\ntwo\n\nthree', ['one two', '', 'three']],
    ['a list', '- one\n- two\n  - three', ['• one', '• two', '  • three']],
    ['a numbered list', '3. one\n4. two', ['3. one', '4. two']],
    ['tasks', '- [x] done\n- [ ] open', ['☑ done', '☐ open']],
    ['code', '```js\nlet a;\n\n  b();\n```', ['  let a;', '', '    b();']],
    ['a quotation', '> one\n> two', ['│ one two']],
    ['a table', '| a | b |\n|---|---|\n| 数据 | *x* |', ['a     b', '数据  x']],
    ['links', '[docs](https://x.example/a) <https://y.example>', ['docs (https://x.example/a) https://y.example']],
    ['an image', '![a *plan*](https://x.example/p.png)', ['a *plan* (https://x.example/p.png)']],
    ['a link to nowhere', '[a](javascript:alert(1)) ![b](p.png)', ['[a](javascript:alert(1)) ![b](p.png)']],
    ['a nested task', '- [ ] a\n  - [x] b', ['☐ a', '  ☑ b']],
    ['HTML', 'a <b onclick="x">b</b> &amp; c', ['a <b onclick="x">b</b> & c']],
    ['escapes', 'a \u001b]0;title\u0007 \\* b', ['a ⟨U+001B⟩]0;title⟨U+0007⟩ * b']],
  ];
  for (const [what, markdown, lines] of cases) {
    test(`when there is ${what}, then it reads well`, () => {
      assert.deepEqual(
        renderBody(markdown, 62),
        lines.map((line) => (line === '' ? '' : `  ${line}`)),
      );
    });
  }

  test('when lines are long, then they are wrapped with their indent', () => {
    const lines = renderBody(`- ${'word '.repeat(20)}\n\n> ${'数据库'.repeat(20)}`, 40);
    for (const line of lines) assert.ok(displayWidth(line) <= 40, line);
    assert.deepEqual(lines.slice(0, 2), [`  • ${'word '.repeat(7).trim()}`, `    ${'word '.repeat(7).trim()}`]);
  });

  test('when it is nested too deeply, then it is plain text', () => {
    const markdown = `${'>'.repeat(30_000)} x`;
    assert.ok(renderBody(markdown, 40).length > 0);
  });
});
