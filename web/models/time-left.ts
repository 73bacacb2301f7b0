// The time left as the portal last said it, counted down on this page's own monotonic clock.
import type { Clock } from '../../src/core/clock.ts';

/** One word of the portal about a deadline, and when this page heard it. All values are milliseconds. */
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

/** Before the portal spoke. */
export const NOTHING_HEARD: Reading = { remaining_ms: null, revision: 0, heard_at: 0, span_ms: 0 };

/** Below this many ms a prompt is urgent. */
export const URGENT_MS = 10_000;

/** What the portal says of a deadline. */
export interface Told {
  readonly remaining_ms: number | null;
  readonly revision: number;
}

/** Takes down what the portal said just now about a prompt registered at wall-clock `opened_at`. */
export function takeReading({ remaining_ms, revision }: Told, opened_at: number, clock: Clock): Reading {
  const age = Math.max(0, clock.wall() - opened_at);
  return { remaining_ms, revision, heard_at: clock.now(), span_ms: (remaining_ms ?? 0) + age };
}

/**
 * Of two words about the same deadline, the one that says it is nearer: a word is heard late by a busy page, and never
 * early. With another revision the deadline may be another, so that the later word counts.
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

/** Places that the end of the arc takes on its way around at most: so many that none is told from the next. */
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
 * In how many ms from `now` the time left looks otherwise, in digits or, where it `moves`, on the ring: until then
 * there is nothing to draw.
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
