// Markdown → a tree of what is shown, which holds no HTML: marked only cuts the text into tokens. What it takes for
// HTML stays the text that it is, and only http and https links lead anywhere.
import { Lexer, type MarkedToken, type Token, type Tokens } from 'marked';

export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'strong' | 'em' | 'del'; readonly content: readonly Inline[] }
  | { readonly type: 'link'; readonly href: string; readonly content: readonly Inline[] }
  | { readonly type: 'break' };

export type Block =
  | { readonly type: 'heading'; readonly level: 2 | 3 | 4 | 5 | 6; readonly content: readonly Inline[] }
  | { readonly type: 'paragraph'; readonly content: readonly Inline[] }
  /** The text of a list item that is not a paragraph of its own. */
  | { readonly type: 'line'; readonly content: readonly Inline[] }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'diff'; readonly lines: readonly DiffLine[] }
  | { readonly type: 'quote'; readonly content: readonly Block[] }
  | { readonly type: 'list'; readonly start: number | null; readonly items: readonly (readonly Block[])[] }
  | { readonly type: 'table'; readonly header: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] }
  | { readonly type: 'rule' };

export interface Cell {
  readonly align: 'center' | 'left' | 'right' | null;
  readonly content: readonly Inline[];
}

export interface DiffLine {
  readonly kind: 'added' | 'removed' | 'place' | 'same';
  readonly text: string;
}

/** Longer runs of text are shown without emphasis and links: looking for them takes time that grows by the square. */
const MAX_RUN = 3_000;
/** Deeper nesting is shown as it was written. */
const MAX_DEPTH = 16;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0' };

/** What `text` shows. Never throws: text that Markdown chokes on is shown as it was written. */
export function readBody(text: string): readonly Block[] {
  try {
    return new Reader().readBlocks(cut(text), 0);
  } catch {
    return [{ type: 'code', text }];
  }
}

function cut(text: string): readonly Token[] {
  const lexer = new Lexer({ gfm: true });
  const blocks = lexer.blockTokens(text.replace(/\r\n?/g, '\n'), lexer.tokens);
  for (const { src, tokens } of lexer.inlineQueue) {
    if (src.length > MAX_RUN) tokens.push({ type: 'text', raw: src, text: src } satisfies Tokens.Text);
    else lexer.inlineTokens(src, tokens);
  }
  return blocks;
}

class Reader {
  /** Level of the last heading: levels are never left out on the way down. */
  #level = 1;

  readBlocks(tokens: readonly Token[], depth: number): Block[] {
    return tokens.flatMap((token) => this.#readBlock(token as MarkedToken, depth) ?? []);
  }

  #readBlock(token: MarkedToken, depth: number): Block | null {
    if (depth > MAX_DEPTH) return { type: 'paragraph', content: [{ type: 'text', text: token.raw }] };
    switch (token.type) {
      case 'heading':
        return this.#readHeading(token);
      case 'paragraph':
        return { type: 'paragraph', content: readInline(token.tokens, depth) };
      case 'text':
        return { type: 'line', content: token.tokens ? readInline(token.tokens, depth) : readText(token.text) };
      case 'html':
        return { type: 'paragraph', content: [{ type: 'text', text: token.text.trimEnd() }] };
      case 'checkbox':
        return { type: 'line', content: [{ type: 'text', text: token.checked ? '☑ ' : '☐ ' }] };
      case 'code':
        return isDiff(token.lang) ? { type: 'diff', lines: readDiff(token.text) } : { type: 'code', text: token.text };
      case 'blockquote':
        return { type: 'quote', content: this.readBlocks(token.tokens, depth + 1) };
      case 'list': {
        const items = token.items.map((item) => this.readBlocks(item.tokens, depth + 1));
        return { type: 'list', start: token.ordered ? Number(token.start) : null, items };
      }
      case 'table':
        return {
          type: 'table',
          header: readRow(token.header, depth),
          rows: token.rows.map((row) => readRow(row, depth)),
        };
      case 'hr':
        return { type: 'rule' };
      case 'space':
      case 'def':
        return null;
      default:
        return { type: 'paragraph', content: readInline([token], depth) };
    }
  }

  #readHeading(token: Tokens.Heading): Block {
    const level = Math.min(token.depth + 1, this.#level + 1, 6) as 2 | 3 | 4 | 5 | 6;
    this.#level = level;
    return { type: 'heading', level, content: readInline(token.tokens, 0) };
  }
}

function readInline(tokens: readonly Token[], depth: number): Inline[] {
  return tokens.flatMap((token) => readRun(token as MarkedToken, depth));
}

function readRun(token: MarkedToken, depth: number): Inline[] {
  if (depth > MAX_DEPTH) return [{ type: 'text', text: token.raw }];
  switch (token.type) {
    case 'text':
      return token.tokens ? readInline(token.tokens, depth + 1) : readText(token.text);
    case 'escape':
    case 'html':
      return [{ type: 'text', text: token.text }];
    case 'codespan':
      return [{ type: 'code', text: token.text }];
    case 'strong':
    case 'em':
    case 'del':
      return [{ type: token.type, content: readInline(token.tokens, depth + 1) }];
    case 'br':
      return [{ type: 'break' }];
    case 'link':
      return readLink(token.href, readInline(token.tokens, depth + 1), token.raw);
    case 'image':
      return readLink(token.href, readText(token.text || token.href), token.raw);
    default:
      return [{ type: 'text', text: token.raw }];
  }
}

/** A link where it is one to the web; where it is not, what was written. */
function readLink(href: string, content: readonly Inline[], raw: string): Inline[] {
  const url = URL.canParse(href) ? new URL(href) : null;
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  return isWeb && url ? [{ type: 'link', href: url.href, content }] : [{ type: 'text', text: raw }];
}

function readText(text: string): Inline[] {
  return [{ type: 'text', text: text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,6}));/gi, decodeEntity) }];
}

function decodeEntity(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return Object.hasOwn(ENTITIES, name) ? (ENTITIES[name] ?? whole) : whole;
  const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
}

function readRow(cells: readonly Tokens.TableCell[], depth: number): Cell[] {
  return cells.map(({ align, tokens }) => ({ align, content: readInline(tokens, depth + 1) }));
}

function isDiff(lang: string | undefined): boolean {
  return /^(?:diff|patch)\b/i.test(lang ?? '');
}

function readDiff(text: string): DiffLine[] {
  return text.split('\n').map((line) => ({ kind: nameDiffLine(line), text: line }));
}

function nameDiffLine(line: string): DiffLine['kind'] {
  if (/^(?:@@|diff |index |\+\+\+ |--- )/.test(line)) return 'place';
  if (line.startsWith('+')) return 'added';
  return line.startsWith('-') ? 'removed' : 'same';
}
