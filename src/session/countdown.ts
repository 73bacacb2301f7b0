// The time left until a deadline, counted down on the clock of the process that follows the prompt. Pure.
import type { Clock } from '../core/clock.ts';

/** A deadline as the portal last reported it. All times are monotonic ms of this process. */
export interface Countdown {
  /** When the prompt was registered. */
  readonly opened: number;
  /** Null without a deadline. */
  readonly deadline: number | null;
  /** Revision of the prompt in that report: while it stays the same, so does the deadline. */
  readonly revision: number;
}

/** The deadline in a message from the portal. */
export interface TimeReport {
  /** Ms until the deadline when the report was sent; null without a deadline. */
  readonly remaining_ms: number | null;
  readonly revision: number;
}

/** Before the portal's first report. */
export const NO_COUNTDOWN: Countdown = { opened: 0, deadline: null, revision: 0 };

/** A countdown from `report`, which was valid at the monotonic time `at`, for a prompt registered at `opened`. */
export function startCountdown({ remaining_ms, revision }: TimeReport, opened: number, at: number): Countdown {
  return { opened, deadline: remaining_ms === null ? null : at + remaining_ms, revision };
}

/** The monotonic time of a registration at wall-clock `opened_at`, never later than now. */
export function monotonicTimeOf(opened_at: number, clock: Clock): number {
  return clock.now() - Math.max(0, clock.wall() - opened_at);
}

/**
 * Returns the report with the nearer deadline if both have the same revision: a busy process reads a message late, never
 * early. With another revision, the deadline may have moved, so the later report counts.
 */
export function nearerCountdown(before: Countdown | null, after: Countdown): Countdown {
  if (before?.revision !== after.revision || before.deadline === null || after.deadline === null) return after;
  return before.deadline < after.deadline ? before : after;
}

/** Ms left at monotonic `now`, never negative; null without a deadline. */
export function timeLeft({ deadline }: Countdown, now: number): number | null {
  return deadline === null ? null : Math.max(0, deadline - now);
}
