// The page follows the language. What every dictionary must have is in test/unit/languages.test.ts.
import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { effect } from '@preact/signals';
import { more } from '../../../web/i18n/more-strings.ts';
import { dictionary, speak, strings, tellDuration } from '../../../web/i18n/strings.ts';

afterEach(() => speak('en'));

describe('the dictionaries', () => {
  test('when durations are told, then in words of the language', async () => {
    await speak('zh-CN');
    const told = [1_500, 90_000, 300_000, 5_400_000, 86_400_000 * 30].map(tellDuration);
    assert.deepEqual(told, ['1.5 秒', '90 秒', '5 分钟', '1 小时 30 分钟', '30 天']);
  });
});

describe('speak', () => {
  test('when the language changes, then whoever reads a word reads it anew', async () => {
    const read: string[] = [];
    const stop = effect(() => {
      read.push(`${strings.form.submit} ${more.history.title}`);
    });
    await speak('zh-CN');
    await speak('zh-CN');
    await speak('en');
    stop();
    assert.deepEqual(read, ['Submit History', '提交 历史', 'Submit History']);
    assert.equal(dictionary.value.language, 'en');
  });

  test('when another language is wanted while one is on its way, then the last one wanted is spoken', async () => {
    const first = speak('zh-CN');
    await speak('en');
    await first;
    assert.equal(strings.form.submit, 'Submit');
  });
});
