// The only module that controls the terminal: raw mode, keys, drawing in place, and restoring it in every case.
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
/** Bracketed paste: pasted text arrives between markers, so that a line break in it is not Enter. */
const MARK_PASTE = `${ESC}?2004h`;
const PLAIN_PASTE = `${ESC}?2004l`;

const FALLBACK_SIZE = { width: 80, height: 24 };

/** A terminal as two streams. */
export interface TerminalStreams {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  /** True if neither stdin nor stderr is a terminal: a program may be running this command where no human sees it. */
  readonly isHidden: boolean;
}

export interface TtyOptions extends TerminalStreams, TerminalLooks {
  readonly clock: Clock;
  /** How long the terminal must be quiet before keys count, once something new is drawn: ms. */
  readonly grace_ms: number;
  readonly lock: TerminalLock;
  /** Called once, if this command has to wait because another one is drawing on the terminal. */
  readonly onWait: () => void;
  /** `isBurst`: one of several keys in a burst, which may not decide. */
  readonly onKey: (key: Key, isBurst: boolean) => void;
  /** Called each time the terminal is acquired or resized: everything must be redrawn. */
  readonly onReady: () => void;
  /** Called when a blocked terminal accepts writes again. */
  readonly onDrained: () => void;
  /** Called when the terminal was closed. */
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

  /** False while the terminal is not ours, or does not accept writes. */
  get isPaintable(): boolean {
    return this.#isOurs && !this.#painter.isBehind;
  }

  /** True if the prompt is drawn, or was, and this process is still in the foreground. */
  get isInView(): boolean {
    return this.#isOurs || (this.#wasDrawn && isInForeground());
  }

  /** Acquires the terminal, now or once the shell brings this command to the foreground. */
  open(): void {
    const { input, output, onGone, onDrained, lock } = this.#options;
    output.on('resize', this.#onResize);
    input.on('end', onGone);
    input.on('error', onGone);
    process.on('SIGCONT', this.#onContinue);
    process.on('SIGTSTP', this.#onStop);
    // Runs before the lock is released and the terminal closed.
    process.prependListener('exit', this.#giveBack);
    process.on('exit', lock.release);
    this.#stopSignals = beforeEndSignals(this.#giveBack);
    this.#stopDrained = this.#painter.onDrained(onDrained);
    this.wake();
  }

  /** Acquires the terminal if it is available; releases it after losing the foreground. Cheap enough for every second. */
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
      // Another process may have changed the mode, and Node skips setting a mode that it believes is set.
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

  /** Waits for the lock, which another command may hold for as long as its prompt is open. */
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

  /** Replaces the drawing with `frame`. */
  paint(frame: Frame): void {
    if (this.isPaintable) this.#painter.paint(frame);
  }

  /** Call if the drawing may be overwritten: the next paint rewrites every line. */
  tear(): void {
    this.#painter.tear();
  }

  /** Writes `line` above the drawing; it stays there. */
  print(line: string): void {
    this.#painter.replace(line);
    this.#options.lock.disturb();
  }

  /** Stops this command like Ctrl-Z, and reacquires the terminal when resumed. False if no shell would resume it. */
  suspend(): boolean {
    return this.#stop(0);
  }

  /** Removes the drawing, leaves `line` in its place, if any, and restores the terminal. */
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

  /** Restores the terminal's state; the drawing stays, with the cursor below it. Idempotent. */
  readonly #giveBack = (): void => {
    if (!this.#isOurs) return;
    this.#painter.leave();
    this.#painter.write(PLAIN_PASTE);
    this.#letGo();
    try {
      this.#options.input.setRawMode(false);
    } catch {
      // The terminal is gone, so there is no mode to restore.
    }
  };

  /** This command is in the background: releases the lock, so that another one may draw. */
  #leave(): void {
    this.#letGo();
    this.#options.lock.release();
  }

  /** Stops reading keys, without writing to the terminal. */
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

  /** Stops `target`: this process, or for 0 its process group, like Ctrl-Z. Returns after SIGCONT; false if not stopped. */
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

  /** Handles SIGCONT, also after an uncatchable SIGSTOP: the mode and the drawing may have been changed while stopped. */
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
