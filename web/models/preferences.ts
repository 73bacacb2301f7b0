// The user's settings as this page goes by them: when to alert, which language, which theme.
import { parseDuration } from '../../src/core/duration.ts';
import { DAY, SECOND } from '../../src/core/limits.ts';
import type { Language, Settings } from '../../src/protocol/settings.ts';
import type { AlertKind } from './alerts.ts';
import { URGENT_MS } from './time-left.ts';

export interface AlertRules {
  /** An alert comes when less than this is left: ms. */
  readonly before_ms: number;
  readonly kinds: ReadonlySet<AlertKind>;
  readonly sound: boolean;
}

/** The rules for alerts. Until the settings are known, every kind is due. */
export function readAlertRules(told: Settings | null): AlertRules {
  if (!told) return { before_ms: URGENT_MS, kinds: new Set(['new', 'soon', 'timeout']), sound: false };
  const { notify_before, notify_new, notify_soon, notify_timeout, sound } = told;
  const parsed = parseDuration(notify_before, SECOND, DAY);
  const wanted: [AlertKind, boolean][] = [
    ['new', notify_new],
    // Without a threshold nothing is ever about to run out.
    ['soon', notify_soon && parsed.ok && parsed.ms !== null],
    ['timeout', notify_timeout],
  ];
  return {
    before_ms: parsed.ok && parsed.ms !== null ? parsed.ms : URGENT_MS,
    kinds: new Set(wanted.flatMap(([kind, on]) => (on ? [kind] : []))),
    sound,
  };
}

/** The language to speak: the setting, or the first of the browser's that there is a dictionary for. */
export function chooseLanguage(setting: Settings['language'], preferred: readonly string[]): Language {
  if (setting !== 'auto') return setting;
  for (const tag of preferred) {
    if (/^zh\b/i.test(tag)) return 'zh-CN';
    if (/^en\b/i.test(tag)) return 'en';
  }
  return 'en';
}
