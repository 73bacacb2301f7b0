// Draws frames on the terminal: tracks the drawn lines and the cursor position, and writes only what changes.
import { characterWidth } from '../core/width.ts';
import { type TerminalWriter, terminalWriter } from '../system/terminal-writer.ts';
import type { Frame } from './frame.ts';
import { needsPlainCharacters, withPlainCharacters } from './plain-characters.ts';

const ESC = '\u001b[';
const HIDE_CURSOR = `${ESC}?25l`;
const SHOW_CURSOR = `${ESC}?25h`;
/** Disables wrapping: a line wider than measured is cut, so that the drawing keeps its height. */
const NO_WRAP = `${ESC}?7l`;
const WRAP = `${ESC}?7h`;
/** Synchronized updates: terminals that support them show each drawing at once; others ignore the sequences. */
const BEGIN_UPDATE = `${ESC}?2026h`;
const END_UPDATE = `${ESC}?2026l`;
/**
 * Erases to the end of the line. Written before the text, never after it: tmux counts erased cells after a text as part
 * of it when it rewraps lines, and joins lines that it once wrapped unless they were erased whole.
 */
const CLEAR_LINE = `${ESC}K`;
const CLEAR_BELOW = `${ESC}J`;

type Target = Pick<TerminalWriter, 'write' | 'isBehind' | 'onDrained'>;

/** Display capabilities of the terminal. */
export interface TerminalLooks {
  /** Environment, for TERM and the locale. */
  readonly env: NodeJS.ProcessEnv;
  readonly hasColour: boolean;
}

export class Painter {
  readonly #target: Target;
  /** Maps a line to the colours and characters that the terminal supports. */
  readonly #spell: (line: string) => string;
  /** The lines on the terminal, from the top of the drawing. */
  #lines: readonly string[] = [];
  /** Cursor position: line of the drawing, and column. */
  #row = 0;
  #column = 0;
  #isCursorShown = true;
  /** True if the lines on the terminal may differ from `#lines`. */
  #isTorn = false;

  constructor(output: NodeJS.WriteStream & { readonly fd?: number }, { env, hasColour }: TerminalLooks) {
    this.#target = (output.fd === undefined ? null : terminalWriter(output.fd)) ?? streamTarget(output);
    const spell = needsPlainCharacters(env) ? withPlainCharacters : (line: string) => line;
    this.#spell = hasColour ? spell : (line) => spell(stripPaint(line));
  }

  /** True while the terminal does not accept writes; nothing is painted then. */
  get isBehind(): boolean {
    return this.#target.isBehind;
  }

  /** Calls `listener` when a blocked terminal can be painted on again. Returns an unsubscribe function. */
  onDrained(listener: () => void): () => void {
    return this.#target.onDrained(listener);
  }

