// Prompts and their outcomes in words, for people at a terminal. Pure: the time zone is that of the process.
import { formatDuration } from '../core/duration.ts';
import type { Outcome, Surface } from '../core/prompt.ts';
import { shorten } from '../core/text.ts';
import { en } from './strings/en.ts';

/** Characters of an answer in a sentence. */
const MAX_ANSWER = 80;

/** What was answered, on one line; empty when nothing was. */
export function formatAnswer({ values, text, fallback }: Outcome): string {
  const answer = text ?? values.join(', ');
  return fallback ? `${answer} (fallback)` : answer;
}

/** How a prompt ended, in a sentence without its end. */
export function describeOutcome(outcome: Outcome): string {
  const { status, by, fallback, elapsed_ms } = outcome;
  const after = formatDuration(elapsed_ms);
  switch (status) {
    case 'answered':
      return `answered "${shorten(formatAnswer(outcome), MAX_ANSWER)}" from the ${nameSurface(by)} after ${after}`;
    case 'cancelled':
      return by === 'asker'
        ? `its command ended after ${after}`
        : `cancelled from the ${nameSurface(by)} after ${after}`;
    case 'timeout':
      return fallback
        ? `nobody answered; the fallback "${outcome.text ?? outcome.values.join(', ')}" was used after ${after}`
        : `nobody answered within ${after}`;
    default:
      return status satisfies never;
  }
}

export function nameSurface(surface: Surface | 'hold'): string {
  return surface === 'hold' ? 'a hold while a human was answering' : en.surfaces[surface];
}

const two = (value: number) => String(value).padStart(2, '0');

/** Wall-clock ms as local time: `2026-01-31 09:05`; with seconds when asked for. */
export function formatTime(wallMs: number, withSeconds = false): string {
  const at = new Date(wallMs);
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  const clock = [at.getHours(), at.getMinutes(), ...(withSeconds ? [at.getSeconds()] : [])].map(two).join(':');
  return `${day} ${clock}`;
}
