// The service worker's own texts, in every language. It cannot read the settings, so it uses the browser's language.
import { type Language, matchLanguage } from '../../src/protocol/language.ts';

const words = {
  en: {
    title: 'The portal is not running',
    text: 'It comes back with the next question, and this page with it.',
  },
  'zh-CN': { title: '门户未在运行', text: '有新问题时门户会恢复，此页面也会随之恢复。' },
} satisfies Record<Language, object>;

export type WorkerStrings = (typeof words)['en'] & { readonly language: Language };

/** Returns the texts for a browser whose language is `tag`. */
export function workerStrings(tag: string): WorkerStrings {
  const language = matchLanguage(tag) ?? 'en';
  return { ...words[language], language };
}