  /** Writes the differences between `frame` and the current drawing; nothing while the terminal is behind. */
  paint({ lines: drawn, cursor }: Frame): void {
    if (this.isBehind) return;
    const lines = drawn.map(this.#spell);
    const changes = this.#isTorn ? this.#rewrite(lines) : this.#change(lines);
    this.#lines = lines;
    this.#isTorn = false;
    const place = cursor ? this.#move(cursor.row, cursor.column) : this.#move(lines.length - 1, 0);
    const hide = this.#isCursorShown && (changes !== '' || !cursor) ? HIDE_CURSOR : '';
    const show = cursor && (hide !== '' || !this.#isCursorShown) ? SHOW_CURSOR : '';
    this.#isCursorShown = cursor !== null;
    const body = changes === '' ? '' : NO_WRAP + changes + WRAP;
    const isOneLine = !changes.includes('\n') && changes.split(CLEAR_LINE).length <= 2;
    const text = hide + body + place + show;
    this.write(isOneLine ? text : BEGIN_UPDATE + text + END_UPDATE);
  }

  /** Call if the drawing may be damaged: the next paint rewrites every line. */
  tear(): void {
    this.#isTorn = true;
  }

  /** Call after a resize to `width` columns, when the terminal has rewrapped the lines: recomputes the cursor row. */
  resized(width: number): void {
    const rowsOf = (line: string) => countFolded(stripPaint(line), width, Number.POSITIVE_INFINITY);
    const above = this.#lines.slice(0, this.#row).reduce((sum, line) => sum + rowsOf(line), 0);
    this.#row = above + countFolded(stripPaint(this.#lines[this.#row] ?? ''), width, this.#column) - 1;
    this.#isTorn = true;
  }

  /** Replaces the drawing with `line`, which stays; null only removes the drawing. */
  replace(line: string | null): void {
    const removal = this.#lines.length === 0 ? '' : this.#move(0, 0) + CLEAR_BELOW;
    this.write(`${removal}${line === null ? '' : `${this.#spell(line)}\r\n`}`);
    this.forget();
  }

  /** Keeps the drawing, moves the cursor below it, and restores wrapping and the cursor for the shell. */
  leave(): void {
    const below = this.#lines.length === 0 ? '' : `${this.#move(this.#lines.length - 1, 0)}\r\n`;
    this.write(`${below}${WRAP}${SHOW_CURSOR}`);
    this.#isCursorShown = true;
    this.forget();
  }

  /** Forgets the drawing: it is gone, or other text covers it. */
  forget(): void {
    this.#lines = [];
    this.#row = 0;
    this.#column = 0;
    this.#isTorn = false;
  }

  write(text: string): void {
    this.#target.write(text);
  }

  /** Output that rewrites all `lines` from the top of the drawing. */
  #rewrite(lines: readonly string[]): string {
    const text = this.#move(0, 0) + lines.map((line) => CLEAR_LINE + line).join('\r\n') + CLEAR_BELOW;
    this.#standIn(lines.length - 1);
    return text;
  }

  /** Output that updates only the changed lines. */
  #change(lines: readonly string[]): string {
    const before = this.#lines;
    let text = '';
    lines.forEach((line, row) => {
      if (row < before.length && line === before[row]) return;
      // The cursor cannot move below the last line; a line break creates a new one.
      const isNew = row >= before.length && row > 0;
      const place = isNew ? `${this.#move(row - 1, 0)}\r\n` : this.#move(row, 0);
      text += place + CLEAR_LINE + line;
      this.#standIn(row);
    });
    if (lines.length > before.length) return text + CLEAR_BELOW;
    return lines.length < before.length ? `${text}${this.#move(lines.length, 0)}${CLEAR_BELOW}` : text;
  }

  /** Records that the cursor is in `row`, at an unknown column. */
  #standIn(row: number): void {
    this.#row = row;
    this.#column = Number.NaN;
  }

  #move(row: number, column: number): string {
    if (row === this.#row && column === this.#column) return '';
    const rows = row - this.#row;
    const vertical = rows === 0 ? '' : `${ESC}${Math.abs(rows)}${rows < 0 ? 'A' : 'B'}`;
    this.#row = row;
    this.#column = column;
    return `\r${vertical}${column > 0 ? `${ESC}${column}C` : ''}`;
  }
}

function streamTarget(output: NodeJS.WriteStream): Target {
  return { isBehind: false, write: (text) => void output.write(text), onDrained: () => () => {} };
}

/** Rows that `line` occupies up to `column` in a terminal of `width` columns; a wide character is never split. */
function countFolded(line: string, width: number, column: number): number {
  let rows = 1;
  let used = 0;
  let passed = 0;
  for (const character of line) {
    const columns = characterWidth(character);
    passed += columns;
    if (passed > column) break;
    if (used + columns > width) {
      rows += 1;
      used = 0;
    }
    used += columns;
  }
  return rows;
}

function stripPaint(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: kleur's colours
  return line.replaceAll(/\u001b\[\d+m/g, '');
}
