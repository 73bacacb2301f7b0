// Settings as people type them.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseSetting } from '../../../src/cli/setting-text.ts';

describe('parseSetting', () => {
  const good: [name: string, text: string, value: unknown][] = [
    ['sound', 'true', true],
    ['sound', 'ON', true],
    ['sound', '0', false],
    ['sound', 'no', false],
    ['default_timeout', '10m', '10m'],
    ['default_timeout', '90', '90'],
    ['default_timeout', 'none', 'none'],
    ['theme', 'dark', 'dark'],
    ['language', 'zh-CN', 'zh-CN'],
  ];
  for (const [name, text, value] of good) {
    test(`when ${name} is set to "${text}", then it is ${JSON.stringify(value)}`, () => {
      assert.deepEqual(parseSetting(name, text), { ok: true, change: { [name]: value } });
    });
  }

  const bad: [name: string, text: string, problem: RegExp][] = [
    ['sound', 'loud', /^sound: must be true \(yes, on, 1\) or false \(no, off, 0\)$/],
    ['sound', '', /^sound: must be true \(yes, on, 1\) or false \(no, off, 0\)$/],
    ['theme', 'true', /^theme: "true", but it must be one of: auto, light, dark$/],
    ['default_timeout', '0.5', /^default_timeout: .*from 1 s to 30 d/],
    ['retention', '1h', /^retention: .*out of range/],
    ['volume', '3', /^there is no setting "volume"; the settings are: default_timeout, /],
    ['constructor', 'true', /^there is no setting "constructor"/],
  ];
  for (const [name, text, problem] of bad) {
    test(`when ${name} is set to "${text}", then it is refused`, () => {
      const parsed = parseSetting(name, text);
      assert.ok(!parsed.ok);
      assert.match(parsed.problem, problem);
    });
  }
});
