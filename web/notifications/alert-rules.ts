// Decides when to alert, from the user's settings.
import { settingDuration } from '../../src/protocol/setting-durations.ts';
import type { Settings } from '../../src/protocol/settings.ts';
import { URGENT_MS } from '../prompt/time-left.ts';

export type AlertKind = 'new' | 'soon' | 'timeout';

export interface AlertRules {
  /** The `soon` alert is due when less than this is left: ms. */
  readonly before_ms: number;
  readonly kinds: ReadonlySet<AlertKind>;
  readonly sound: boolean;
}

/** Reads the rules from the settings. Until the settings are known, every kind is on. */
export function readAlertRules(settings: Settings | null): AlertRules {
  if (!settings) return { before_ms: URGENT_MS, kinds: new Set(['new', 'soon', 'timeout']), sound: false };
  const { notify_before, notify_new, notify_soon, notify_timeout, sound } = settings;
  const before_ms = settingDuration('notify_before', notify_before);
  const wanted: [AlertKind, boolean][] = [
    ['new', notify_new],
    // Without a threshold there is no `soon` alert.
    ['soon', notify_soon && before_ms !== null],
    ['timeout', notify_timeout],
  ];
  return {
    before_ms: before_ms ?? URGENT_MS,
    kinds: new Set(wanted.flatMap(([kind, on]) => (on ? [kind] : []))),
    sound,
  };
}
