// Parses Markdown into a display tree that contains no HTML: marked only splits the text into tokens. HTML in it stays
// plain text, and only http and https links are active.
import type { MarkedToken, Token, Tokens } from 'marked';
import { lexBounded } from './bounded-lexer.ts';
import { type DiffLine, readDiff } from './diff-lines.ts';

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

/** A diff of more lines than this is shown without colours. */
const MAX_DIFF_LINES = 6_000;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0' };

/** The display tree of `text`. Never throws, and takes bounded time: text that exceeds the bounds is shown verbatim. */
export function readBody(text: string): readonly Block[] {
  try {
    return new Reader().readBlocks(lexBounded(text));
  } catch {
    return [{ type: 'code', text }];
  }
}

class Reader {
  /** Level of the last heading: no level is skipped on the way down. */
  #level = 1;

  readBlocks(tokens: readonly Token[]): Block[] {
    return tokens.flatMap((token) => this.#readBlock(token as MarkedToken) ?? []);
  }

  #readBlock(token: MarkedToken): Block | null {
    switch (token.type) {
      case 'heading':
        return this.#readHeading(token);
      case 'paragraph':
        return { type: 'paragraph', content: readInline(token.tokens) };
      case 'text':
        return { type: 'line', content: token.tokens ? readInline(token.tokens) : readText(token.text) };
      case 'html':
        return { type: 'paragraph', content: [{ type: 'text', text: token.text.trimEnd() }] };
      case 'checkbox':
        return { type: 'line', content: [{ type: 'text', text: token.checked ? '☑ ' : '☐ ' }] };
      case 'code':
        return readCode(token);
      case 'blockquote':
        return { type: 'quote', content: this.readBlocks(token.tokens) };
      case 'list': {
        const items = token.items.map((item) => this.readBlocks(item.tokens));
        return { type: 'list', start: token.ordered ? Number(token.start) : null, items };
      }
      case 'table':
        return {
          type: 'table',
          header: readRow(token.header),
          rows: token.rows.map((row) => readRow(row)),
        };
      case 'hr':
        return { type: 'rule' };
      case 'space':
      case 'def':
        return null;
      default:
        return { type: 'paragraph', content: readInline([token]) };
    }
  }

  #readHeading(token: Tokens.Heading): Block {
    const level = Math.min(token.depth + 1, this.#level + 1, 6) as 2 | 3 | 4 | 5 | 6;
    this.#level = level;
    return { type: 'heading', level, content: readInline(token.tokens) };
  }
}

function readInline(tokens: readonly Token[]): Inline[] {
  return tokens.flatMap((token) => readRun(token as MarkedToken));
}

function readRun(token: MarkedToken): Inline[] {
  switch (token.type) {
    case 'text':
      return token.tokens ? readInline(token.tokens) : readText(token.text);
    case 'escape':
    case 'html':
      return [{ type: 'text', text: token.text }];
    case 'codespan':
      return [{ type: 'code', text: token.text }];
    case 'strong':
    case 'em':
    case 'del':
      return [{ type: token.type, content: readInline(token.tokens) }];
    case 'br':
      return [{ type: 'break' }];
    case 'link':
      return readLink(token.href, readInline(token.tokens), token.raw);
    case 'image':
      return readLink(token.href, readText(token.text || token.href), token.raw);
    default:
      return [{ type: 'text', text: token.raw }];
  }
}

/** Returns a link if `href` is an http or https URL, else the source text. */
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

function readRow(cells: readonly Tokens.TableCell[]): Cell[] {
  return cells.map(({ align, tokens }) => ({ align, content: readInline(tokens) }));
}

function readCode({ text, lang }: Tokens.Code): Block {
  if (!isDiff(lang)) return { type: 'code', text };
  const lines = readDiff(text);
  return lines.length > MAX_DIFF_LINES ? { type: 'code', text } : { type: 'diff', lines };
}

function isDiff(lang: string | undefined): boolean {
  return /^(?:diff|patch)\b/i.test(lang ?? '');
}
