// The moments at which a surface announces how much time is left. One rule for every surface. Pure.

const MOMENTS_MS = [10_000, 30_000, 60_000] as const;

/** Later than this after a moment, its text would be wrong: a deadline that was moved may skip a moment. */
const LATEST_MS = 3_000;

/** The moment, in ms left, that was just crossed between two clock readings; null if none was. */
export function crossedMoment(before: number | null, after: number | null): (typeof MOMENTS_MS)[number] | null {
  if (before === null || after === null || after <= 0) return null;
  return MOMENTS_MS.find((moment) => before > moment && after <= moment && after > moment - LATEST_MS) ?? null;
}
