// The settings as a form: every change goes to the portal at once, which sends it to every tab.
import { type Signal, signal } from '@preact/signals';
import { parseDuration } from '../../src/core/duration.ts';
import { type DurationName, SETTING_DURATIONS } from '../../src/protocol/setting-durations.ts';
import type { SettingName, Settings, SettingsChange } from '../../src/protocol/settings.ts';

export type SaveState =
  | { readonly status: 'idle' | 'saving' | 'saved' | 'failed' }
  /** `message` is null when the typed text is not a valid duration; `name` is the rejected setting. */
  | { readonly status: 'refused'; readonly name: SettingName; readonly message: string | null };

export type SaveReply =
  | { readonly ok: true; readonly settings: Settings }
  /** `message` is null when the portal did not answer. */
  | { readonly ok: false; readonly message: string | null };

export class SettingsForm {
  readonly state = signal<SaveState>({ status: 'idle' });
  readonly #settings: Signal<Settings | null>;
  readonly #save: (change: SettingsChange) => Promise<SaveReply>;

  constructor(settings: Signal<Settings | null>, save: (change: SettingsChange) => Promise<SaveReply>) {
    this.#settings = settings;
    this.#save = save;
  }

  /** Saves one setting. Shows the new value at once, and restores the old one if the portal does not accept it. */
  async set<Name extends SettingName>(name: Name, value: Settings[Name]): Promise<void> {
    const before = this.#settings.peek();
    if (!before || before[name] === value) return;
    this.state.value = { status: 'saving' };
    this.#settings.value = { ...before, [name]: value };
    const reply = await this.#save({ [name]: value });
    if (reply.ok) {
      this.#settings.value = reply.settings;
      this.state.value = { status: 'saved' };
      return;
    }
    const now = this.#settings.peek();
    if (now) this.#settings.value = { ...now, [name]: before[name] };
    this.state.value =
      reply.message === null ? { status: 'failed' } : { status: 'refused', name, message: reply.message };
  }

  /** Saves a duration as it was typed, if it is valid. */
  async setDuration(name: DurationName, text: string): Promise<void> {
    const { min, max } = SETTING_DURATIONS[name];
    const typed = text.trim();
    if (parseDuration(typed, min, max).ok) await this.set(name, typed);
    else this.state.value = { status: 'refused', name, message: null };
  }
}
