// Fields of the settings page: a flag, a choice of a few, a duration.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { DurationName } from '../../src/protocol/setting-durations.ts';
import type { Settings } from '../../src/protocol/settings.ts';
import { strings } from '../i18n/strings.ts';
import type { SettingsForm } from './settings-form.ts';

type FlagName = { [Name in keyof Settings]: Settings[Name] extends boolean ? Name : never }[keyof Settings];

interface FieldProps<Name> {
  readonly form: SettingsForm;
  readonly current: Settings;
  readonly name: Name;
  readonly hint?: string;
}

export function FlagSetting({ form, current, name, hint }: FieldProps<FlagName>) {
  return (
    <div class="setting flag">
      <input
        type="checkbox"
        id={name}
        checked={current[name]}
        aria-describedby={hint === undefined ? undefined : `${name}-hint`}
        onChange={(event) => void form.set(name, event.currentTarget.checked)}
      />
      <label for={name}>{strings.settings[name]}</label>
      <Hint name={name} text={hint} />
    </div>
  );
}

/** Saved when the human leaves the field or presses Enter. */
export function DurationSetting({ form, current, name, hint }: FieldProps<DurationName>) {
  const state = form.state.value;
  const isWrong = state.status === 'refused' && state.name === name;
  const saved = current[name];
  const text = useSignal(saved);
  useEffect(() => {
    text.value = saved;
  }, [saved]);
  return (
    <div class="setting">
      <label for={name}>{strings.settings[name]}</label>
      <input
        type="text"
        id={name}
        autocomplete="off"
        spellcheck={false}
        value={text}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
        aria-invalid={isWrong}
        aria-describedby={`${name}-hint`}
        onChange={(event) => void form.setDuration(name, event.currentTarget.value)}
      />
      <Hint name={name} text={hint} />
    </div>
  );
}

type ChoiceName = 'language' | 'theme';

export function ChoiceSetting<Name extends ChoiceName>(
  props: FieldProps<Name> & { readonly choices: Readonly<Record<Settings[Name], string>> },
) {
  const { form, current, name, choices } = props;
  const values = Object.keys(choices) as Settings[Name][];
  return (
    <div class="setting">
      <label for={name}>{strings.settings[name]}</label>
      <select id={name} onChange={(event) => void form.set(name, event.currentTarget.value as Settings[Name])}>
        {values.map((value) => (
          <option key={value} value={value} selected={value === current[name]}>
            {choices[value]}
          </option>
        ))}
      </select>
    </div>
  );
}

function Hint({ name, text }: { name: string; text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <p id={`${name}-hint`} class="hint">
      {text}
    </p>
  );
}
