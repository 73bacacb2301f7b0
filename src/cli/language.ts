// Chooses the language of terminal output.
import { LANGUAGES, type Language, matchLanguage } from '../protocol/language.ts';
import type { Settings } from '../protocol/settings.ts';
import { type Flag, textFlag } from './flags.ts';

/** An unsupported language is an error on the command line, but only a warning in the environment, which is inherited. */
export const languageFlag: Flag<string | undefined> = {
  ...textFlag('--lang <language>', 'CHOICE_LANG', `language in the terminal: ${LANGUAGES.join(' or ')}`),
  parse(text) {
    if (text !== 'auto' && matchLanguage(text) === null) throw new Error(sayUnknown(text));
    return text;
  },
  parseVariable: (text) => text,
};

export interface ChosenLanguage {
  readonly language: Language;
  /** A warning if the variable names an unsupported language; else null. */
  readonly problem: string | null;
}

/** Tries `flag` (`--lang` or `CHOICE_LANG`), then the setting, then the locale. An unsupported language gives English. */
export function chooseLanguage(
  flag: string | undefined,
  setting: Settings['language'],
  env: NodeJS.ProcessEnv,
): ChosenLanguage {
  if (flag !== undefined && flag !== 'auto') {
    const language = matchLanguage(flag);
    const problem = language ? null : `CHOICE_LANG: ${sayUnknown(flag)}`;
    return { language: language ?? 'en', problem };
  }
  if (setting !== 'auto') return { language: setting, problem: null };
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return { language: matchLanguage(locale) ?? 'en', problem: null };
}

function sayUnknown(name: string): string {
  return `"${name}" is not supported; use one of: auto, ${LANGUAGES.join(', ')}`;
}
