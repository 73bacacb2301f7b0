// Which keys count: none that came before a human can have read what is drawn (`core/grace.ts`), and of many in one read
// none decides.
import type { Clock } from '../core/clock.ts';
import { type Grace, graceLeft, hideGrace, startGrace, takeInput } from '../core/grace.ts';

/** A read of so many keys was cut at the size of a buffer: what comes right behind it belongs to it. */
const CUT_READ = 512;
/** How soon after a cut read the next one is a part of it: ms. */
const CUT_GAP_MS = 50;

/** How keys of one read are taken: as typed, as a burst that may not decide, or not at all. */
export type Taking = 'typed' | 'burst' | 'dropped';

/** Calls `due` after `ms`, and `read` once all that had been typed by then was read. Gives the way to stop. */
export type Later = (ms: number, due: () => void, read: () => void) => () => void;

const later: Later = (ms, due, read) => {
  let isOff = false;
  const timer = setTimeout(() => {
    due();
    // Input is read between timers and this.
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
  /** Until when everything that was typed has been read. What comes next was typed after that, and no more is known. */
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

  /** Ends the grace once it is over and the terminal was read after that: this process may have stood still. */
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
