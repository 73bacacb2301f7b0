// The settings page: every change is shown and saved at once, and taken back when it is refused.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { type Signal, signal } from '@preact/signals';
import { DEFAULT_SETTINGS, type Settings, type SettingsChange } from '../../../src/protocol/settings.ts';
import { type SaveReply, SettingsForm } from '../../../web/settings/settings-form.ts';

describe('SettingsForm', () => {
  let settings: Signal<Settings | null>;
  let saved: SettingsChange[];
  let reply: (change: SettingsChange) => SaveReply;
  let form: SettingsForm;

  beforeEach(() => {
    settings = signal<Settings | null>(DEFAULT_SETTINGS);
    saved = [];
    reply = (change) => ({ ok: true, settings: { ...DEFAULT_SETTINGS, ...change } });
    form = new SettingsForm(settings, async (change) => {
      saved.push(change);
      return reply(change);
    });
  });

  test('when one is changed, then it shows at once, is saved, and the form says so', async () => {
    const done = form.set('theme', 'dark');
    assert.deepEqual([settings.value?.theme, form.state.value.status], ['dark', 'saving']);
    await done;
    assert.deepEqual(saved, [{ theme: 'dark' }]);
    assert.equal(form.state.value.status, 'saved');
  });

  test('when nothing changes, or nothing is known yet, then nothing is sent', async () => {
    await form.set('theme', 'auto');
    settings.value = null;
    await form.set('theme', 'dark');
    assert.deepEqual(saved, []);
  });

  test('when the portal does not answer, then the setting is what it was', async () => {
    reply = () => ({ ok: false, message: null });
    await form.set('sound', true);
    assert.deepEqual([settings.value?.sound, form.state.value.status], [false, 'failed']);
  });

  test('when the portal refuses, then its reason is shown', async () => {
    reply = () => ({ ok: false, message: 'no' });
    await form.set('language', 'en');
    assert.deepEqual(form.state.value, { status: 'refused', name: 'language', message: 'no' });
    assert.equal(settings.value?.language, 'auto');
  });

  test('when another tab changes something meanwhile, then a refusal does not undo that', async () => {
    reply = () => {
      settings.value = { ...DEFAULT_SETTINGS, sound: true };
      return { ok: false, message: 'no' };
    };
    await form.set('theme', 'dark');
    assert.deepEqual([settings.value?.sound, settings.value?.theme], [true, 'auto']);
  });

  const durations: [string, 'default_timeout' | 'notify_before' | 'retention', boolean][] = [
    ['90s', 'default_timeout', true],
    ['none', 'default_timeout', true],
    ['soon', 'default_timeout', false],
    ['31d', 'default_timeout', false],
    ['0', 'notify_before', false],
    ['1h', 'retention', false],
    [' 7d ', 'retention', true],
  ];
  for (const [text, name, fits] of durations) {
    test(`when "${text}" is typed as ${name}, then it is ${fits ? 'saved' : 'refused here already'}`, async () => {
      await form.setDuration(name, text);
      assert.deepEqual(saved, fits ? [{ [name]: text.trim() }] : []);
      if (!fits) assert.deepEqual(form.state.value, { status: 'refused', name, message: null });
    });
  }
});
