// What models take from the world around them, so that tests hand them a clock, timers and ids of their own.
import type { Clock } from '../../src/core/clock.ts';

export interface Environment {
  readonly clock: Clock;
  /** Runs `run` once after `ms` milliseconds; the returned function takes that back. */
  after(ms: number, run: () => void): () => void;
  /** A fresh id for a request. */
  newId(): string;
}
