// Dictionaries: both say everything, and the page follows the language.
import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { effect } from '@preact/signals';
import { en } from '../../../web/i18n/en.ts';
import { enMore } from '../../../web/i18n/en-more.ts';
import { more } from '../../../web/i18n/more-strings.ts';
import { dictionary, speak, strings } from '../../../web/i18n/strings.ts';
import { chinese } from '../../../web/i18n/zh-CN.ts';

afterEach(() => speak('en'));

/** Every word with its path; functions are called with numbers and texts that all of them can take. */
function listWords(part: object, path = ''): [string, unknown][] {
  return Object.entries(part).flatMap(([name, value]): [string, unknown][] => {
    if (typeof value === 'object' && value !== null) return listWords(value, `${path}${name}.`);
    return [[path + name, typeof value === 'function' ? value(2, 3, 4) : value]];
  });
}

describe('the dictionaries', () => {
  for (const [name, english, other] of [
    ['first', en, chinese.first],
    ['more', enMore, chinese.more],
  ] as const) {
    test(`when the ${name} words are compared, then each has its translation and none is empty`, () => {
      assert.ok(other);
      const words = listWords(other);
      assert.deepEqual(
        words.map(([path]) => path).sort(),
        listWords(english)
          .map(([path]) => path)
          .sort(),
      );
      for (const [path, word] of words) assert.match(String(word), /\S/, path);
    });
  }

  test('when a word is translated, then it is in Chinese, names and commands aside', () => {
    const same = ['brand', 'locked.command', 'time.setHint', 'settings.notify_beforeHint'];
    for (const [path, word] of [...listWords(chinese.first), ...listWords(chinese.more ?? {})]) {
      if (!same.includes(path)) assert.match(String(word), /\p{Script=Han}/u, path);
    }
  });

  test('when durations are told, then in words of the language', () => {
    const told = [1_500, 90_000, 300_000, 5_400_000, 86_400_000 * 30].map(chinese.first.time.duration);
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
