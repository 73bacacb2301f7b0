// Decides which keys count: keys typed before a human could have read the drawing (`core/grace.ts`) are dropped, and
// several keys in one read cannot decide a prompt.
import type { Clock } from '../core/clock.ts';
import { type Grace, graceLeft, hideGrace, startGrace, takeInput } from '../core/grace.ts';

/** A read of this many keys may have filled a buffer: the next read is then part of the same burst. */
const CUT_READ = 512;
/** Longest gap after a full read for the next one to be part of the same burst: ms. */
const CUT_GAP_MS = 50;

/** How the keys of one read are handled: as typed, as a burst that may not decide, or dropped. */
export type Taking = 'typed' | 'burst' | 'dropped';

/** Calls `due` after `ms`, then `read` once everything typed by then is read. Returns a function that cancels both. */
export type Later = (ms: number, due: () => void, read: () => void) => () => void;

const later: Later = (ms, due, read) => {
  let isOff = false;
  const timer = setTimeout(() => {
    due();
    // The event loop polls input between timers and immediates.
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
  /** Everything typed before this time is read: monotonic ms. Input that arrives later may be from any time after it. */
  #readUntil = 0;
  #lastCut = Number.NEGATIVE_INFINITY;
  #stopWatching: () => void = () => {};

  /** `duration`: ms of quiet before input counts; 0 accepts all input at once, bursts too. */
  constructor(clock: Clock, duration: number, wait: Later = later) {
    this.#clock = clock;
    this.#later = wait;
    this.#grace = hideGrace(startGrace(duration, 0));
  }

  /** Call when something new is drawn: starts the grace period. */
  open(): void {
    this.#readUntil = this.#clock.now();
    this.#grace = startGrace(this.#grace.duration, this.#readUntil);
    if (this.#grace.duration > 0) this.#watch();
  }

  /** Call when nothing is drawn: no input counts. */
  close(): void {
    this.#grace = hideGrace(this.#grace);
    this.#stopWatching();
  }

  /** Classifies `count` keys from one read. Input that does not count restarts the grace period. */
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

  /** Ends the grace period only after the terminal is read past its end, since this process may have been stopped. */
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
