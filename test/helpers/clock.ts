// A clock that moves only when a test says so.
import type { Clock } from '../../src/core/clock.ts';

/** Starts at monotonic 1,000 ms and at noon of 1 January 2026, unless told otherwise. */
export class FakeClock implements Clock {
  #now: number;
  #wall: number;

  constructor(now = 1_000, wall = Date.UTC(2026, 0, 1, 12)) {
    this.#now = now;
    this.#wall = wall;
  }

  now(): number {
    return this.#now;
  }

  wall(): number {
    return this.#wall;
  }

  /** Moves both clocks until the monotonic one shows `now` (ms). Throws when that lies in the past. */
  set(now: number): void {
    this.advance(now - this.#now);
  }

  /** Moves both clocks by `ms`. Throws when `ms` is negative: a monotonic clock never goes back. */
  advance(ms: number): void {
    if (ms < 0) throw new RangeError(`a monotonic clock cannot go back by ${-ms} ms`);
    this.#now += ms;
    this.#wall += ms;
  }

  /** Moves the wall clock alone, in either direction, as an administrator or NTP would. */
  stepWall(ms: number): void {
    this.#wall += ms;
  }
}
