// The settings page: every change takes effect at once, in every tab and for every command.
import { useMemo } from 'preact/hooks';
import { PATHS } from '../../src/protocol/paths.ts';
import type { SettingName, Settings, SettingsChange } from '../../src/protocol/settings.ts';
import { strings } from '../i18n/strings.ts';
import { askPermission, notificationPermission } from '../notifications/permission.ts';
import { useApp } from '../shell/context.ts';
import { Heading } from '../shell/heading.tsx';
import { callPortal } from '../shell/portal-api.ts';
import { ChoiceSetting, DurationSetting, FlagSetting } from './setting-fields.tsx';
import { type SaveReply, type SaveState, SettingsForm } from './settings-form.ts';

/** Each language in its own name, so that its speakers recognise it. */
const LANGUAGE_NAMES = { en: 'English', 'zh-CN': '简体中文' } as const;

async function save(change: SettingsChange): Promise<SaveReply> {
  const reply = await callPortal<{ settings: Settings }>(PATHS.settings, change);
  return reply.ok
    ? { ok: true, settings: reply.body.settings }
    : { ok: false, message: reply.refusal?.message ?? null };
}

export function SettingsView() {
  const { settings } = useApp();
  const form = useMemo(() => new SettingsForm(settings, save), [settings]);
  const current = settings.value;
  return (
    <section class="settings" data-testid="settings">
      <Heading>{strings.settings.title}</Heading>
      <p class="explanation">{strings.settings.intro}</p>
      {current ? <Groups form={form} current={current} /> : <p class="card waiting">{strings.presence.loading}</p>}
      <p class="save-state" role="status" data-testid="save-state" data-state={form.state.value.status}>
        {describeState(form.state.value)}
      </p>
    </section>
  );
}

function Groups({ form, current }: { form: SettingsForm; current: Settings }) {
  const texts = strings.settings;
  return (
    <>
      <fieldset class="card group">
        <legend>{texts.asking}</legend>
        <DurationSetting form={form} current={current} name="default_timeout" hint={texts.default_timeoutHint} />
        <FlagSetting form={form} current={current} name="submit_on_pick" hint={texts.submit_on_pickHint} />
      </fieldset>
      <fieldset class="card group">
        <legend>{texts.alerts}</legend>
        <Permission />
        <FlagSetting form={form} current={current} name="notify_new" />
        <FlagSetting form={form} current={current} name="notify_soon" />
        <FlagSetting form={form} current={current} name="notify_timeout" />
        <DurationSetting form={form} current={current} name="notify_before" hint={texts.notify_beforeHint} />
        <FlagSetting form={form} current={current} name="sound" />
      </fieldset>
      <fieldset class="card group">
        <legend>{texts.looks}</legend>
        <ChoiceSetting
          form={form}
          current={current}
          name="language"
          choices={{ auto: texts.auto, ...LANGUAGE_NAMES }}
        />
        <ChoiceSetting form={form} current={current} name="theme" choices={texts.themes} />
      </fieldset>
      <fieldset class="card group">
        <legend>{texts.keeping}</legend>
        <DurationSetting form={form} current={current} name="retention" hint={texts.retentionHint} />
        <FlagSetting form={form} current={current} name="private_titles" hint={texts.private_titlesHint} />
      </fieldset>
    </>
  );
}

function Permission() {
  const permission = notificationPermission.value;
  return (
    <div class="permission">
      <p class="hint">{strings.settings.permission[permission]}</p>
      {permission === 'default' && (
        <button type="button" class="button small" onClick={() => void askPermission()}>
          {strings.settings.permission.ask}
        </button>
      )}
    </div>
  );
}

function describeState(state: SaveState): string {
  switch (state.status) {
    case 'saved':
      return strings.settings.saved;
    case 'failed':
      return strings.settings.failed;
    case 'refused':
      return `${strings.settings.refused} ${nameSetting(state.name)}: ${state.message ?? strings.settings.badDuration}`;
    default:
      return '';
  }
}

function nameSetting(name: SettingName): string {
  return strings.settings[name];
}
