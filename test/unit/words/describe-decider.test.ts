// Who decided, in words.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Decider } from '../../../src/core/prompt.ts';
import { describeDecider } from '../../../src/words/describe-decider.ts';
import { en } from '../../../src/words/en.ts';
import { zhCN } from '../../../src/words/zh-CN.ts';

const ada = { user: 'ada', host: 'box' };

describe('describeDecider', () => {
  const cases: [who: Decider, english: string, chinese: string][] = [
    [ada, 'ada on box', 'box 上的 ada'],
    [{ ...ada, tty: '/dev/pts/3' }, 'ada on box, terminal /dev/pts/3', 'box 上的 ada，终端 /dev/pts/3'],
    [
      { ...ada, tty: '/dev/pts/3', ssh: '10.0.0.5' },
      'ada on box, terminal /dev/pts/3, over SSH from 10.0.0.5',
      'box 上的 ada，终端 /dev/pts/3，经 SSH 来自 10.0.0.5',
    ],
    [{ ...ada, ssh: '::1' }, 'ada on box, over SSH from ::1', 'box 上的 ada，经 SSH 来自 ::1'],
    [{ ...ada, tty: '/dev/\u001b[2J' }, 'ada on box, terminal /dev/⟨U+001B⟩[2J', 'box 上的 ada，终端 /dev/⟨U+001B⟩[2J'],
  ];
  for (const [who, english, chinese] of cases) {
    test(`when it is ${JSON.stringify(who)}, then it says: ${english}`, () => {
      assert.deepEqual([describeDecider(who, en), describeDecider(who, zhCN)], [english, chinese]);
    });
  }
});
