// The body as lines for a terminal: good enough to read, and nothing in it steers the terminal. Loaded when needed.
import kleur from 'kleur';
import { lexer, type Token, type Tokens } from 'marked';
import { plainLine, visibleText } from '../core/visible-text.ts';
import { displayWidth, fitWidth } from '../core/width.ts';
import { wrapText } from './text-layout.ts';

/** Columns that nested blocks keep at least. */
const LEAST_WIDTH = 10;
const INDENT = '  ';

/** `markdown` in painted lines of at most `columns`; as plain text where it is too deeply nested to be read. */
export function renderBody(markdown: string, columns: number): string[] {
  const width = columns - INDENT.length;
  let lines: string[];
  try {
    lines = renderBlocks(lexer(markdown), width);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    lines = wrapText(visibleText(markdown), width);
  }
  return lines.map((line) => (line === '' ? '' : INDENT + line));
}

function renderBlocks(tokens: readonly Token[], width: number): string[] {
  const lines: string[] = [];
  let before = '';
  for (const token of tokens) {
    const block = renderBlock(token, width);
    if (block.length === 0) continue;
    // The text of a tight list's item stands close to what is nested in it.
    if (lines.length > 0 && before !== 'text') lines.push('');
    lines.push(...block);
    before = token.type;
  }
  return lines;
}

function renderBlock(token: Token, width: number): string[] {
  switch (token.type) {
    case 'heading':
      return wrapText(inline(token.tokens), width).map((line) => kleur.bold(line));
    case 'code':
      return renderCode(token as Tokens.Code, width);
    case 'list':
      return renderList(token as Tokens.List, width);
    case 'blockquote':
      return renderBlocks(token.tokens ?? [], Math.max(LEAST_WIDTH, width - 2)).map(
        (line) => `${kleur.dim('│')} ${line}`,
      );
    case 'table':
      return renderTable(token as Tokens.Table, width);
    case 'hr':
      return [kleur.dim('─'.repeat(Math.min(width, 40)))];
    case 'space':
    case 'def':
      return [];
    default:
      return wrapText(hasTokens(token) ? inline(token.tokens) : visibleText(token.raw).trim(), width);
  }
}

/** Code keeps its lines; those of a diff have their colours. */
function renderCode({ text, lang = '' }: Tokens.Code, width: number): string[] {
  const isDiff = /^(diff|patch)\b/.test(lang);
  return visibleText(text)
    .split('\n')
    .flatMap((line) => {
      const paint = isDiff ? paintDiff(line) : kleur.cyan;
      return wrapText(line, Math.max(LEAST_WIDTH, width - 2)).map((part) => (part === '' ? '' : `  ${paint(part)}`));
    });
}

function paintDiff(line: string): (text: string) => string {
  if (/^(\+\+\+|---|@@)/.test(line)) return kleur.dim;
  if (line.startsWith('+')) return kleur.green;
  return line.startsWith('-') ? kleur.red : (text) => text;
}

function renderList({ ordered, start, items }: Tokens.List, width: number): string[] {
  return items.flatMap(({ tokens, task, checked }, index) => {
    const sign = ordered ? `${Number(start || 1) + index}. ` : task ? (checked ? '☑ ' : '☐ ') : '• ';
    const indent = displayWidth(sign);
    // The sign of a task is drawn here; marked lists it among the tokens too.
    const content = tokens.filter(({ type }) => type !== 'checkbox');
    const lines = renderBlocks(content, Math.max(LEAST_WIDTH, width - indent));
    return lines.map((line, at) => (at === 0 ? sign + line : line === '' ? '' : ' '.repeat(indent) + line));
  });
}

function renderTable({ header, rows }: Tokens.Table, width: number): string[] {
  const cells = [header, ...rows].map((row) => row.map(({ tokens }) => inline(tokens).replaceAll('\n', ' ')));
  const widths = header.map((_, column) => Math.max(...cells.map((row) => displayWidth(row[column] ?? ''))));
  const pad = (cell: string, column: number) =>
    cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - displayWidth(cell)));
  const [head = '', ...lines] = cells.map((row) => fitWidth(row.map(pad).join('  ').trimEnd(), width));
  return [kleur.bold(head), ...lines];
}

/** Text of inline tokens without their marks; links show where they lead. */
function inline(tokens: readonly Token[] | undefined): string {
  return (tokens ?? []).map(inlineToken).join('');
}

function inlineToken(token: Token): string {
  switch (token.type) {
    case 'codespan':
      return `\`${plainLine(token.text)}\``;
    case 'br':
      return '\n';
    case 'link': {
      const text = inline(token.tokens);
      const address = plainLine(token.href);
      return text === address || address === `mailto:${text}` ? text : `${text} (${address})`;
    }
    case 'image':
      return `[${inline(token.tokens) || plainLine(token.text || token.href)}]`;
    case 'escape':
      return plainLine(token.text);
    default:
      return hasTokens(token) ? inline(token.tokens) : visibleText(token.raw).replaceAll('\n', ' ');
  }
}

function hasTokens(token: Token): token is Token & { readonly tokens: Token[] } {
  return 'tokens' in token && Array.isArray(token.tokens) && token.tokens.length > 0;
}
