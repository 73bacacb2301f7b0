// How the page draws a countdown: its text, the share of the ring, when it next changes, and when it is urgent.
import { formatClock } from '../../src/core/duration.ts';
import { type Countdown, timeLeft } from '../../src/session/countdown.ts';
import { strings } from '../i18n/strings.ts';

/** Below this many ms a prompt is urgent. */
export const URGENT_MS = 10_000;

/** Ms from registration to deadline, extensions included: the length of a full ring. */
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

/** Maximum number of steps of the arc in a full turn: enough for smooth motion. */
const ARC_STEPS = 1_200;
/** Shortest time between two steps of the arc: without a GPU, the processor draws each of them. */
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
 * Ms from `now` until the time left looks different, in digits or, if it `moves`, on the ring. Nothing is redrawn before
 * that.
 */
export function untilNextLook(countdown: Countdown, now: number, moves: boolean): number {
  const left = timeLeft(countdown, now);
  if (left === null) return DIGIT_STEP_MS;
  const toDigit = left % DIGIT_STEP_MS || DIGIT_STEP_MS;
  if (!moves) return toDigit;
  const step = arcStep(countdown);
  return Math.min(toDigit, left % step || step);
}

/** True in the last seconds, when the page changes its colour. */
export function isUrgent(left: number | null): boolean {
  return left !== null && left < URGENT_MS;
}

/** Never claims that time is up: at zero, the portal decides whether it is. */
export function describeLeft(left: number | null): string {
  if (left === null) return strings.time.none;
  return left > 0 ? formatClock(left, strings.time.units) : strings.time.checking;
}
