// The terminal itself: raw mode, keys, drawing in place, and giving it back whatever happens. Nothing else touches it.
import type { Clock } from '../core/clock.ts';
import { hasLeftForeground, isStopIgnored } from '../system/process-group.ts';
import { beforeEndSignals } from './end-signals.ts';
import { isInForeground, isReadByKey } from './foreground.ts';
import type { Frame } from './frame.ts';
import { InputGate } from './input-gate.ts';
import { type Key, readKeys } from './keyboard.ts';
import { Painter, type TerminalLooks } from './painter.ts';
import { isSignalKey } from './reduce.ts';
import type { TerminalLock } from './terminal-lock.ts';
import { discardTyped } from './typed-ahead.ts';

const ESC = '\u001b[';
/** Pasted text comes marked as such: a line break in it is no Enter. */
const MARK_PASTE = `${ESC}?2004h`;
const PLAIN_PASTE = `${ESC}?2004l`;

const FALLBACK_SIZE = { width: 80, height: 24 };

/** A terminal as two streams. */
export interface TerminalStreams {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  /** True when neither stdin nor stderr is a terminal: a program may be running this command out of a human's sight. */
  readonly isHidden: boolean;
}

export interface TtyOptions extends TerminalStreams, TerminalLooks {
  readonly clock: Clock;
  /** How long the terminal must be quiet before keys count, once something new is drawn: ms. */
  readonly grace_ms: number;
  readonly lock: TerminalLock;
  /** Another command is drawn on the terminal; this one waits for it. Called once. */
  readonly onWait: () => void;
  /** `isBurst` for one of many in a single read, which may not decide. */
  readonly onKey: (key: Key, isBurst: boolean) => void;
  /** The terminal was taken, for the first time or again, or was resized: everything has to be redrawn. */
  readonly onReady: () => void;
  /** The terminal was not reading what was written to it, and now does again. */
  readonly onDrained: () => void;
  /** The terminal was closed. */
  readonly onGone: () => void;
}

export class Tty {
  readonly #options: TtyOptions;
  readonly #painter: Painter;
  readonly #gate: InputGate;
  /** True while the terminal is in raw mode and drawn on. */
  #isOurs = false;
  #stopKeys: () => void = () => {};
  #isWaiting = false;
  #hasWaited = false;
  #isClosed = false;
  #wasDrawn = false;
  #stopSignals: () => void = () => {};
  #stopDrained: () => void = () => {};

  constructor(options: TtyOptions) {
    this.#options = options;
    this.#painter = new Painter(options.output, options);
    this.#gate = new InputGate(options.clock, options.grace_ms);
  }

  get size(): { readonly width: number; readonly height: number } {
    const { columns, rows } = this.#options.output;
    return { width: columns || FALLBACK_SIZE.width, height: rows || FALLBACK_SIZE.height };
  }

  get isOurs(): boolean {
    return this.#isOurs;
  }

  /** False while the terminal is not ours, or does not take what was written to it. */
  get isPaintable(): boolean {
    return this.#isOurs && !this.#painter.isBehind;
  }

  /** True when the human has this prompt before them, or had until it ended just now. */
  get isInView(): boolean {
    return this.#isOurs || (this.#wasDrawn && isInForeground());
  }

  /** Takes the terminal, now or when the shell brings this command to the foreground. */
  open(): void {
    const { input, output, onGone, onDrained, lock } = this.#options;
    output.on('resize', this.#onResize);
    input.on('end', onGone);
    input.on('error', onGone);
    process.on('SIGCONT', this.#onContinue);
    process.on('SIGTSTP', this.#onStop);
    // Before the lock is released, and before the terminal is closed.
    process.prependListener('exit', this.#giveBack);
    process.on('exit', lock.release);
    this.#stopSignals = beforeEndSignals(this.#giveBack);
    this.#stopDrained = this.#painter.onDrained(onDrained);
    this.wake();
  }

  /** Takes the terminal if that had to wait, and lets go of it if it was taken away; cheap enough to call every second. */
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
      // Another process may have changed the mode meanwhile: Node skips a mode that it believes is set.
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
    this.#painter.write(MARK_PASTE);
    onReady();
    this.#gate.open();
  }

  /** The other command may hold the terminal for as long as its prompt is open. */
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

  /** Draws `frame` in place of what was drawn before. */
  paint(frame: Frame): void {
    if (this.isPaintable) this.#painter.paint(frame);
  }

  /** What was drawn may have been overwritten: the next paint writes every line. */
  tear(): void {
    this.#painter.tear();
  }

  /** Writes `line` above the drawing, where it stays. */
  print(line: string): void {
    this.#painter.replace(line);
    this.#options.lock.disturb();
  }

  /** Stops this command as Ctrl-Z does, and takes the terminal again when it resumes. False if no shell would resume it. */
  suspend(): boolean {
    return this.#stop(0);
  }

  /** Removes the drawing and gives the terminal back; `line`, if any, stays. */
  close(line: string | null): void {
    const { input, output, onGone } = this.#options;
    const { isInView } = this;
    this.#isClosed = true;
    if (isInView) this.#painter.replace(line);
    else this.#painter.forget();
    this.#giveBack();
    output.off('resize', this.#onResize);
    input.off('end', onGone);
    input.off('error', onGone);
    process.off('SIGCONT', this.#onContinue);
    process.off('SIGTSTP', this.#onStop);
    process.off('exit', this.#giveBack);
    this.#stopSignals();
    this.#stopDrained();
  }

  /** Restores the terminal's state; the drawing stays, with the cursor below it. May be called more than once. */
  readonly #giveBack = (): void => {
    if (!this.#isOurs) return;
    this.#painter.leave();
    this.#painter.write(PLAIN_PASTE);
    this.#letGo();
    try {
      this.#options.input.setRawMode(false);
    } catch {
      // The terminal is gone, and its mode with it.
    }
  };

  /** This command is in the background now: another one may draw. */
  #leave(): void {
    this.#letGo();
    this.#options.lock.release();
  }

  /** Stops reading keys, without touching the terminal. */
  #letGo(): void {
    this.#isOurs = false;
    this.#gate.close();
    this.#stopKeys();
    this.#options.input.pause();
    this.#painter.forget();
  }

  readonly #onStop = (): void => {
    this.#stop(process.pid);
  };

  /** Stops `target`: this process, or with 0 its whole group, as Ctrl-Z does. Returns when it is continued. */
  #stop(target: number): boolean {
    if (process.platform === 'win32' || isStopIgnored()) return false;
    if (this.#isOurs) this.#painter.replace(null);
    else this.#painter.forget();
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

  /** SIGSTOP cannot be caught: while stopped, the mode may have changed and the drawing may have been overwritten. */
  readonly #onContinue = (): void => {
    if (isInForeground()) this.#giveBack();
    else this.#leave();
    this.wake();
  };

  readonly #onResize = (): void => {
    this.#painter.resized(this.size.width);
    this.#options.onReady();
  };
}
