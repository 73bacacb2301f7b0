// The terminal itself: raw mode, keys, drawing in place, and giving it back whatever happens. Nothing else touches it.
import type { Clock } from '../core/clock.ts';
import { displayWidth } from '../core/width.ts';
import { hasLeftForeground, isInForeground, isReadByKey, isStopIgnored } from '../system/foreground.ts';
import type { Frame } from './frame.ts';
import { InputGate } from './input-gate.ts';
import { type Key, readKeys } from './keyboard.ts';
import { isSignalKey } from './reduce.ts';
import type { TerminalLock } from './terminal-lock.ts';
import { discardTyped } from './typed-ahead.ts';

const ESC = '\u001b[';
const HIDE_CURSOR = `${ESC}?25l`;
const SHOW_CURSOR = `${ESC}?25h`;
/** Lines that are wider than they were measured are cut, not wrapped: the next drawing finds its place. */
const NO_WRAP = `${ESC}?7l`;
const WRAP = `${ESC}?7h`;
/** Pasted text comes marked as such: a line break in it is no Enter. */
const MARK_PASTE = `${ESC}?2004h`;
const PLAIN_PASTE = `${ESC}?2004l`;
/** Terminals that know it show each drawing at once; the others take no notice. */
const BEGIN_UPDATE = `${ESC}?2026h`;
const END_UPDATE = `${ESC}?2026l`;
const CLEAR_LINE = `${ESC}K`;
const CLEAR_BELOW = `${ESC}J`;

const END_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const FALLBACK_SIZE = { width: 80, height: 24 };

/** A terminal as two streams. */
export interface TerminalStreams {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  /** True where nothing else of this command goes to a terminal: a program may run it out of a human's sight. */
  readonly isHidden: boolean;
}

export interface TtyOptions extends TerminalStreams {
  readonly clock: Clock;
  /** How long the terminal must be quiet before keys count, once something new is drawn: ms. */
  readonly grace_ms: number;
  readonly lock: TerminalLock;
  /** Another command is drawn on the terminal; this one waits for it. Called once. */
  readonly onWait: () => void;
  /** `isBurst` for one of many in a single read, which may not decide. */
  readonly onKey: (key: Key, isBurst: boolean) => void;
  /** The terminal is ours, for the first time or again, or has another size: everything is to be drawn anew. */
  readonly onReady: () => void;
  /** There is nobody at the other end any more. */
  readonly onGone: () => void;
}

export class Tty {
  readonly #options: TtyOptions;
  readonly #gate: InputGate;
  /** True while the terminal is in raw mode and drawn on. */
  #isOurs = false;
  #lines: readonly string[] = [];
  /** Line of the drawing, and column, where the cursor stands. */
  #row = 0;
  #column = 0;
  #stopKeys: () => void = () => {};
  #isWaiting = false;
  #hasWaited = false;
  #isClosed = false;
  #wasDrawn = false;
  #stopSignals: () => void = () => {};

  constructor(options: TtyOptions) {
    this.#options = options;
    this.#gate = new InputGate(options.clock, options.grace_ms);
  }

  get size(): { readonly width: number; readonly height: number } {
    const { columns, rows } = this.#options.output;
    return { width: columns || FALLBACK_SIZE.width, height: rows || FALLBACK_SIZE.height };
  }

  get isOurs(): boolean {
    return this.#isOurs;
  }

  /** True when the human has this prompt before them, or had until it ended just now. */
  get isInView(): boolean {
    return this.#isOurs || (this.#wasDrawn && isInForeground());
  }

