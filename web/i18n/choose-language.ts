// Chooses the language of the page.
import type { Language, Settings } from '../../src/protocol/settings.ts';

/** Returns the language setting, or the first of the browser's preferred languages that has a dictionary. */
export function chooseLanguage(setting: Settings['language'], preferred: readonly string[]): Language {
  if (setting !== 'auto') return setting;
  for (const tag of preferred) {
    if (/^zh\b/i.test(tag)) return 'zh-CN';
    if (/^en\b/i.test(tag)) return 'en';
  }
  return 'en';
}
