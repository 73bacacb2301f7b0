// User settings: one schema for the file, the page and `choice config`.
import * as v from 'valibot';
import { parseDuration } from '../core/duration.ts';
import { shorten } from '../core/text.ts';
import { LANGUAGES } from './language.ts';
import { type DurationName, SETTING_DURATIONS } from './setting-durations.ts';

const duration = (name: DurationName) => {
  const { min, max } = SETTING_DURATIONS[name];
  return v.pipe(
    v.string('must be a duration such as "90s", "5m" or "none"'),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const parsed = parseDuration(dataset.value, min, max);
      if (!parsed.ok) addIssue({ message: parsed.problem });
    }),
  );
};

const flag = v.boolean('must be true or false');

const oneOf = <const Names extends readonly string[]>(names: Names) =>
  v.picklist(names, `must be one of: ${names.join(', ')}`);

const entries = {
  /** Time until the deadline if the asker sets none. */
  default_timeout: duration('default_timeout'),
  /** A notification is shown when less than this is left. */
  notify_before: duration('notify_before'),
  /** Which notifications are shown: for new prompts, for time running out, for prompts that timed out. */
  notify_new: flag,
  notify_soon: flag,
  notify_timeout: flag,
  /** Plays a short sound with each notification. */
  sound: flag,
  language: oneOf(['auto', ...LANGUAGES]),
  theme: oneOf(['auto', 'light', 'dark']),
  /** How long settled prompts stay in the history. */
  retention: duration('retention'),
  /** Picking an option submits it at once, where one click is enough to decide. */
  submit_on_pick: flag,
  /** Page titles omit the question, because browsers keep titles in their history. */
  private_titles: flag,
};

export const SettingsSchema = v.strictObject(entries);
/** The settings to change. */
export const SettingsChangeSchema = v.partial(SettingsSchema);

export type Settings = Readonly<v.InferOutput<typeof SettingsSchema>>;
export type SettingsChange = Readonly<Partial<Settings>>;
export type SettingName = keyof Settings;

export const SETTING_NAMES = Object.keys(entries) as readonly SettingName[];

export const DEFAULT_SETTINGS: Settings = {
  default_timeout: '5m',
  notify_before: '10s',
  notify_new: true,
  notify_soon: true,
  notify_timeout: true,
  sound: false,
  language: 'auto',
  theme: 'auto',
  retention: '30d',
  submit_on_pick: false,
  private_titles: false,
};

/** Parses the text of the settings file. What is missing or invalid gets its default; `problems` has a line per fault. */
export function parseSettings(text: string | null): { settings: Settings; problems: readonly string[] } {
  if (text === null) return { settings: DEFAULT_SETTINGS, problems: [] };
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    const problem = `not valid JSON (${(error as SyntaxError).message}); using the defaults`;
    return { settings: DEFAULT_SETTINGS, problems: [problem] };
  }
  if (typeof raw !== 'object' || raw === null) {
    return { settings: DEFAULT_SETTINGS, problems: ['not a JSON object; using the defaults'] };
  }
  const problems: string[] = [];
  const settings: Record<string, unknown> = { ...DEFAULT_SETTINGS };
  for (const [name, value] of Object.entries(raw)) {
    const checked = checkSetting(name, value);
    if (checked.ok) settings[name] = value;
    else problems.push(checked.problem);
  }
  return { settings: settings as Settings, problems };
}

/** Most of a wrong value that a message repeats: characters. */
const MAX_GIVEN = 40;

/** Checks whether `value` is valid for the setting `name`. */
export function checkSetting(name: string, value: unknown): { ok: true } | { ok: false; problem: string } {
  if (!isSettingName(name))
    return {
      ok: false,
      problem: `there is no setting "${shorten(name)}"; the settings are: ${SETTING_NAMES.join(', ')}`,
    };
  const parsed = v.safeParse(entries[name], value);
  if (parsed.success) return { ok: true };
  const { message } = parsed.issues[0];
  const given = shorten(JSON.stringify(value), MAX_GIVEN);
  return { ok: false, problem: `${name}: ${message.startsWith('must be') ? `${given}, but it ${message}` : message}` };
}

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(entries, name);
}
