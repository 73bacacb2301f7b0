// Settings that are durations: their bounds and values, for the portal, the command line and the page alike.
import { parseDuration } from '../core/duration.ts';
import { DAY, DEFAULT_TIMEOUT, MAX_TIMEOUT, MIN_TIMEOUT, SECOND } from '../core/limits.ts';

interface Bounds {
  /** Ms. */
  readonly min: number;
  readonly max: number;
  /** Applied if the text is not valid, which a file that was checked never has: ms. */
  readonly otherwise: number;
}

export const SETTING_DURATIONS = {
  default_timeout: { min: MIN_TIMEOUT, max: MAX_TIMEOUT, otherwise: DEFAULT_TIMEOUT },
  notify_before: { min: SECOND, max: DAY, otherwise: 10 * SECOND },
  retention: { min: DAY, max: 3_650 * DAY, otherwise: 30 * DAY },
} as const satisfies Readonly<Record<string, Bounds>>;

export type DurationName = keyof typeof SETTING_DURATIONS;

/** Returns the value of the setting `name` that reads `text`: ms; null for `none`. */
export function settingDuration(name: DurationName, text: string): number | null {
  const { min, max, otherwise } = SETTING_DURATIONS[name];
  const parsed = parseDuration(text, min, max);
  return parsed.ok ? parsed.ms : otherwise;
}
