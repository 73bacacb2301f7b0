// Renders the Markdown body as readable lines for a terminal, with control characters neutralized. Loaded when needed.
import { plainLine, visibleText } from '../core/visible-text.ts';
import { displayWidth, fitWidth } from '../core/width.ts';
import type { DiffLine } from '../markdown/diff-lines.ts';
import { type Block, type Cell, type Inline, readBody } from '../markdown/read-body.ts';
import { kleur } from '../system/colours.ts';
import { wrapText } from './text-layout.ts';

/** Minimum columns of nested blocks. */
const LEAST_WIDTH = 10;
const INDENT = '  ';
/** Checkbox of a task in a list. */
const TASK = /^[☑☐] $/;

/** Renders `markdown` as painted lines of at most `columns`. */
export function renderBody(markdown: string, columns: number): string[] {
  const lines = renderBlocks(readBody(markdown), columns - INDENT.length);
  return lines.map((line) => (line === '' ? '' : INDENT + line));
}

function renderBlocks(blocks: readonly Block[], width: number): string[] {
  const lines: string[] = [];
  let before = '';
  for (const block of blocks) {
    // No blank line between the text of a tight list item and its nested blocks.
    if (lines.length > 0 && before !== 'line') lines.push('');
    for (const line of renderBlock(block, width)) lines.push(line);
    before = block.type;
  }
  return lines;
}

function renderBlock(block: Block, width: number): string[] {
  switch (block.type) {
    case 'heading':
      return wrapText(inline(block.content), width).map((line) => kleur.bold(line));
    case 'paragraph':
    case 'line':
      return wrapText(inline(block.content).trim(), width);
    case 'code':
      return visibleText(block.text)
        .split('\n')
        .flatMap((line) => renderCode(line, kleur.cyan, width));
    case 'diff':
      return block.lines.flatMap(({ kind, text }) => renderCode(visibleText(text), DIFF_PAINT[kind], width));
    case 'quote':
      return renderBlocks(block.content, Math.max(LEAST_WIDTH, width - 2)).map((line) => `${kleur.dim('│')} ${line}`);
    case 'list':
      return block.items.flatMap((item, index) =>
        renderItem(item, block.start === null ? '• ' : `${block.start + index}. `, width),
      );
    case 'table':
      return renderTable([block.header, ...block.rows], width);
    case 'rule':
      return [kleur.dim('─'.repeat(Math.min(width, 40)))];
    default:
      return block satisfies never;
  }
}

const DIFF_PAINT: Readonly<Record<DiffLine['kind'], (text: string) => string>> = {
  added: kleur.green,
  removed: kleur.red,
  place: kleur.dim,
  same: (text) => text,
};

/** Wraps one line of code; code is not reflowed. */
function renderCode(line: string, paint: (text: string) => string, width: number): string[] {
  return wrapText(line, Math.max(LEAST_WIDTH, width - 2)).map((part) => (part === '' ? '' : `  ${paint(part)}`));
}

function renderItem(blocks: readonly Block[], bullet: string, width: number): string[] {
  const [first, ...rest] = blocks;
  const text = first?.type === 'line' ? inline(first.content) : '';
  const [sign, content] = TASK.test(text) ? [text, rest] : [bullet, blocks];
  const indent = displayWidth(sign);
  const lines = renderBlocks(content, Math.max(LEAST_WIDTH, width - indent));
  return lines.map((line, at) => (at === 0 ? sign + line : line === '' ? '' : ' '.repeat(indent) + line));
}

function renderTable(table: readonly (readonly Cell[])[], width: number): string[] {
  const rows = table.map((cells) => cells.map(({ content }) => inline(content).replaceAll('\n', ' ')));
  const widths = (rows[0] ?? []).map((_, column) => Math.min(width, widestOf(rows, column)));
  const pad = (cell: string, column: number) =>
    cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - displayWidth(cell)));
  const [head = '', ...lines] = rows.map((row) => fitWidth(row.map(pad).join('  ').trimEnd(), width));
  return [kleur.bold(head), ...lines];
}

function widestOf(rows: readonly (readonly string[])[], column: number): number {
  return rows.reduce((widest, row) => Math.max(widest, displayWidth(row[column] ?? '')), 0);
}

/** Inline text without its markup; links show their address. */
function inline(content: readonly Inline[]): string {
  return content.map(inlinePiece).join('');
}

function inlinePiece(piece: Inline): string {
  switch (piece.type) {
    case 'text':
      return visibleText(piece.text).replaceAll('\n', ' ');
    case 'code':
      return `\`${plainLine(piece.text)}\``;
    case 'break':
      return '\n';
    case 'link': {
      const text = inline(piece.content);
      const address = plainLine(piece.href);
      return isSameAddress(text, address) ? text : `${text} (${address})`;
    }
    default:
      return inline(piece.content);
  }
}

/** True if `text` already shows `address`, in the form people write: `x.example` for `http://x.example/`. */
function isSameAddress(text: string, address: string): boolean {
  return [text, `http://${text}`].some((written) => URL.canParse(written) && new URL(written).href === address);
}
