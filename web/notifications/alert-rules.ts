// When to alert, by the user's settings.
import { parseDuration } from '../../src/core/duration.ts';
import { DAY, SECOND } from '../../src/core/limits.ts';
import type { Settings } from '../../src/protocol/settings.ts';
import { URGENT_MS } from '../prompt/time-left.ts';

export type AlertKind = 'new' | 'soon' | 'timeout';

export interface AlertRules {
  /** An alert comes when less than this is left: ms. */
  readonly before_ms: number;
  readonly kinds: ReadonlySet<AlertKind>;
  readonly sound: boolean;
}

/** The rules for alerts. Until the settings are known, every kind is due. */
export function readAlertRules(settings: Settings | null): AlertRules {
  if (!settings) return { before_ms: URGENT_MS, kinds: new Set(['new', 'soon', 'timeout']), sound: false };
  const { notify_before, notify_new, notify_soon, notify_timeout, sound } = settings;
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
