// Time as a parameter: nothing in core or protocol reads a clock of its own.

/** A source of time. Both values are milliseconds and may have fractions. */
export interface Clock {
  /** Monotonic: never steps with the wall clock, and counts time spent suspended. */
  now(): number;
  /** Milliseconds since the Unix epoch, for people to read. Never used to check a deadline. */
  wall(): number;
}

/** One reading of both clocks, taken when an event arrived. */
export interface Instant {
  readonly now: number;
  readonly wall: number;
}

/** Reads both clocks of `clock` at once. */
export function instant(clock: Clock): Instant {
  return { now: clock.now(), wall: clock.wall() };
}
