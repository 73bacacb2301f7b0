// The languages of page and terminal. Apart from the settings, whose schema the service worker would have to load too.

export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language of a tag or a locale: `zh`, `zh_CN.UTF-8`, `zh-Hans` → `zh-CN`; `en_GB` → `en`. */
export function matchLanguage(tag: string): Language | null {
  const base = /^[^-_.@]*/.exec(tag.toLowerCase())?.[0];
  return LANGUAGES.find((language) => language.split('-')[0] === base) ?? null;
}
