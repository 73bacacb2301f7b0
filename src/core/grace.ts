// Grace period: input to a prompt does not count until a human could have read it. One rule for every surface. Pure.

/** How long a prompt on the page must be visible without input before input counts: ms. */
export const PAGE_GRACE_MS = 500;
/** The same for a terminal, counted from the first frame: ms. */
export const TERMINAL_GRACE_MS = 300;

/** Progress of one prompt through its grace period. */
export interface Grace {
  /** How long there must be no input: ms; 0 accepts input at once. */
  readonly duration: number;
  /** Monotonic ms since which the prompt has been visible without input; null while it is not visible. */
  readonly quietSince: number | null;
}

/** Starts the grace period: the prompt became visible at `now`, or replaced another one on the surface. */
export function startGrace(duration: number, now: number): Grace {
  return { duration, quietSince: now };
}

/** Marks the prompt as not visible: no input counts until `startGrace`. */
export function hideGrace({ duration }: Grace): Grace {
  return { duration, quietSince: null };
}

/** Ms until input counts if none arrives earlier; 0 once it counts, Infinity while the prompt is not visible. */
export function graceLeft({ duration, quietSince }: Grace, now: number): number {
  return quietSince === null ? Number.POSITIVE_INFINITY : Math.max(0, quietSince + duration - now);
}

/** Whether input at `now` counts, and the grace from then on. Input that does not count restarts the period. */
export function takeInput(grace: Grace, now: number): { readonly counts: boolean; readonly grace: Grace } {
  if (graceLeft(grace, now) === 0) return { counts: true, grace };
  return { counts: false, grace: grace.quietSince === null ? grace : startGrace(grace.duration, now) };
}
