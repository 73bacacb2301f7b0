// Markdown as a tree: what is shown, and what never becomes more than text.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Block, type Inline, readBody } from '../../../web/lazy/body-tree.ts';

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
    ['a diff', '```diff\n@@ x\n a\n-b\n+c\n+++ d\n```', 'diff(place same removed added place)'],
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

  const hostile: [string, string][] = [
    ['quotes without end', '>'.repeat(64_000)],
    ['emphasis without end', '_a_'.repeat(21_000)],
    ['brackets without end', '[a]('.repeat(16_000)],
    ['lists in lists', Array.from({ length: 200 }, (_, depth) => `${' '.repeat(depth * 2)}- a`).join('\n')],
  ];
  for (const [what, text] of hostile) {
    test(`when the body has ${what}, then it takes less than a second and a half of this process`, () => {
      const start = process.cpuUsage();
      assert.ok(readBody(text).length > 0);
      assert.ok(process.cpuUsage(start).user < 1_500_000);
    });
  }
});
