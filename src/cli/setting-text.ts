// Settings as text: what people type, and what `choice config` prints. Pure.
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

const TRUE = /^(?:true|on|yes|1)$/i;
const FALSE = /^(?:false|off|no|0)$/i;

export type ParsedSetting =
  | { readonly ok: true; readonly change: SettingsChange }
  | { readonly ok: false; readonly problem: string };

/** A setting and its new value, or a line that names what to correct. */
export function parseSetting(name: string, text: string): ParsedSetting {
  const value = isSettingName(name) && typeof DEFAULT_SETTINGS[name] === 'boolean' ? readSwitch(text) : text;
  const checked = checkSetting(name, value);
  return checked.ok ? { ok: true, change: { [name]: value } } : checked;
}

function readSwitch(text: string): boolean | string {
  if (TRUE.test(text)) return true;
  return FALSE.test(text) ? false : text;
}
