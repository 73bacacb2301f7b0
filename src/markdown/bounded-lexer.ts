// marked's lexer with a bound on its work. Some of its steps take time quadratic in the length of the text, or memory
// proportional to rows times columns; bodies are untrusted.
import { Lexer, type Token, Tokenizer, type Tokens } from 'marked';

/** Total of blocks, table cells and inline pieces: about what a page draws in a tenth of a second. */
const MAX_TOKENS = 10_000;
/** Total of characters scanned by inline steps; each step scans the rest of its line. */
const MAX_SCANNED = 4_000_000;
/** The same for block steps, which usually scan no further than one block. */
const MAX_BLOCKS_SCANNED = 200_000_000;
/** Longer runs of text get no emphasis or links: finding those takes quadratic time. */
const MAX_RUN = 3_000;
/** Nesting levels of quotes and lists, and of emphasis and links. */
const MAX_DEPTH = 16;
/** Cost of a link reference, in tokens: each later `[…]` is compared with all of them. */
const REFERENCE_TOKENS = 6;

const CONTAINER_TOKENS = 4;
/** How many more times than other steps emphasis scans the rest of its line. */
const EMPHASIS_SCANS = 3;

/** The text needs more work than anything a human would write. */
class TooMuchMarkdownError extends Error {
  override readonly name = 'TooMuchMarkdownError';
}

/** The blocks of `text`. Throws `TooMuchMarkdownError` if they exceed the bounds. */
export function lexBounded(text: string): readonly Token[] {
  const lexer = new Lexer({ gfm: true, tokenizer: new BoundedTokenizer() });
  const blocks = lexer.blockTokens(text.replace(/\r\n?/g, '\n'), lexer.tokens);
  for (const { src, tokens } of lexer.inlineQueue) {
    if (src.length > MAX_RUN) tokens.push({ type: 'text', raw: src, text: src } satisfies Tokens.Text);
    else lexer.inlineTokens(src, tokens);
  }
  return blocks;
}

class BoundedTokenizer extends Tokenizer {
  #tokens = 0;
  #scanned = 0;
  #blocksScanned = 0;
  #depth = 0;

  /** The first rule that the lexer tries for every block. */
  override space(src: string): Tokens.Space | undefined {
    this.#blocksScanned += src.length;
    this.#count(1);
    return super.space(src);
  }

  /** The first rule that the lexer tries for every inline piece. */
  override escape(src: string): Tokens.Escape | undefined {
    this.#scanned += src.length;
    this.#count(1);
    return super.escape(src);
  }

  override blockquote(src: string): Tokens.Blockquote | undefined {
    return this.#nest(() => this.#weigh(super.blockquote(src)));
  }

  override list(src: string): Tokens.List | undefined {
    return this.#nest(() => this.#weigh(super.list(src)));
  }

  override emStrong(src: string, masked: string, before?: string): Tokens.Em | Tokens.Strong | undefined {
    // It scans for the closing mark from every mark on.
    if (src.startsWith('*') || src.startsWith('_')) this.#scanned += EMPHASIS_SCANS * src.length;
    return this.#nest(() => super.emStrong(src, masked, before));
  }

  override del(src: string, masked: string, before?: string): Tokens.Del | undefined {
    return this.#nest(() => super.del(src, masked, before));
  }

  override link(src: string): Tokens.Link | Tokens.Image | undefined {
    return this.#nest(() => super.link(src));
  }

  override def(src: string): Tokens.Def | undefined {
    const token = super.def(src);
    if (token) this.#count(REFERENCE_TOKENS);
    return token;
  }

  /** Every row is padded to the columns of the header, so the cells are counted before they are created. */
  override table(src: string): Tokens.Table | undefined {
    const [whole = '', head = ''] = this.rules.block.table.exec(src) ?? [];
    if (whole !== '') this.#count((head.split('|').length - 1) * (whole.split('\n').length - 1));
    return super.table(src);
  }

  /** Charges quotes and lists extra: their content is lexed again, and their lines are examined one by one. */
  #weigh<T>(token: T | undefined): T | undefined {
    if (token) this.#count(CONTAINER_TOKENS);
    return token;
  }

  #nest<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new TooMuchMarkdownError();
    const token = read();
    this.#depth -= 1;
    return token;
  }

  #count(tokens: number): void {
    this.#tokens += tokens;
    const isTooMuch =
      this.#tokens > MAX_TOKENS || this.#scanned > MAX_SCANNED || this.#blocksScanned > MAX_BLOCKS_SCANNED;
    if (isTooMuch) throw new TooMuchMarkdownError();
  }
}
