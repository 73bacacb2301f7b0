// Durations as people type and read them.
import { DAY, HOUR, MINUTE, SECOND } from './limits.ts';
import { shorten } from './text.ts';

const UNITS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY };

export type ParsedDuration =
  | { readonly ok: true; readonly ms: number | null }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads a duration: seconds (`60`, `1.5`), units from largest to smallest (`90s`, `5m`, `1h30m`, `2d`), or `none`.
 * Returns milliseconds, or `null` for `none`. `min` and `max` are milliseconds, both inclusive.
 */
export function parseDuration(text: string, min: number, max: number): ParsedDuration {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === 'none') return { ok: true, ms: null };
  const ms = toMilliseconds(trimmed);
  if (ms === null)
    return { ok: false, problem: `"${shorten(text)}" is not a duration; write seconds (60) or 90s, 5m, 1h30m, none` };
  if (ms < min || ms > max) {
    return {
      ok: false,
      problem: `"${shorten(text)}" is out of range; it must be from ${formatDuration(min)} to ${formatDuration(max)}`,
    };
  }
  return { ok: true, ms };
}

function toMilliseconds(text: string): number | null {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * SECOND);
  const sign = text.startsWith('-') ? -1 : 1;
  const parts = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text.replace(/^-/, ''));
  if (!parts || parts.slice(1).every((part) => part === undefined)) return null;
  const units = ['d', 'h', 'm', 's'];
  const total = units.reduce((sum, unit, index) => sum + Number(parts[index + 1] ?? 0) * (UNITS[unit] ?? 0), 0);
  return sign * total;
}

/** Names of the units in one language. */
export type DurationWords = Readonly<Record<'d' | 'h' | 'min' | 's', string>>;

export const ENGLISH_UNITS: DurationWords = { d: 'd', h: 'h', min: 'min', s: 's' };

/** A duration with units; tenths below 2 min, else whole seconds: `1.5 s`, `90 s`, `5 min`, `1 h 30 min`, `30 d`. */
export function formatDuration(ms: number, words: DurationWords = ENGLISH_UNITS): string {
  if (ms < 2 * MINUTE) return `${Math.round(ms / 100) / 10} ${words.s}`;
  const seconds = Math.round(ms / SECOND);
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), words.d],
    [Math.floor(seconds / 3_600) % 24, words.h],
    [Math.floor(seconds / 60) % 60, words.min],
    [seconds % 60, words.s],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

/**
 * Time left in clock format, rounded up so that `0:00` means over: `0:09`, `12:30`, `1:02:03`; from one day on, without
 * minutes and seconds: `27 d 23 h`.
 */
export function formatClock(ms: number, words: DurationWords = ENGLISH_UNITS): string {
  const seconds = Math.max(0, Math.ceil(ms / SECOND));
  if (seconds >= DAY / SECOND) {
    const whole = Math.floor(seconds / 3_600);
    return `${Math.floor(whole / 24)} ${words.d} ${whole % 24} ${words.h}`;
  }
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
