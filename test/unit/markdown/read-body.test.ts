// Markdown as a tree: what is shown, and what never becomes more than text.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { MAX_BODY_BYTES } from '../../../src/core/limits.ts';
import { type Block, type Inline, readBody } from '../../../src/markdown/read-body.ts';
import { renderBody } from '../../../src/terminal/markdown.ts';

/** Of this process, for the tree and for the lines of a terminal; a fifth of it on a machine at rest: µs. */
const MAX_CPU_US = 1_000_000;

/** The tree on one line, for people to read. */
function outline(blocks: readonly Block[]): string {
  return blocks.map(outlineBlock).join(' | ');
}

function outlineBlock(block: Block): string {
  switch (block.type) {
    case 'heading':
      return `h${block.level} ${outlineRun(block.content)}`;
    case 'paragraph':
    case 'line':
      return `${block.type === 'paragraph' ? 'p ' : ''}${outlineRun(block.content)}`;
    case 'code':
      return `code(${block.text})`;
    case 'diff':
      return `diff(${block.lines.map(({ kind }) => kind).join(' ')})`;
    case 'quote':
      return `quote(${outline(block.content)})`;
    case 'list':
      return `${block.start === null ? 'ul' : `ol${block.start}`}(${block.items.map(outline).join('; ')})`;
    case 'table':
      return `table(${[block.header, ...block.rows].map((row) => row.map(({ content }) => outlineRun(content)).join(',')).join('; ')})`;
    case 'rule':
      return 'hr';
    default:
      return block satisfies never;
  }
}

function outlineRun(content: readonly Inline[]): string {
  return content.map(outlineInline).join('');
}

function outlineInline(inline: Inline): string {
  if (inline.type === 'text') return inline.text;
  if (inline.type === 'code') return `\`${inline.text}\``;
  if (inline.type === 'break') return '↵';
  const content = outlineRun(inline.content);
  return inline.type === 'link' ? `<${content} → ${inline.href}>` : `${inline.type}(${content})`;
}

