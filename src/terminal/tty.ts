// The terminal itself: raw mode, keys, drawing in place, and giving it back whatever happens. Nothing else touches it.
import { isInForeground } from './foreground.ts';
import type { Frame } from './frame.ts';
import { type Key, readKeys } from './keyboard.ts';
import { Painter } from './painter.ts';

const ESC = '\u001b[';
/** Pasted text comes marked as such: a line break in it is no Enter. */
const MARK_PASTE = `${ESC}?2004h`;
const PLAIN_PASTE = `${ESC}?2004l`;

const END_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const FALLBACK_SIZE = { width: 80, height: 24 };

export interface TtyOptions {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly onKey: (key: Key) => void;
  /** The terminal is ours, for the first time or again, or has another size: everything is to be drawn anew. */
  readonly onReady: () => void;
  /** The terminal, which did not take what was written to it, can be drawn on again. */
  readonly onDrained: () => void;
  /** There is nobody at the other end any more. */
  readonly onGone: () => void;
}

export class Tty {
  readonly #options: TtyOptions;
  readonly #painter: Painter;
  /** True while the terminal is in raw mode and drawn on. */
  #isOurs = false;
  #stopKeys: () => void = () => {};
  #stopSignals: () => void = () => {};
  #stopDrained: () => void = () => {};

  constructor(options: TtyOptions) {
    this.#options = options;
    this.#painter = new Painter(options.output);
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

  /** Takes the terminal, now or when the shell brings this command to the foreground. */
  open(): void {
    const { input, output, onGone, onDrained } = this.#options;
    output.on('resize', this.#onResize);
    input.on('end', onGone);
    input.on('error', onGone);
    process.on('SIGCONT', this.#onContinue);
    process.on('SIGTSTP', this.#onStop);
    process.on('exit', this.#giveBack);
    this.#stopSignals = this.#watchSignals();
    this.#stopDrained = this.#painter.onDrained(onDrained);
    this.wake();
  }

  /** Takes the terminal where that had to wait; cheap enough to be called every second. */
  wake(): void {
    if (this.#isOurs || !isInForeground()) return;
    const { input, onKey, onReady } = this.#options;
    try {
      // Whoever had the terminal meanwhile changed its mode behind our back.
      input.setRawMode(false);
      input.setRawMode(true);
    } catch {
      return;
    }
    this.#isOurs = true;
    this.#stopKeys = readKeys(input, onKey);
    input.resume();
    this.#painter.write(MARK_PASTE);
    onReady();
  }

  /** Draws `frame` in place of what was drawn before. */
  paint(frame: Frame): void {
    if (this.isPaintable) this.#painter.paint(frame);
  }

  /** What was drawn may have been written over: the next drawing is whole. */
  tear(): void {
    this.#painter.tear();
  }

  /** Writes `line` above the drawing, where it stays. */
  print(line: string): void {
    this.#painter.replace(line);
  }

  /** Lets the shell stop this command, and takes the terminal again when it goes on. */
  suspend(): void {
    this.#stop(0);
  }

  /** Removes the drawing and gives the terminal back; `line`, if any, stays. */
  close(line: string | null): void {
    const { input, output, onGone } = this.#options;
    this.#painter.replace(line);
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

  /** Back to how the terminal was found; what is drawn stays, and the cursor goes below it. Harmless when repeated. */
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

  /** Reads no more keys, and does not touch the terminal. */
  #letGo(): void {
    this.#isOurs = false;
    this.#stopKeys();
    this.#options.input.pause();
    this.#painter.forget();
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

  readonly #onStop = (): void => this.#stop(process.pid);

  /** Stops `target`: this process, or with 0 its whole group, as Ctrl-Z does. Goes on from here when it is continued. */
  #stop(target: number): void {
    if (process.platform === 'win32') return;
    if (this.#isOurs) this.#painter.replace(null);
    this.#giveBack();
    process.off('SIGTSTP', this.#onStop);
    process.off('SIGCONT', this.#onContinue);
    process.kill(target, 'SIGTSTP');
    process.on('SIGTSTP', this.#onStop);
    process.on('SIGCONT', this.#onContinue);
    this.wake();
  }

  /** It was stopped by a signal that cannot be heard: the mode may have changed, and the drawing been written over. */
  readonly #onContinue = (): void => {
    if (isInForeground()) this.#giveBack();
    else this.#letGo();
    this.wake();
  };

  readonly #onResize = (): void => {
    this.#painter.resized(this.size.width);
    this.#options.onReady();
  };
}
