// Parses a point in the past as people type it: a duration before now, or a date.
import { parseDuration } from '../core/duration.ts';
import { DAY } from '../core/limits.ts';

const LONGEST = 36_500 * DAY;

/**
 * Parses `2h`, `90` (seconds) or `7d` as that long before `now` (wall-clock ms), and ISO dates: `2026-01-31`,
 * `2026-01-31T09:05`, in local time unless they name a zone. Throws an error that describes the problem with the text.
 */
export function parseSince(text: string, now: number): number {
  const date = parseDate(text.trim());
  if (date !== null) return date;
  const parsed = parseDuration(text, 0, LONGEST);
  if (parsed.ok && parsed.ms !== null) return Math.max(0, now - parsed.ms);
  throw new Error(`"${text}" is not a time in the past; write 2h, 7d, 2026-01-31 or 2026-01-31T09:05`);
}

function parseDate(text: string): number | null {
  const [whole, day, time = 'T00:00', zone = ''] =
    /^(\d{4}-\d{2}-\d{2})([T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$/.exec(text) ?? [];
  if (whole === undefined) return null;
  // ECMAScript parses a date without a time as UTC.
  const at = Date.parse(`${day}${time.replace(' ', 'T')}${zone}`);
  return Number.isNaN(at) || at < 0 ? null : at;
}
