// How the page draws a countdown: the share of the ring, when it next looks different, and when it is urgent.
import { type Countdown, timeLeft } from '../../src/session/countdown.ts';

/** Below this many ms a prompt is urgent. */
export const URGENT_MS = 10_000;

/** From registration to deadline, extensions included: what a full ring stands for. */
function spanOf({ opened, deadline }: Countdown): number {
  return (deadline ?? opened) - opened;
}

/** Share of the whole time that is left at `now`, from 0 to 1; 1 without a deadline. */
export function fractionLeft(countdown: Countdown, now: number): number {
  const left = timeLeft(countdown, now);
  if (left === null) return 1;
  const span = spanOf(countdown);
  return span > 0 ? Math.min(1, left / span) : 0;
}

/** Steps of the arc in one full turn at most: enough for its motion to look smooth. */
const ARC_STEPS = 1_200;
/** The arc moves no more often than this: each of its moves is drawn by the processor where there is no GPU. */
const SHORTEST_STEP_MS = 250;
const DIGIT_STEP_MS = 1_000;

function arcStep(countdown: Countdown): number {
  return Math.max(SHORTEST_STEP_MS, spanOf(countdown) / ARC_STEPS);
}

/** The share of the ring that is drawn at `now`: `fractionLeft` in steps, at most four a second. */
export function arcLeft(countdown: Countdown, now: number): number {
  const left = timeLeft(countdown, now);
  const span = spanOf(countdown);
  if (left === null || span <= 0) return fractionLeft(countdown, now);
  const step = arcStep(countdown);
  return Math.min(1, (Math.ceil(left / step) * step) / span);
}

/**
 * In how many ms from `now` the time left looks different, in digits or, if it `moves`, on the ring: until then there is
 * nothing to draw.
 */
export function untilNextLook(countdown: Countdown, now: number, moves: boolean): number {
  const left = timeLeft(countdown, now);
  if (left === null) return DIGIT_STEP_MS;
  const toDigit = left % DIGIT_STEP_MS || DIGIT_STEP_MS;
  if (!moves) return toDigit;
  const step = arcStep(countdown);
  return Math.min(toDigit, left % step || step);
}

/** True in the last seconds, where the page changes its colour. */
export function isUrgent(left: number | null): boolean {
  return left !== null && left < URGENT_MS;
}
