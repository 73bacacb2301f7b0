// Applies the language and theme of the settings, and stores them so that the next visit starts with them.
import { effect, type ReadonlySignal } from '@preact/signals';
import type { Settings } from '../../src/protocol/settings.ts';
import { chooseLanguage } from '../i18n/choose-language.ts';
import { language } from '../i18n/strings.ts';
import { recall, remember } from './storage.ts';

type Look = Pick<Settings, 'language' | 'theme'>;

const KEY = 'choice.look';

/** Applies the look of the last visit, then follows the settings. */
export function startAppearance(settings: ReadonlySignal<Settings | null>): void {
  apply(recallLook());
  effect(() => {
    if (!settings.value) return;
    const { language, theme } = settings.value;
    const look: Look = { language, theme };
    remember(KEY, JSON.stringify(look));
    apply(look);
  });
  effect(() => {
    document.documentElement.lang = language.value;
  });
}

function apply(look: Look): void {
  document.documentElement.dataset.theme = look.theme;
  language.value = chooseLanguage(look.language, navigator.languages);
}

function recallLook(): Look {
  try {
    return { language: 'auto', theme: 'auto', ...(JSON.parse(recall(KEY) ?? '{}') as Partial<Look>) };
  } catch {
    return { language: 'auto', theme: 'auto' };
  }
}
