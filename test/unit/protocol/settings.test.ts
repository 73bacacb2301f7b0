// Settings: one schema for the file, the page and the command line.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as v from 'valibot';
import {
  checkSetting,
  DEFAULT_SETTINGS,
  isSettingName,
  parseSettings,
  SETTING_NAMES,
  SettingsChangeSchema,
  SettingsSchema,
} from '../../../src/protocol/settings.ts';

describe('a setting', () => {
  const taken: [name: string, values: unknown[]][] = [
    ['default_timeout', ['1', '90s', '5m', '1h30m', '30d', 'none']],
    ['notify_before', ['1s', '10s', '24h', 'none']],
    ['notify_new', [true, false]],
    ['notify_soon', [true, false]],
    ['notify_timeout', [true, false]],
    ['sound', [true, false]],
    ['language', ['auto', 'en', 'zh-CN']],
    ['theme', ['auto', 'light', 'dark']],
    ['retention', ['1d', '30d', '3650d', 'none']],
    ['submit_on_pick', [true, false]],
    ['private_titles', [true, false]],
  ];
  for (const [name, values] of taken) {
    for (const value of values) {
      test(`when ${name} is ${JSON.stringify(value)}, then it is taken`, () =>
        assert.deepEqual(checkSetting(name, value), { ok: true }));
    }
  }

  test('when the names are listed, then each of them was tried above and has a default that is taken', () => {
    assert.deepEqual(
      [...SETTING_NAMES],
      taken.map(([name]) => name),
    );
    assert.deepEqual(Object.keys(DEFAULT_SETTINGS), [...SETTING_NAMES]);
    assert.equal(v.is(SettingsSchema, DEFAULT_SETTINGS), true);
  });

  const refused: [name: string, value: unknown, problem: RegExp][] = [
    ['default_timeout', '0', /^default_timeout: "0" is out of range; it must be from 1 s to 30 d$/],
    ['default_timeout', '31d', /^default_timeout: "31d" is out of range/],
    ['default_timeout', 'soon', /^default_timeout: "soon" is not a duration; write seconds/],
    ['default_timeout', 300, /^default_timeout: 300, but it must be a duration such as/],
    ['notify_before', '25h', /^notify_before: "25h" is out of range/],
    ['notify_new', 'yes', /^notify_new: "yes", but it must be true or false$/],
    ['sound', 1, /^sound: 1, but it must be true or false$/],
    ['language', 'fr', /^language: "fr", but it must be one of: auto, en, zh-CN$/],
    ['theme', 'blue', /^theme: "blue", but it must be one of: auto, light, dark$/],
    ['retention', '1h', /^retention: "1h" is out of range/],
    ['submit_on_pick', null, /^submit_on_pick: null, but it must be true or false$/],
    ['colour', 'red', /^there is no setting "colour"; the settings are: default_timeout, /],
    ['constructor', true, /^there is no setting "constructor"/],
    ['__proto__', {}, /^there is no setting "__proto__"/],
  ];
  for (const [name, value, problem] of refused) {
    test(`when ${name} is ${JSON.stringify(value)}, then one line says why not`, () => {
      const checked = checkSetting(name, value);
      assert.match(checked.ok ? 'it was taken' : checked.problem, problem);
      assert.match(checked.ok ? '' : checked.problem, /^[^\n]{1,200}$/);
    });
  }

  test('when a name is inherited by every object, then it is the name of no setting', () => {
    assert.deepEqual(['theme', 'toString', '__proto__', ''].map(isSettingName), [true, false, false, false]);
  });
});

describe('the file of settings', () => {
  test('when there is none, then every setting has its default and nothing is wrong', () => {
    assert.deepEqual(parseSettings(null), { settings: DEFAULT_SETTINGS, problems: [] });
  });

  test('when it holds some, then the others have their defaults', () => {
    const some = { default_timeout: '10m', language: 'zh-CN', sound: true } as const;
    assert.deepEqual(parseSettings(JSON.stringify(some)), {
      settings: { ...DEFAULT_SETTINGS, ...some },
      problems: [],
    });
  });

  test('when it holds all, then it comes back as it was', () => {
    const parsed = parseSettings(JSON.stringify(DEFAULT_SETTINGS, null, 2));
    assert.deepEqual(parsed, { settings: DEFAULT_SETTINGS, problems: [] });
  });

  test('when some are wrong or unknown, then those have their defaults, one line each, and the rest counts', () => {
    const { settings, problems } = parseSettings('{"theme":"blue","sound":true,"colour":1,"default_timeout":5}');
    assert.deepEqual(settings, { ...DEFAULT_SETTINGS, sound: true });
    assert.deepEqual(
      problems.map((problem) => /^\S+ \S+ \S+ \S+|^\w+/.exec(problem)?.[0]),
      ['theme: "blue", but it', 'there is no setting', 'default_timeout: 5, but it'],
    );
  });

  test('when it holds __proto__, then nothing but a problem comes of it', () => {
    const { settings, problems } = parseSettings('{"__proto__":{"sound":true,"theme":"dark"}}');
    assert.deepEqual(settings, DEFAULT_SETTINGS);
    assert.equal(Object.getPrototypeOf(settings), Object.prototype);
    assert.equal(problems.length, 1);
  });

  for (const text of ['', '{', 'sound=true', 'null', '3', '"x"', 'true']) {
    test(`when it is ${JSON.stringify(text)}, then every setting has its default and one line says so`, () => {
      const { settings, problems } = parseSettings(text);
      assert.deepEqual(settings, DEFAULT_SETTINGS);
      assert.deepEqual(problems.length, 1);
      assert.match(problems[0] ?? '', /^not .*; using the defaults$/);
    });
  }
});

describe('a change of settings', () => {
  test('when it names some, then it passes; when one is wrong or unknown, then it does not', () => {
    assert.deepEqual(
      [{}, { theme: 'dark' }, { theme: 'dark', sound: false }, { theme: 'blue' }, { colour: 1 }, null].map((change) =>
        v.is(SettingsChangeSchema, change),
      ),
      [true, true, true, false, false, false],
    );
  });
});