describe('readBody', () => {
  const cases: [string, string, string][] = [
    ['headings', '# A\n### B\n## C', 'h2 A | h3 B | h3 C'],
    ['a paragraph', 'a **b** *c* ~~d~~ `e`', 'p a strong(b) em(c) del(d) `e`'],
    ['lists', '- a\n- b\n  1. c', 'ul(a; b | ol1(c))'],
    ['tasks', '- [x] a\n- [ ] b', 'ul(☑  | a; ☐  | b)'],
    ['a loose list', '3. a\n\n   b', 'ol3(p a | p b)'],
    ['code', '```sh\nls <x>\n```', 'code(ls <x>)'],
    ['a diff', '```diff\n@@ x\n a\n-b\n+c\n+++ d\n```', 'diff(place same removed added added)'],
    ['a table', '|a|b|\n|-|-|\n|1|*2*|', 'table(a,b; 1,em(2))'],
    ['a quote and a rule', '> a\n\n---', 'quote(p a) | hr'],
    ['a hard break', 'a  \nb', 'p a↵b'],
    ['entities', 'a &amp; &lt;b&gt; &#x41;&#66; &nope;', 'p a & <b> AB &nope;'],
    ['a link', '[a](https://x.example/?q=1)', 'p <a → https://x.example/?q=1>'],
    ['a bare address', 'see https://x.example', 'p see <https://x.example → https://x.example/>'],
    ['an image', '![alt](http://x.example/i.png)', 'p <alt → http://x.example/i.png>'],
    ['nothing', '', ''],
  ];
  for (const [what, text, expected] of cases) {
    test(`when the body has ${what}, then it is ${expected || 'empty'}`, () =>
      assert.equal(outline(readBody(text)), expected));
  }

  const literal: [string, string][] = [
    ['HTML in a line', 'a <img src=x onerror=alert(1)> b'],
    ['a block of HTML', '<script>alert(1)</script>'],
    ['a comment', '<!-- <b> -->'],
    ['a script link', '[a](javascript:alert(1))'],
    ['a data link', '[a](data:text/html,x)'],
    ['a link with a hidden scheme', '[a](java&#x73;cript:alert(1))'],
    ['a relative link', '[a](/api/prompts)'],
    ['a link without a scheme', '[a](//x.example)'],
    ['a file link', '![a](file:///etc/passwd)'],
  ];
  for (const [what, text] of literal) {
    test(`when the body has ${what}, then it is shown as it was written`, () =>
      assert.equal(outline(readBody(text)), `p ${text}`));
  }

  test('when any text is read, then no link leads anywhere but to the web', () => {
    const looksSafe = (inline: Inline): boolean =>
      !('content' in inline) ||
      ((inline.type !== 'link' || /^https?:\/\//.test(inline.href)) && inline.content.every(looksSafe));
    const bits = [
      '[',
      '](',
      ')',
      'javascript:',
      'http://a',
      '<',
      '>',
      '"',
      '`',
      '*',
      '\n',
      '&#106;',
      ' ',
      '!',
      'a',
      '|',
      '-',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...bits), { maxLength: 30 }), (parts) => {
        for (const block of readBody(parts.join(''))) {
          if (block.type === 'paragraph' || block.type === 'line') assert.ok(block.content.every(looksSafe));
        }
      }),
      { numRuns: 500 },
    );
  });

  const fill = (text: string, size = MAX_BODY_BYTES) => text.repeat(Math.ceil(size / text.length)).slice(0, size);
  /** As paragraphs that are short enough each to be looked through for emphasis and links. */
  const paragraphs = (text: string) => fill(`${fill(text, 2_900)}\n\n`);
  const hostile: [what: string, text: string][] = [
    ['quotes without end', fill('>')],
    ['quotes in quotes', fill('> a\n>> b\n')],
    ['quotes in lists in quotes', fill('> - ')],
    ['emphasis without end', fill('**a*b ')],
    ['emphasis without end, in paragraphs', paragraphs('**a*b ')],
    ['emphasis of two kinds', paragraphs('_a_*b')],
    ['strikes without end', paragraphs('~~a~b ')],
    ['brackets without end', fill('[')],
    ['links without end, in paragraphs', paragraphs('[a](')],
    ['images without end', paragraphs('![[')],
    ['code without end', paragraphs('`a``b')],
    ['tags without end', paragraphs('<a ')],
    ['comments without end', fill('<!-- a\n\n')],
    ['addresses', paragraphs('a.b@')],
    [
      'link references',
      fill(Array.from({ length: 900 }, (_, n) => `[a${n}]: b`).join('\n'), 9_000) + paragraphs('[b]'),
    ],
    ['marks of all kinds', paragraphs('*_`[<~a')],
    ['lists in lists', Array.from({ length: 350 }, (_, depth) => `${' '.repeat(depth)}- a`).join('\n')],
    ['a list of many items', fill('- a\n')],
    ['a loose list of many items', fill('1. a\n\n')],
    ['a table of many columns', `|${'a|'.repeat(1_000)}\n|${'-|'.repeat(1_000)}\n${fill('a|\n', 60_000)}`],
    ['a table of many rows', `|a|b|\n|-|-|\n${fill('|1|2|\n', 65_000)}`],
    ['a table of one wide cell', `|a|b|\n|-|-|\n|${fill('a', 30_000)}|b|\n${fill('|1|2|\n', 30_000)}`],
    ['many tables', fill('|a|\n|-|\n|b|\n\n')],
    ['many headings', fill('a\n=\n')],
    ['one line', fill('a')],
    ['blank lines', fill('\n')],
    ['hidden characters', fill('\u200b', 21_000)],
    ['wide characters', fill('数据', 21_000)],
    ['a diff of many lines', `\`\`\`diff\n@@ -1,9 +1,9 @@\n${fill('+\n', 65_000)}`],
  ];
  for (const [what, text] of hostile) {
    test(`when the body has ${what}, then page and terminal are done soon`, () => {
      const start = process.cpuUsage();
      assert.ok(readBody(text).length >= (text.trim() === '' ? 0 : 1));
      assert.ok(renderBody(text, 80).length < 100_000);
      const { user } = process.cpuUsage(start);
      assert.ok(user < MAX_CPU_US, `${user / 1_000} ms`);
    });
  }

  test('when the body is past the bounds, then it is shown as it was written', () => {
    const text = fill('**a*b ');
    assert.deepEqual(
      readBody(paragraphs('**a*b ')).map(({ type }) => type),
      ['code'],
    );
    assert.equal(outline(readBody(text)), `p ${text.trim()}`);
  });

  test('when a body of usual Markdown is as long as it may be, then all of it is read', () => {
    const sentence = 'Some *words* of a usual length, with `code` and a [link](https://x.example/), and so on and on. ';
    const rest = '- one\n- two\n- three\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n';
    const text = fill(`## Step\n\n${sentence}${fill('More words without marks. ', 200)}\n\n${rest}`);
    const types = new Set(readBody(text).map(({ type }) => type));
    assert.deepEqual([...types].sort(), ['heading', 'list', 'paragraph', 'table']);
  });
});
