// The texts of the page in the current language. A component or effect that reads one runs again when the language changes.
import { signal } from '@preact/signals';
import { formatDuration } from '../../src/core/duration.ts';
import type { Language } from '../../src/protocol/language.ts';
import { en, type Strings } from './en.ts';
import { zhCN } from './zh-CN.ts';

const DICTIONARIES: Readonly<Record<Language, Strings>> = { en, 'zh-CN': zhCN };

/** The language in use. */
export const language = signal<Language>('en');

/** Each section is looked up in the current dictionary at the moment it is read. */
export const strings: Strings = { ...en };
for (const name of Object.keys(en) as (keyof Strings)[]) {
  Object.defineProperty(strings, name, { enumerable: true, get: () => DICTIONARIES[language.value][name] });
}

/** Formats a duration in words of the current language. */
export function tellDuration(ms: number): string {
  return formatDuration(ms, strings.time.units);
}
