// Settings that the user keeps: one schema for the file, the page and `choice config`.
import * as v from 'valibot';
import { parseDuration } from '../core/duration.ts';
import { DAY, MAX_TIMEOUT, MIN_TIMEOUT, SECOND } from '../core/limits.ts';

const duration = (min: number, max: number) =>
  v.pipe(
    v.string('must be a duration such as "90s", "5m" or "none"'),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const parsed = parseDuration(dataset.value, min, max);
      if (!parsed.ok) addIssue({ message: parsed.problem });
    }),
  );

const flag = v.boolean('must be true or false');

/** Languages that the page and the terminal speak. */
export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

const entries = {
  /** Time until the deadline where the asker names none. */
  default_timeout: duration(MIN_TIMEOUT, MAX_TIMEOUT),
  /** A notification comes when less than this is left. */
  notify_before: duration(SECOND, DAY),
  /** Which notifications come: of new prompts, of time running out, of prompts that timed out. */
  notify_new: flag,
  notify_soon: flag,
  notify_timeout: flag,
  /** A short sound with each notification. */
  sound: flag,
  language: v.picklist(['auto', ...LANGUAGES], `must be one of: auto, ${LANGUAGES.join(', ')}`),
  theme: v.picklist(['auto', 'light', 'dark'], 'must be one of: auto, light, dark'),
  /** How long settled prompts stay in the history. */
  retention: duration(DAY, 3_650 * DAY),
  /** Picking an option submits it at once, where one click is enough to decide. */
  submit_on_pick: flag,
  /** The title of a page does not have its question: browsers keep titles in their history. */
  private_titles: flag,
};

export const SettingsSchema = v.strictObject(entries);
/** Some settings: those that are to change. */
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

/** How long settled prompts stay in the history: ms; null for ever. */
export function retentionOf({ retention }: Settings): number | null {
  const parsed = parseDuration(retention, DAY, 3_650 * DAY);
  return parsed.ok ? parsed.ms : 30 * DAY;
}

/** Settings from the text of the file. What is missing or wrong there has its default, and a line says so. */
export function parseSettings(text: string | null): { settings: Settings; problems: readonly string[] } {
  if (text === null) return { settings: DEFAULT_SETTINGS, problems: [] };
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return { settings: DEFAULT_SETTINGS, problems: ['the file is not valid JSON; using the defaults'] };
  }
  if (typeof raw !== 'object' || raw === null) {
    return { settings: DEFAULT_SETTINGS, problems: ['the file is not a JSON object; using the defaults'] };
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

/** Whether `value` can be the setting `name`. */
export function checkSetting(name: string, value: unknown): { ok: true } | { ok: false; problem: string } {
  if (!isSettingName(name))
    return { ok: false, problem: `there is no setting "${name}"; the settings are: ${SETTING_NAMES.join(', ')}` };
  const parsed = v.safeParse(entries[name], value);
  return parsed.success ? { ok: true } : { ok: false, problem: `${name}: ${parsed.issues[0].message}` };
}

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(entries, name);
}
