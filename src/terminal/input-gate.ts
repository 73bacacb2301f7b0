// Which keys count: none that came before a human could have read what is drawn (`core/grace.ts`); and several keys in one
// read cannot decide.
import type { Clock } from '../core/clock.ts';
import { type Grace, graceLeft, hideGrace, startGrace, takeInput } from '../core/grace.ts';

/** A read of this many keys filled a buffer: the next one is the rest of it. */
const CUT_READ = 512;
/** How soon after a full read the next one is the rest of it: ms. */
const CUT_GAP_MS = 50;

/** How keys of one read are taken: as typed, as a burst that may not decide, or not at all. */
export type Taking = 'typed' | 'burst' | 'dropped';

/** Calls `due` after `ms`, then `read` once everything typed by then has been read. Returns a way to stop. */
export type Later = (ms: number, due: () => void, read: () => void) => () => void;

const later: Later = (ms, due, read) => {
  let isOff = false;
  const timer = setTimeout(() => {
    due();
    // The event loop reads input between timers and immediates.
    setImmediate(() => isOff || read());
  }, ms);
  return () => {
    isOff = true;
    clearTimeout(timer);
  };
};

export class InputGate {
  readonly #clock: Clock;
  readonly #later: Later;
  #grace: Grace;
  /** Everything typed before this time has been read: ms. Later input was typed after it; exactly when is unknown. */
  #readUntil = 0;
  #lastCut = Number.NEGATIVE_INFINITY;
  #stopWatching: () => void = () => {};

  /** `duration`: ms of quiet before input counts; 0 takes all input at once, bursts too. */
  constructor(clock: Clock, duration: number, wait: Later = later) {
    this.#clock = clock;
    this.#later = wait;
    this.#grace = hideGrace(startGrace(duration, 0));
  }

  /** Something new is on view. */
  open(): void {
    this.#readUntil = this.#clock.now();
    this.#grace = startGrace(this.#grace.duration, this.#readUntil);
    if (this.#grace.duration > 0) this.#watch();
  }

  /** Nothing is on view. */
  close(): void {
    this.#grace = hideGrace(this.#grace);
    this.#stopWatching();
  }

  /** `count` keys came in one read. */
  take(count: number): Taking {
    const { duration, quietSince } = this.#grace;
    if (!takeInput(this.#grace, this.#readUntil).counts) {
      if (quietSince !== null) this.open();
      return 'dropped';
    }
    if (duration === 0) return 'typed';
    const now = this.#clock.now();
    const isCut = now - this.#lastCut < CUT_GAP_MS;
    if (count >= CUT_READ) this.#lastCut = now;
    return count > 1 || isCut ? 'burst' : 'typed';
  }

  /** Ends the grace once it is over and the terminal has been read after that: this process may have been stopped. */
  #watch(): void {
    this.#stopWatching();
    let reached = this.#readUntil;
    const due = () => {
      reached = this.#clock.now();
    };
    this.#stopWatching = this.#later(graceLeft(this.#grace, reached), due, () => {
      this.#readUntil = reached;
      if (graceLeft(this.#grace, reached) > 0) this.#watch();
    });
  }
}