  /** Takes the terminal, now or when the shell brings this command to the foreground. */
  open(): void {
    const { input, output, onGone, lock } = this.#options;
    output.on('resize', this.#onResize);
    input.on('end', onGone);
    input.on('error', onGone);
    process.on('SIGCONT', this.#onContinue);
    process.on('SIGTSTP', this.#onStop);
    // Before the lock is released, and before the terminal is closed.
    process.prependListener('exit', this.#giveBack);
    process.on('exit', lock.release);
    this.#stopSignals = this.#watchSignals();
    this.wake();
  }

  /** Takes the terminal where that had to wait, and lets go of one that was taken away; cheap enough for every second. */
  wake(): void {
    if (this.#isOurs && hasLeftForeground(process.pid)) this.#leave();
    if (this.#isOurs || this.#isWaiting || this.#isClosed || !isInForeground()) return;
    const { input, onReady, grace_ms, lock, isHidden } = this.#options;
    if (!lock.take()) {
      void this.#waitForTurn();
      return;
    }
    if (isHidden && isReadByKey()) {
      lock.release();
      return;
    }
    try {
      // Whoever had the terminal meanwhile changed its mode behind our back.
      input.setRawMode(false);
      input.setRawMode(true);
    } catch {
      return;
    }
    this.#isOurs = true;
    this.#wasDrawn = true;
    if (grace_ms > 0) discardTyped();
    this.#stopKeys = readKeys(input, (keys) => this.#onKeys(keys));
    input.resume();
    this.#write(MARK_PASTE);
    onReady();
    this.#gate.open();
  }

  /** The other command may be asked for as long as it likes. */
  async #waitForTurn(): Promise<void> {
    const { lock, onWait } = this.#options;
    this.#isWaiting = true;
    if (!this.#hasWaited) {
      this.#hasWaited = true;
      onWait();
    }
    await lock.untilChanged();
    this.#isWaiting = false;
    this.wake();
  }

  #onKeys(keys: readonly Key[]): void {
    const taking = this.#gate.take(keys.length);
    for (const key of keys) {
      if (taking !== 'dropped' || isSignalKey(key)) this.#options.onKey(key, taking === 'burst');
    }
  }

  /** Draws `frame` in place of what was drawn before, in one write. */
  paint({ lines, cursor }: Frame): void {
    if (!this.#isOurs) return;
    const last = lines.length - 1;
    const [row, column] = cursor ? [cursor.row, cursor.column] : [last, 0];
    const text = lines.map((line) => line + CLEAR_LINE).join('\r\n');
    const home = last > row ? `${ESC}${last - row}A` : '';
    const place = `\r${home}${column > 0 ? `${ESC}${column}C` : ''}${cursor ? SHOW_CURSOR : ''}`;
    this.#write(BEGIN_UPDATE + HIDE_CURSOR + NO_WRAP + this.#toTop() + text + CLEAR_BELOW + place + WRAP + END_UPDATE);
    this.#lines = lines;
    this.#row = row;
    this.#column = column;
  }

  /** Writes `line` above the drawing, where it stays. */
  print(line: string): void {
    this.#write(`${this.#isOurs ? this.#toTop() + CLEAR_BELOW : ''}${line}\r\n`);
    this.#forget();
    this.#options.lock.disturb();
  }

  /** Lets the shell stop this command, and takes the terminal again when it goes on. False where no shell would do that. */
  suspend(): boolean {
    return this.#stop(0);
  }

  /** Removes the drawing and gives the terminal back; `line`, if any, stays. */
  close(line: string | null): void {
    const { input, output, onGone } = this.#options;
    const { isInView } = this;
    this.#isClosed = true;
    if (isInView) {
      this.#write(`${this.#toTop()}${this.#lines.length > 0 ? CLEAR_BELOW : ''}${line === null ? '' : `${line}\r\n`}`);
    }
    this.#forget();
    this.#giveBack();
    output.off('resize', this.#onResize);
    input.off('end', onGone);
    input.off('error', onGone);
    process.off('SIGCONT', this.#onContinue);
    process.off('SIGTSTP', this.#onStop);
    process.off('exit', this.#giveBack);
    this.#stopSignals();
  }

  /** Back to how the terminal was found; what is drawn stays, and the cursor goes below it. Harmless when repeated. */
  readonly #giveBack = (): void => {
    if (!this.#isOurs) return;
    const below = this.#lines.length > 0 ? `${this.#down()}\r\n` : '';
    this.#write(`${below}${WRAP}${PLAIN_PASTE}${SHOW_CURSOR}`);
    this.#letGo();
    try {
      this.#options.input.setRawMode(false);
    } catch {
      // The terminal is gone, and its mode with it.
    }
  };

  /** It is in the background now: another command may draw. */
  #leave(): void {
    this.#letGo();
    this.#options.lock.release();
  }

  /** Reads no more keys, and does not touch the terminal. */
  #letGo(): void {
    this.#isOurs = false;
    this.#gate.close();
    this.#stopKeys();
    this.#options.input.pause();
    this.#forget();
  }

  /** Signals that end the command: the terminal is given back first. Where nobody else listens, they still end it. */
  #watchSignals(): () => void {
    const watched = END_SIGNALS.map((signal) => {
      const isAlone = process.listenerCount(signal) === 0;
      const onSignal = () => {
        this.#giveBack();
        if (!isAlone) return;
        process.off(signal, onSignal);
        process.kill(process.pid, signal);
      };
      process.on(signal, onSignal);
      return { signal, onSignal };
    });
    return () => {
      for (const { signal, onSignal } of watched) process.off(signal, onSignal);
    };
  }

  readonly #onStop = (): void => {
    this.#stop(process.pid);
  };

  /** Stops `target`: this process, or with 0 its whole group, as Ctrl-Z does. Goes on from here when it is continued. */
  #stop(target: number): boolean {
    if (process.platform === 'win32' || isStopIgnored()) return false;
    if (this.#isOurs) this.#write(`${this.#toTop()}${CLEAR_BELOW}`);
    this.#forget();
    this.#giveBack();
    this.#options.lock.release();
    process.off('SIGTSTP', this.#onStop);
    process.off('SIGCONT', this.#onContinue);
    process.kill(target, 'SIGTSTP');
    process.on('SIGTSTP', this.#onStop);
    process.on('SIGCONT', this.#onContinue);
    this.wake();
    return true;
  }

  /** It was stopped by a signal that cannot be heard: the mode may have changed, and the drawing been written over. */
  readonly #onContinue = (): void => {
    if (isInForeground()) this.#giveBack();
    else this.#leave();
    this.wake();
  };

  /** Terminals fold what was drawn anew; the top of it is now as many lines above as the folded lines take. */
  readonly #onResize = (): void => {
    const { width } = this.size;
    const rowsOf = (line: string) => Math.max(1, Math.ceil(displayWidth(stripPaint(line)) / width));
    const above = this.#lines.slice(0, this.#row).reduce((sum, line) => sum + rowsOf(line), 0);
    this.#row = above + Math.floor(this.#column / width);
    this.#options.onReady();
  };

  #toTop(): string {
    return this.#lines.length === 0 ? '' : `\r${this.#row > 0 ? `${ESC}${this.#row}A` : ''}`;
  }

  #down(): string {
    const rows = this.#lines.length - 1 - this.#row;
    return rows > 0 ? `${ESC}${rows}B` : '';
  }

  #forget(): void {
    this.#lines = [];
    this.#row = 0;
    this.#column = 0;
  }

  #write(text: string): void {
    this.#options.output.write(text);
  }
}

function stripPaint(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: kleur's colours
  return line.replaceAll(/\u001b\[\d+m/g, '');
}
