// Which language the page speaks.
import type { Language, Settings } from '../../src/protocol/settings.ts';

/** The setting, or the first language that the browser prefers and there is a dictionary for. */
export function chooseLanguage(setting: Settings['language'], preferred: readonly string[]): Language {
  if (setting !== 'auto') return setting;
  for (const tag of preferred) {
    if (/^zh\b/i.test(tag)) return 'zh-CN';
    if (/^en\b/i.test(tag)) return 'en';
  }
  return 'en';
}
