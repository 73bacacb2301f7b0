// Formats wall-clock moments in the current language.
import { language } from '../i18n/strings.ts';

/** A moment (wall-clock ms) as a date and a time, to the minute or to the second. */
export function formatMoment(at: number, timeStyle: 'short' | 'medium' = 'medium'): string {
  return new Intl.DateTimeFormat(language.value, { dateStyle: 'medium', timeStyle }).format(at);
}
