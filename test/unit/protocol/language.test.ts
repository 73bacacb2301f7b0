// Which language a tag or a locale means.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { matchLanguage } from '../../../src/protocol/language.ts';

describe('matchLanguage', () => {
  for (const [tag, language] of [
    ['en', 'en'],
    ['en_GB', 'en'],
    ['EN-us', 'en'],
    ['en_US.UTF-8', 'en'],
    ['zh', 'zh-CN'],
    ['zh-CN', 'zh-CN'],
    ['zh_CN.UTF-8', 'zh-CN'],
    ['zh-Hans-SG', 'zh-CN'],
    ['zh@pinyin', 'zh-CN'],
    ['de_DE.UTF-8', null],
    ['english', null],
    ['zha', null],
    ['en us', null],
    ['C.UTF-8', null],
    ['', null],
  ] as const) {
    test(`when it is "${tag}", then ${language}`, () => assert.equal(matchLanguage(tag), language));
  }
});
