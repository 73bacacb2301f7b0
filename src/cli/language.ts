// Which language to speak in the terminal.
import { LANGUAGES, type Language, type Settings } from '../protocol/settings.ts';

export interface ChosenLanguage {
  readonly language: Language;
  /** What was asked for and is not spoken here, with the place that asked. */
  readonly problem: string | null;
}

/** `--lang` or `CHOICE_LANG`, then the setting, then the locale; English where none of them is spoken here. */
export function chooseLanguage(
  flag: string | undefined,
  setting: Settings['language'],
  env: NodeJS.ProcessEnv,
): ChosenLanguage {
  if (flag !== undefined && flag !== 'auto') {
    const language = matchLanguage(flag);
    const problem = language ? null : `language "${flag}" is not known; use one of: ${LANGUAGES.join(', ')}`;
    return { language: language ?? 'en', problem };
  }
  if (setting !== 'auto') return { language: setting, problem: null };
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return { language: matchLanguage(locale) ?? 'en', problem: null };
}

/** `zh`, `zh_CN.UTF-8`, `zh-Hans` → `zh-CN`; `en_GB` → `en`. */
function matchLanguage(name: string): Language | null {
  const [tag = ''] = name.split(/[.@]/);
  const [base] = tag.toLowerCase().split(/[-_]/);
  return (
    LANGUAGES.find((language) => language.toLowerCase() === tag.toLowerCase().replace('_', '-')) ??
    LANGUAGES.find((language) => language.split('-')[0] === base) ??
    null
  );
}
