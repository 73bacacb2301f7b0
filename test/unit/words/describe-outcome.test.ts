// How a prompt ended, in words.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Outcome } from '../../../src/core/prompt.ts';
import { describeOutcome, tellOutcome, type Viewpoint } from '../../../src/words/describe-outcome.ts';
import { en } from '../../../src/words/en.ts';
import { zhCN } from '../../../src/words/zh-CN.ts';
import { makeOutcome } from '../../helpers/prompts.ts';

const cancelled = { status: 'cancelled', values: [] } as const;
const timeout = { status: 'timeout', by: 'deadline', values: [] } as const;
const fallback = { ...timeout, values: ['skip'], fallback: true } as const;

describe('describeOutcome', () => {
  const cases: [english: string, chinese: string, outcome: Partial<Outcome>, viewpoint?: Viewpoint][] = [
    ['answered in the browser', '已在浏览器中回答', {}],
    ['answered in another tab', '已在另一个标签页中回答', {}, { isTab: true }],
    ['answered in the terminal', '已在终端中回答', { by: 'terminal' }, { isTab: true }],
    ['answered from the command line', '已从命令行回答', { by: 'cli' }],
    ['answered', '已回答', {}, { isMine: true }],
    ['the command ended before it received the answer', '命令已经结束，没有收到回答', {}, { isGone: true }],
    ['cancelled in the browser', '已在浏览器中取消', cancelled],
    ['cancelled', '已取消', cancelled, { isMine: true }],
    ['timed out', '已超时', timeout],
    ['timed out', '已超时', fallback],
    ['timed out, used', '已超时，已采用', fallback, { namesFallback: true }],
    ['the portal was stopped', '门户已停止', { ...cancelled, by: 'portal' }],
    ['the command has ended', '命令已经结束', { ...cancelled, by: 'asker' }],
    ['the command was interrupted', '命令已被中断', { ...cancelled, by: 'asker', cause: 'signal' }],
    ['nobody could be reached', '无法联系到任何人', { ...cancelled, by: 'asker', cause: 'unreached' }],
  ];
  for (const [english, chinese, outcome, viewpoint] of cases) {
    test(`"${english}" is what it says, in Chinese "${chinese}"`, () => {
      const full = makeOutcome(outcome);
      assert.equal(describeOutcome(full, en, viewpoint), english);
      assert.equal(describeOutcome(full, zhCN, viewpoint), chinese);
    });
  }
});

describe('tellOutcome', () => {
  const cases: [sentence: string, outcome: Partial<Outcome>, viewpoint?: Viewpoint, answer?: string][] = [
    ['answered "staging" in the browser after 12 s', {}, {}, '"staging"'],
    ['answered in the browser after 12 s', {}, { isAsker: true }],
    ['nobody answered within 12 s', timeout],
    ['nobody answered; the fallback "skip" was used after 12 s', fallback],
    ['the portal lost its connection to this command after 12 s', { ...cancelled, by: 'asker' }, { isAsker: true }],
  ];
  for (const [sentence, outcome, viewpoint, answer] of cases) {
    test(`"${sentence}" is what it says`, () => {
      assert.equal(tellOutcome(makeOutcome({ elapsed_ms: 12_000, ...outcome }), en, viewpoint, answer), sentence);
    });
  }

  test('in Chinese the time comes last', () => {
    assert.equal(tellOutcome(makeOutcome({ elapsed_ms: 5_000 }), zhCN), '已在浏览器中回答，用时 5 秒');
  });
});
