// The page follows the language. What every dictionary must have is in test/unit/languages.test.ts.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { effect } from '@preact/signals';
import { language, strings, tellDuration } from '../../../web/i18n/strings.ts';

afterEach(() => {
  language.value = 'en';
});

test('durations are in words of the language in use', () => {
  language.value = 'zh-CN';
  const told = [1_500, 90_000, 300_000, 5_400_000, 86_400_000 * 30].map(tellDuration);
  assert.deepEqual(told, ['1.5 秒', '90 秒', '5 分钟', '1 小时 30 分钟', '30 天']);
});

test('a change of the language reruns what has read a word', () => {
  const read: string[] = [];
  const stop = effect(() => {
    read.push(`${strings.form.submit} ${strings.history.title}`);
  });
  language.value = 'zh-CN';
  language.value = 'zh-CN';
  language.value = 'en';
  stop();
  assert.deepEqual(read, ['Submit History', '提交 历史', 'Submit History']);
});

test('in the history, all that a filter shows begins with its word or says the same', () => {
  const words = { en: /^Cancelled/, 'zh-CN': /取消/ };
  for (const [name, word] of Object.entries(words)) {
    language.value = name as keyof typeof words;
    const { statuses, endings } = strings.history;
    for (const said of [statuses.cancelled, ...Object.values(endings)]) assert.match(said, word);
  }
});
