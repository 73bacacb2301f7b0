// Settings as text: what people type, and what `choice config` prints. Pure.
import { checkSetting, DEFAULT_SETTINGS, isSettingName, type SettingsChange } from '../protocol/settings.ts';

const TRUE = /^(?:true|on|yes|1)$/i;
const FALSE = /^(?:false|off|no|0)$/i;

export type ParsedSetting =
  | { readonly ok: true; readonly change: SettingsChange }
  | { readonly ok: false; readonly problem: string };

/** A setting and its new value, or a line that names what to mend. */
export function parseSetting(name: string, text: string): ParsedSetting {
  const value = isSettingName(name) && typeof DEFAULT_SETTINGS[name] === 'boolean' ? readSwitch(text) : text;
  const checked = checkSetting(name, value);
  return checked.ok ? { ok: true, change: { [name]: value } } : checked;
}

function readSwitch(text: string): boolean | string {
  if (TRUE.test(text)) return true;
  return FALSE.test(text) ? false : text;
}
