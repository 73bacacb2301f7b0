// The one line that stays in the terminal.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import kleur from 'kleur';
import type { Outcome } from '../../../src/core/prompt.ts';
import type { PromptSpecInput } from '../../../src/core/spec.ts';
import { displayWidth } from '../../../src/core/width.ts';
import { describeEnding, type Ending } from '../../../src/terminal/ending.ts';
import { en } from '../../../src/terminal/strings/en.ts';
import { zhCN } from '../../../src/terminal/strings/zh-CN.ts';
import { makeOutcome, makeSpec } from '../../helpers/prompts.ts';

kleur.enabled = false;

const answered = makeOutcome({ by: 'terminal', settled_at: 0, elapsed_ms: 12_000, seen_at: 0 });

function describeIt(
  outcome: Partial<Outcome> | null,
  ending: Partial<Ending> = {},
  spec: Partial<PromptSpecInput> = {},
  columns = 79,
): string {
  const full = {
    outcome: outcome && { ...answered, ...outcome },
    isMine: false,
    isTooLate: false,
    isGone: false,
    isKept: false,
  };
  return describeEnding(makeSpec(spec), { ...full, ...ending }, en, columns);
}

describe('describeEnding', () => {
  const timeout = { status: 'timeout', by: 'deadline', values: [] } as const;
  const cases: [what: string, line: string, expected: string][] = [
    ['it was answered here', describeIt({}, { isMine: true }), '✔ Deploy where? staging  (12 s)'],
    [
      'the question has no mark at its end',
      describeIt({}, { isMine: true }, { question: 'Pick one' }),
      '✔ Pick one: staging  (12 s)',
    ],
    [
      'it was answered in the browser',
      describeIt({ by: 'browser' }),
      '✔ Deploy where? — answered in the browser: staging  (12 s)',
    ],
    [
      'it was answered in the browser first',
      describeIt({ by: 'browser' }, { isTooLate: true }),
      '✔ Deploy where? — answered in the browser: staging  (yours came too late)',
    ],
    [
      'it was answered from the command line',
      describeIt({ by: 'cli' }),
      '✔ Deploy where? — answered from the command line: staging  (12 s)',
    ],
    [
      'a text was typed',
      describeIt({ values: [], text: 'a\u001b[2Jb\nc' }, { isMine: true }),
      '✔ Deploy where? a⟨U+001B⟩[2Jb c  (12 s)',
    ],
    ['nothing was picked', describeIt({ values: [] }, { isMine: true }), '✔ Deploy where? nothing picked  (12 s)'],
    [
      'the command is gone',
      describeIt({}, { isMine: true, isGone: true }),
      '✖ Deploy where? — the command ended before it received the answer  (12 s)',
    ],
    ['time ran out', describeIt(timeout), '✖ Deploy where? — timed out  (12 s)'],
    [
      'the fallback was used',
      describeIt({ ...timeout, fallback: true, values: ['staging'] }),
      '✖ Deploy where? — timed out, used: staging  (12 s)',
    ],
    [
      'it was cancelled here',
      describeIt({ status: 'cancelled', values: [] }, { isMine: true }),
      '✖ Deploy where? — cancelled  (12 s)',
    ],
    [
      'it was cancelled in the browser',
      describeIt({ status: 'cancelled', values: [], by: 'browser' }),
      '✖ Deploy where? — cancelled in the browser  (12 s)',
    ],
    [
      'the command ended',
      describeIt({ status: 'cancelled', values: [], by: 'asker' }),
      '✖ Deploy where? — the command has ended  (12 s)',
    ],
    [
      'the portal gave up a command that is still there',
      describeIt({ status: 'cancelled', values: [], by: 'asker' }, { isAsker: true }),
      '✖ Deploy where? — the portal lost its connection to this command  (12 s)',
    ],
    ['it was closed', describeIt(null), '✖ Deploy where? — not answered here'],
    ['the command that asks closed it', describeIt(null, { isAsker: true }), '✖ Deploy where? — the command has ended'],
  ];
  for (const [what, line, expected] of cases) test(`when ${what}, then it says so`, () => assert.equal(line, expected));

  test('when an option has a label, then that is what is named', () => {
    const spec = { options: [{ value: 'staging', label: '预发布' }] };
    const outcome = {
      outcome: { ...answered, by: 'browser' as const },
      isMine: false,
      isTooLate: false,
      isGone: false,
      isKept: false,
    };
    assert.equal(
      describeEnding(makeSpec(spec), outcome, zhCN, 79),
      '✔ Deploy where? — 已在浏览器中回答： 预发布  (12 s)',
    );
  });

  test('when question and answer are long, then the line fits and shows a part of both', () => {
    const line = describeIt(
      { values: [], text: 'answer '.repeat(30) },
      { isMine: true },
      { question: 'why '.repeat(90) },
    );
    assert.ok(displayWidth(line) <= 79);
    assert.match(line, /^✔ why why .*… answer .*… {2}\(12 s\)$/);
  });
});
