// The time left as the portal last said it, counted down on this page's own monotonic clock.
import type { Clock } from '../../src/core/clock.ts';

/** One report of a deadline by the portal, and when this page received it. All times are milliseconds. */
export interface Reading {
  /** Null without a deadline. */
  readonly remaining_ms: number | null;
  /** Of the prompt as the portal told it: the deadline is the same for as long as this is. */
  readonly revision: number;
  /** Monotonic time of this page. */
  readonly heard_at: number;
  /** From registration to deadline, extensions included: what a full ring stands for. */
  readonly span_ms: number;
}

/** Before the portal's first report. */
export const NOTHING_HEARD: Reading = { remaining_ms: null, revision: 0, heard_at: 0, span_ms: 0 };

/** Below this many ms a prompt is urgent. */
export const URGENT_MS = 10_000;

/** A deadline as the portal reports it. */
export interface Told {
  readonly remaining_ms: number | null;
  readonly revision: number;
}

/** Records what the portal just said about a prompt registered at wall-clock `opened_at`. */
export function takeReading({ remaining_ms, revision }: Told, opened_at: number, clock: Clock): Reading {
  const age = Math.max(0, clock.wall() - opened_at);
  return { remaining_ms, revision, heard_at: clock.now(), span_ms: (remaining_ms ?? 0) + age };
}

/**
 * Of two reports of the same deadline, the one that puts it nearer: a busy page receives a report late, never early. With
 * another revision the deadline may have moved, so the later report counts.
 */
export function nearerReading(before: Reading | null, after: Reading): Reading {
  if (before?.revision !== after.revision || before.remaining_ms === null || after.remaining_ms === null) return after;
  return before.heard_at + before.remaining_ms < after.heard_at + after.remaining_ms ? before : after;
}

/** Milliseconds left at monotonic `now`, never negative; null without a deadline. */
export function timeLeft(reading: Reading, now: number): number | null {
  return reading.remaining_ms === null ? null : Math.max(0, reading.remaining_ms - (now - reading.heard_at));
}

/** Share of the whole time that is left at `now`, from 0 to 1; 1 without a deadline. */
export function fractionLeft(reading: Reading, now: number): number {
  const left = timeLeft(reading, now);
  if (left === null) return 1;
  return reading.span_ms > 0 ? Math.min(1, left / reading.span_ms) : 0;
}

/** Steps of the arc in one full turn at most: enough for its motion to look smooth. */
const ARC_STEPS = 1_200;
/** The arc moves no more often than this: each of its moves is drawn by the processor where there is no GPU. */
const SHORTEST_STEP_MS = 250;
const DIGIT_STEP_MS = 1_000;

function arcStep({ span_ms }: Reading): number {
  return Math.max(SHORTEST_STEP_MS, span_ms / ARC_STEPS);
}

/** The share of the ring that is drawn at `now`: `fractionLeft` in steps, at most four a second. */
export function arcLeft(reading: Reading, now: number): number {
  const left = timeLeft(reading, now);
  if (left === null || reading.span_ms <= 0) return fractionLeft(reading, now);
  const step = arcStep(reading);
  return Math.min(1, (Math.ceil(left / step) * step) / reading.span_ms);
}

/**
 * In how many ms from `now` the time left looks different, in digits or, if it `moves`, on the ring: until then there is
 * nothing to draw.
 */
export function untilNextLook(reading: Reading, now: number, moves: boolean): number {
  const left = timeLeft(reading, now);
  if (left === null) return DIGIT_STEP_MS;
  const toDigit = left % DIGIT_STEP_MS || DIGIT_STEP_MS;
  if (!moves) return toDigit;
  const step = arcStep(reading);
  return Math.min(toDigit, left % step || step);
}

/** True in the last seconds, where the page changes its colour. */
export function isUrgent(left: number | null): boolean {
  return left !== null && left < URGENT_MS;
}
