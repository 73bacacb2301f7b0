// What can come next on a command line.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Command } from 'commander';
import { defineAnswer } from '../../../../src/cli/commands/answer.ts';
import { defineAsk } from '../../../../src/cli/commands/ask.ts';
import { defineCompletion, formatCompletion } from '../../../../src/cli/commands/completion.ts';
import { defineConfig } from '../../../../src/cli/commands/config.ts';
import { defineConfirm } from '../../../../src/cli/commands/confirm.ts';
import { defineExtend } from '../../../../src/cli/commands/extend.ts';
import { defineHistory } from '../../../../src/cli/commands/history.ts';
import { defineShow } from '../../../../src/cli/commands/show.ts';
import { complete } from '../../../../src/cli/completion/complete.ts';
import { listPrompt } from '../../../../src/protocol/view.ts';
import { makePrompt } from '../../../helpers/prompts.ts';

const program = new Command('choice').helpCommand('help [command]');
for (const define of [
  defineAsk,
  defineConfirm,
  defineAnswer,
  defineExtend,
  defineShow,
  defineHistory,
  defineConfig,
  defineCompletion,
]) {
  define(program, () => {});
}

const options = [{ value: 'staging' }, { value: 'prod', label: 'Production' }, { value: 'two\nlines' }];
const prompts = [
  listPrompt(makePrompt({ question: 'Deploy where?', options }, { id: 'abc00001' }), 0, 'waiting'),
  listPrompt(makePrompt({ kind: 'multi', question: 'a\tb\u001b[31m', options }, { id: 'abd00002' }), 0, 'waiting'),
];

async function values(...words: string[]): Promise<string[]> {
  const { candidates } = await complete(program, words, { listPrompts: async () => prompts });
  return candidates.map(({ value }) => value);
}

describe('complete', () => {
  const cases: [words: string[], values: string[]][] = [
    [['con'], ['confirm', 'config']],
    [['he'], ['help']],
    [['__'], []],
    [
      ['config', ''],
      ['get', 'set', 'list', 'path', 'help'],
    ],
    [
      ['config', 'get', 'notify_'],
      ['notify_before', 'notify_new', 'notify_soon', 'notify_timeout'],
    ],
    [['config', 'get', 'theme', ''], []],
    [
      ['config', 'set', 'sound', ''],
      ['true', 'false'],
    ],
    [
      ['config', 'set', 'theme', ''],
      ['auto', 'light', 'dark'],
    ],
    [
      ['config', 'set', 'language', ''],
      ['auto', 'en', 'zh-CN'],
    ],
    [
      ['config', 'set', 'retention', ''],
      ['none', '30d', '365d'],
    ],
    [['config', 'set', 'volume', ''], []],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['ask', '--max-t'], ['--max-timeout']],
    [
      ['ask', '--portal', ''],
      ['auto', 'background', 'inline'],
    ],
    [['ask', '--portal', 'in'], ['inline']],
    [['ask', '--portal=in'], ['--portal=inline']],
    [
      ['ask', '--order', ''],
      ['options', 'picked'],
    ],
    [
      ['ask', '-t', '1'],
      ['1m', '15m', '1h'],
    ],
    [
      ['ask', '--lang', ''],
      ['en', 'zh-CN'],
    ],
    [['ask', '--json='], []],
    [['ask', 'Deploy where?', ''], []],
    [['ask', 'Pick a flag', '--', '--'], []],
    [
      ['confirm', '--recommended', ''],
      ['yes', 'no'],
    ],
    [
      ['history', '--status', 'a'],
      ['all', 'active', 'answered'],
    ],
    [
      ['answer', ''],
      ['abc00001', 'abd00002'],
    ],
    [['answer', 'abd'], ['abd00002']],
    [['show', '--json', 'abc'], ['abc00001']],
    [['show', 'abc00001', ''], []],
    [['answer', '--note', 'answer', 'abc'], ['abc00001']],
    [
      ['answer', 'abc', ''],
      ['staging', 'prod'],
    ],
    [['answer', 'abc', 'staging', ''], []],
    [['answer', 'abd', 'staging', ''], ['prod']],
    [['answer', 'ab', ''], []],
    [['extend', 'abc', '--set', '3'], ['30s']],
  ];
  for (const [words, expected] of cases) {
    test(`when the line is "choice ${words.join(' ')}", then it offers ${expected.join(', ') || 'nothing'}`, async () => {
      assert.deepEqual(await values(...words), expected);
    });
  }

  test('when nothing is typed, then every command is offered, the hidden one aside', async () => {
    const offered = await values('');
    assert.ok(offered.includes('ask') && offered.includes('help'));
    assert.ok(!offered.includes('__complete'));
  });

  for (const words of [
    ['ask', '--spec', 'x'],
    ['ask', '--body-file=x'],
    ['ask', '--record', ''],
  ]) {
    test(`when the line is "choice ${words.join(' ')}", then files are asked for`, async () => {
      const completion = await complete(program, words, { listPrompts: async () => prompts });
      assert.deepEqual(completion, { candidates: [], files: true });
      assert.equal(formatCompletion(completion), '\tfiles\n');
    });
  }

  test('when ids are offered, then questions describe them, on one plain line', async () => {
    const completion = await complete(program, ['show', ''], { listPrompts: async () => prompts });
    assert.equal(formatCompletion(completion), 'abc00001\tDeploy where?\nabd00002\ta b⟨U+001B⟩[31m\n');
  });

  test('when flags are offered, then they are described without their environment twin', async () => {
    const { candidates } = await complete(program, ['show', '--j'], { listPrompts: async () => prompts });
    assert.equal(candidates.length, 1);
    assert.match(candidates[0]?.description ?? '', /^print one JSON object/);
    assert.doesNotMatch(candidates[0]?.description ?? '', /CHOICE_/);
  });
});
