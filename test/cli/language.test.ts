// The language of what a waiting command says: flag, environment, setting, locale, in that order.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { test } from '../helpers/attempts.ts';
import { makeHome } from '../helpers/choice.ts';
import { runCase, runInProcess } from '../helpers/in-process.ts';
import { writeSettings } from '../helpers/question.ts';

const question = ['ask', '--portal', 'inline', '--timeout', '1', '--fallback', 'a', 'Q', 'a', 'b'];
const english = /Q \(1 s left\)[\s\S]*nobody answered; the fallback "a" was used[\s\S]*the question was never shown/;
const chinese = /Q \(剩余 1 秒\)[\s\S]*内无人回答，采用备用答案“a”[\s\S]*没有任何页面或终端显示过这个问题/;

interface Case {
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly setting?: 'auto' | 'en' | 'zh-CN';
  readonly speaks: 'English' | 'Chinese';
  readonly warns?: RegExp;
}

const unknown = (name: string) =>
  new RegExp(`^choice: CHOICE_LANG: "${name}" is not supported; use one of: auto, en, zh-CN$`, 'm');

const cases: [when: string, Case][] = [
  ['nothing says anything', { speaks: 'English' }],
  ['the locale is Chinese', { env: { LANG: 'zh_CN.UTF-8' }, speaks: 'Chinese' }],
  ['LC_ALL beats LANG', { env: { LC_ALL: 'zh_CN.UTF-8', LANG: 'en_US.UTF-8' }, speaks: 'Chinese' }],
  ['LC_MESSAGES beats LANG', { env: { LC_MESSAGES: 'en_GB', LANG: 'zh_CN' }, speaks: 'English' }],
  ['the locale is C', { env: { LC_ALL: 'C.UTF-8', LANG: 'zh_CN' }, speaks: 'English' }],
  ['the locale is not spoken here', { env: { LANG: 'fr_FR.UTF-8' }, speaks: 'English' }],
  ['the setting beats the locale', { setting: 'en', env: { LANG: 'zh_CN.UTF-8' }, speaks: 'English' }],
  ['the setting is Chinese', { setting: 'zh-CN', env: { LANG: 'en_US' }, speaks: 'Chinese' }],
  ['the setting leaves it to the locale', { setting: 'auto', env: { LANG: 'zh_CN' }, speaks: 'Chinese' }],
  ['CHOICE_LANG beats the setting', { setting: 'zh-CN', env: { CHOICE_LANG: 'en' }, speaks: 'English' }],
  ['CHOICE_LANG is empty', { setting: 'zh-CN', env: { CHOICE_LANG: '' }, speaks: 'Chinese' }],
  ['--lang beats CHOICE_LANG', { flags: ['--lang', 'zh-CN'], env: { CHOICE_LANG: 'en' }, speaks: 'Chinese' }],
  ['--lang beats them all', { flags: ['--lang=en'], setting: 'zh-CN', env: { LANG: 'zh_CN' }, speaks: 'English' }],
  ['--lang leaves it to the setting', { flags: ['--lang', 'auto'], setting: 'zh-CN', speaks: 'Chinese' }],
  ['--lang is short for it', { flags: ['--lang', 'zh'], speaks: 'Chinese' }],
  ['--lang is written as a locale', { flags: ['--lang', 'zh_CN.UTF-8'], speaks: 'Chinese' }],
  ['CHOICE_LANG is unknown', { env: { CHOICE_LANG: 'fr', LANG: 'zh_CN' }, speaks: 'English', warns: unknown('fr') }],
];

describe('the language', { concurrency: 4 }, () => {
  for (const [index, [when, { flags = [], env = {}, setting, speaks, warns }]] of cases.entries()) {
    test(`when ${when}, then it is ${speaks}${warns ? ', with a warning' : ''}, and stdout is the same`, async (t) => {
      const home = makeHome(t);
      if (setting) writeSettings(home, { language: setting });
      const [command = '', ...rest] = question;
      const { code, stdout, stderr } = await runCase(index, home, [command, ...flags, ...rest], env);
      assert.deepEqual([code, stdout], [0, 'a\n']);
      assert.match(stderr, speaks === 'English' ? english : chinese);
      if (warns) assert.match(stderr, warns);
      else assert.doesNotMatch(stderr, /is not supported/);
    });
  }

  for (const name of ['fr', 'tlh_KX', '']) {
    test(`when --lang is "${name}", then exit code 2, and nobody is asked or answers`, async (t) => {
      const home = makeHome(t);
      for (const args of [
        ['ask', '--lang', name, 'Q', 'a', 'b'],
        ['answer', '--lang', name],
      ]) {
        const { code, stdout, stderr } = await runInProcess(home, args, { env: { CHOICE_LANG: 'zh' } });
        assert.deepEqual([code, stdout], [2, '']);
        assert.equal(stderr, `choice: --lang: "${name}" is not supported; use one of: auto, en, zh-CN\n`);
      }
    });
  }

  test('when the setting is wrong, then stderr says so and the locale decides', async (t) => {
    const home = makeHome(t);
    writeSettings(home, '{"language":"fr"}');
    const { stderr } = await runInProcess(home, question, { env: { LANG: 'zh_CN' } });
    assert.match(stderr, /config\.json: language: "\w+", but it must be one of: auto, en, zh-CN/);
    assert.match(stderr, chinese);
  });

  test('when --json is given, then its words are English in every language', async (t) => {
    const [command = '', ...rest] = question;
    const { stdout } = await runInProcess(makeHome(t), [command, '--json', '--lang', 'zh-CN', ...rest]);
    const { status, by } = JSON.parse(stdout);
    assert.deepEqual([status, by], ['timeout', 'deadline']);
  });
});
