// When input to a prompt begins to count: not before a human could have read it. One rule for every surface. Pure.

/** How long a prompt must have been on view and quiet before input counts, on the page: ms. */
export const PAGE_GRACE_MS = 500;
/** The same in a terminal, counted from the first frame: ms. */
export const TERMINAL_GRACE_MS = 300;

/** How far a prompt on view is from taking input. */
export interface Grace {
  /** How long it must be quiet: ms; 0 takes input at once. */
  readonly duration: number;
  /** Monotonic ms since which the prompt has been on view without input; null while it is not on view. */
  readonly quietSince: number | null;
}

/** The prompt came on view at `now`, or took the place of another one there. */
export function startGrace(duration: number, now: number): Grace {
  return { duration, quietSince: now };
}

/** The prompt is not on view: no input counts until `startGrace`. */
export function hideGrace({ duration }: Grace): Grace {
  return { duration, quietSince: null };
}

/** Ms until input counts if nothing comes before; 0 once it counts, Infinity while the prompt is not on view. */
export function graceLeft({ duration, quietSince }: Grace, now: number): number {
  return quietSince === null ? Number.POSITIVE_INFINITY : Math.max(0, quietSince + duration - now);
}

/** Input came at `now`: whether it counts, and the grace from then on. Input that does not count starts the quiet over. */
export function takeInput(grace: Grace, now: number): { readonly counts: boolean; readonly grace: Grace } {
  if (graceLeft(grace, now) === 0) return { counts: true, grace };
  return { counts: false, grace: grace.quietSince === null ? grace : startGrace(grace.duration, now) };
}
