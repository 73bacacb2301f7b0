// Chooses the language of the page.
import { type Language, matchLanguage } from '../../src/protocol/language.ts';
import type { Settings } from '../../src/protocol/settings.ts';

/** Returns the language setting, or the first of the browser's preferred languages that has a dictionary. */
export function chooseLanguage(setting: Settings['language'], preferred: readonly string[]): Language {
  if (setting !== 'auto') return setting;
  return preferred.map(matchLanguage).find((language) => language !== null) ?? 'en';
}
