// The dictionary in use. Whoever reads it in a component or an effect runs again when the language changes.
import { signal } from '@preact/signals';
import { formatDuration } from '../../src/core/duration.ts';
import type { Language } from '../../src/protocol/settings.ts';
import { en } from './en.ts';
import type { enMore } from './en-more.ts';

export type Strings = typeof en;
export type MoreStrings = typeof enMore;

export interface Dictionary {
  readonly language: Language;
  readonly first: Strings;
  /** Null for English, whose later words come with the parts of the page that need them. */
  readonly more: MoreStrings | null;
}

const ENGLISH: Dictionary = { language: 'en', first: en, more: null };

export const dictionary = signal<Dictionary>(ENGLISH);

export const strings = liveWords(en, () => dictionary.value.first);

/** A duration in words of the language. */
export function tellDuration(ms: number): string {
  return formatDuration(ms, strings.time.units);
}

/** The face of a dictionary of the shape of `sample`, each word read through `current` at the moment of use. */
export function liveWords<T extends object>(sample: T, current: () => T): T {
  const words = {} as T;
  for (const name of Object.keys(sample) as (keyof T)[]) {
    Object.defineProperty(words, name, { enumerable: true, get: () => current()[name] });
  }
  return words;
}

let wanted: Language = 'en';

/** Speaks `language` from now on. Stays with what it spoke when the dictionary cannot be loaded. */
export async function speak(language: Language): Promise<void> {
  wanted = language;
  const spoken = language === 'en' ? ENGLISH : (await import('./zh-CN.ts')).chinese;
  // Another language may have been asked for while this one was on its way.
  if (wanted === language) dictionary.value = spoken;
}
