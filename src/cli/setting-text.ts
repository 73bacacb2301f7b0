// Parses settings as people type them, and describes each setting. Pure.
import { readSwitch, SWITCH_WORDS } from '../core/switch-words.ts';
import {
  checkSetting,
  DEFAULT_SETTINGS,
  isSettingName,
  type SettingName,
  type SettingsChange,
} from '../protocol/settings.ts';

/** What each setting does, as the help and the documents list it. */
export const SETTING_MEANINGS: Readonly<Record<SettingName, string>> = {
  default_timeout: 'time to answer, unless the command sets one',
  notify_before: 'notify when less than this is left',
  notify_new: 'notify about new prompts',
  notify_soon: 'notify when time is running out',
  notify_timeout: 'notify about prompts that timed out',
  sound: 'play a short sound with each notification',
  language: 'of page and terminal; auto follows the locale',
  theme: 'of the page; auto follows the system',
  retention: 'how long settled prompts stay in the history',
  submit_on_pick: 'clicking an option of a plain choice submits it',
  private_titles: 'keep questions out of titles that browsers remember',
};

export type ParsedSetting =
  | { readonly ok: true; readonly change: SettingsChange }
  | { readonly ok: false; readonly problem: string };

/** Returns a setting with its new value, or a line that says what to correct. */
export function parseSetting(name: string, text: string): ParsedSetting {
  const isSwitch = isSettingName(name) && typeof DEFAULT_SETTINGS[name] === 'boolean';
  const value = isSwitch ? readSwitch(text) : text;
  if (value === null) return { ok: false, problem: `${name}: must be ${SWITCH_WORDS}` };
  const checked = checkSetting(name, value);
  return checked.ok ? { ok: true, change: { [name]: value } } : checked;
}
