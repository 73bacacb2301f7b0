// Chooses the language of terminal output, and the messages in it.
import { LANGUAGES, type Language, matchLanguage } from '../protocol/language.ts';
import type { Settings } from '../protocol/settings.ts';
import { type Flag, textFlag } from './flags.ts';
import type { Notes } from './io/output.ts';
import { en, type Strings } from './strings/en.ts';
import { zhCN } from './strings/zh-CN.ts';

/** An unsupported language is an error on the command line, but only a warning in the environment, which is inherited. */
export const languageFlag: Flag<string | undefined> = {
  ...textFlag('--lang <language>', 'CHOICE_LANG', `language in the terminal: ${LANGUAGES.join(' or ')}`),
  parse(text) {
    if (text !== 'auto' && matchLanguage(text) === null) throw new Error(sayUnknown(text));
    return text;
  },
  parseVariable: (text) => text,
};

/**
 * Tries `flag` (`--lang` or `CHOICE_LANG`), then the setting, then the locale. An unsupported language gives English, with
 * a note if the variable names it.
 */
export function chooseLanguage(
  flag: string | undefined,
  setting: Settings['language'],
  env: NodeJS.ProcessEnv,
  notes: Notes,
): { readonly language: Language; readonly strings: Strings } {
  const isChosen = flag !== undefined && flag !== 'auto';
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  const matched = isChosen ? matchLanguage(flag) : setting === 'auto' ? matchLanguage(locale) : setting;
  if (isChosen && matched === null) notes.say(`CHOICE_LANG: ${sayUnknown(flag)}`);
  const language = matched ?? 'en';
  return { language, strings: language === 'zh-CN' ? zhCN : en };
}

function sayUnknown(name: string): string {
  return `"${name}" is not supported; use one of: auto, ${LANGUAGES.join(', ')}`;
}
