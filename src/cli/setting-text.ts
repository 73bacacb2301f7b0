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
  default_timeout: 'time to answer where the command names none',
  notify_before: 'notify when less than this is left',
  notify_new: 'notify of new prompts',
  notify_soon: 'notify when time is running out',
  notify_timeout: 'notify of prompts that timed out',
  sound: 'a short sound with each notification',
  language: 'of the page and the terminal; auto: of the locale',
  theme: 'of the page; auto: of the system',
  retention: 'how long settled prompts stay in the history',
  submit_on_pick: 'a click on an option of a plain choice submits',
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
