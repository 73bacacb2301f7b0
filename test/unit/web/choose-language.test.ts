// Which language the page speaks, by the setting and by what the browser prefers.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { chooseLanguage } from '../../../web/i18n/choose-language.ts';

describe('chooseLanguage', () => {
  const cases: [string, string[], string][] = [
    ['auto', ['zh-CN', 'en'], 'zh-CN'],
    ['auto', ['zh'], 'zh-CN'],
    ['auto', ['de-DE', 'zh-Hans-SG', 'en'], 'zh-CN'],
    ['auto', ['en-GB', 'zh-CN'], 'en'],
    ['auto', ['fr'], 'en'],
    ['auto', [], 'en'],
    ['en', ['zh-CN'], 'en'],
    ['zh-CN', ['en'], 'zh-CN'],
  ];
  for (const [setting, preferred, language] of cases) {
    test(`when the setting is ${setting} and the browser prefers [${preferred}], then ${language}`, () =>
      assert.equal(chooseLanguage(setting as 'auto', preferred), language));
  }
});
