// Language and theme: by the settings, which are remembered so that the next visit begins in them.
import { effect, type ReadonlySignal } from '@preact/signals';
import type { Settings } from '../src/protocol/settings.ts';
import { dictionary, speak } from './i18n/strings.ts';
import { chooseLanguage } from './models/preferences.ts';
import { recall, remember } from './storage.ts';

type Look = Pick<Settings, 'language' | 'theme'>;

const KEY = 'choice.look';

/** Resolves once the page can be drawn in the language of the last visit. Follows the settings from then on. */
export async function startAppearance(settings: ReadonlySignal<Settings | null>): Promise<void> {
  const first = apply(recallLook());
  effect(() => {
    if (!settings.value) return;
    const { language, theme } = settings.value;
    remember(KEY, JSON.stringify({ language, theme }));
    void apply({ language, theme });
  });
  effect(() => {
    document.documentElement.lang = dictionary.value.language;
  });
  await first;
}

/** Never rejects: without its dictionary the page goes on in the language that it speaks. */
function apply({ language, theme }: Look): Promise<void> {
  document.documentElement.dataset.theme = theme;
  return speak(chooseLanguage(language, navigator.languages)).catch((error) => console.warn(error));
}

function recallLook(): Look {
  try {
    return { language: 'auto', theme: 'auto', ...(JSON.parse(recall(KEY) ?? '{}') as Partial<Look>) };
  } catch {
    return { language: 'auto', theme: 'auto' };
  }
}
