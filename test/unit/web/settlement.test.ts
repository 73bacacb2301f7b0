// How a prompt ended, as facts.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Outcome } from '../../../src/core/prompt.ts';
import type { Delivery } from '../../../src/protocol/view.ts';
import type { Author } from '../../../src/session/session-state.ts';
import { splitSummary } from '../../../web/prompt/settled-words.ts';
import { describeSettlement, type Settlement } from '../../../web/prompt/settlement.ts';
import { makePrompt } from '../../helpers/prompts.ts';
import { makeOutcome, makeSettledView, makeView } from './fakes.ts';

type Case = [string, Partial<Outcome>, Delivery, Author, Settlement['kind'], Settlement['elsewhere'], string];

const timeout = { status: 'timeout', values: [], by: 'deadline' } as const;
const cancelled = { status: 'cancelled', values: [] } as const;
const cases: Case[] = [
  ['this tab answered', {}, 'sending', 'me', 'sending', null, 'Sending… — Deploy where? staging'],
  ['the asker has it', {}, 'delivered', 'me', 'delivered', null, 'Delivered — Deploy where? staging'],
  [
    'another tab answered',
    {},
    'delivered',
    'other',
    'delivered',
    'browser',
    'Answered in another tab — Deploy where? staging',
  ],
  [
    'the terminal answered',
    { by: 'terminal' },
    'delivered',
    'unknown',
    'delivered',
    'terminal',
    'Answered in the terminal — Deploy where? staging',
  ],
  [
    'the command line answered',
    { by: 'cli' },
    'delivered',
    'unknown',
    'delivered',
    'cli',
    'Answered from the command line — Deploy where? staging',
  ],
  ['the asker died', {}, 'gone', 'me', 'gone', null, 'The command has ended — Deploy where? staging'],
  ['nobody answered', timeout, 'delivered', 'other', 'timed_out', null, 'Timed out — Deploy where?'],
  [
    'the fallback was applied',
    { ...timeout, values: ['production'], fallback: true },
    'sending',
    'other',
    'fallback_used',
    null,
    'Timed out — Deploy where? production was used',
  ],
  ['this tab cancelled', cancelled, 'delivered', 'me', 'cancelled', null, 'Cancelled — Deploy where?'],
  [
    'another tab cancelled',
    cancelled,
    'sending',
    'other',
    'cancelled',
    'browser',
    'Cancelled in another tab — Deploy where?',
  ],
  [
    'the asker gave up',
    { ...cancelled, by: 'asker' },
    'gone',
    'other',
    'gone',
    null,
    'The command has ended — Deploy where?',
  ],
  [
    'the portal was stopped',
    { ...cancelled, by: 'portal' },
    'gone',
    'other',
    'stopped',
    null,
    'The portal was stopped — Deploy where?',
  ],
];

function summarize(settlement: Settlement): string {
  const { asked, answer } = splitSummary(settlement);
  return `${asked} ${answer}`.trim();
}

describe('describeSettlement', () => {
  for (const [when, outcome, delivery, author, kind, elsewhere, line] of cases) {
    test(`when ${when}, then it is "${kind}" and reads "${line}"`, () => {
      const settlement = describeSettlement(makeSettledView(outcome, delivery), author);
      assert.ok(settlement);
      assert.deepEqual([settlement.kind, settlement.elsewhere], [kind, elsewhere]);
      assert.equal(settlement.final, kind !== 'sending');
      assert.equal(summarize(settlement), line);
    });
  }

  test('when the prompt is open, then there is nothing to say', () => {
    assert.equal(describeSettlement(makeView(), 'unknown'), null);
  });

  test('when the option has a label, then the label is shown, not the value', () => {
    const prompt = makePrompt({ options: [{ value: 'staging', label: 'The staging machine' }] });
    const view = makeView({ outcome: makeOutcome() }, prompt);
    assert.deepEqual(describeSettlement(view, 'me')?.answers, ['The staging machine']);
  });

  test('when several were picked, then all are told', () => {
    const settlement = describeSettlement(makeSettledView({ values: ['production', 'staging'] }, 'delivered'), 'me');
    assert.ok(settlement);
    assert.equal(summarize(settlement), 'Delivered — Deploy where? production, staging');
  });

  test('when a text was typed, then it is the answer; when it is empty, then there is none to show', () => {
    const told = (text: string) => describeSettlement(makeSettledView({ values: [], text }), 'me')?.answers;
    assert.deepEqual([told('v1.2'), told('')], [['v1.2'], []]);
  });

  test('when it was over before this tab saw it, then it is past', () => {
    const past = (author: Author) => describeSettlement(makeSettledView(), author)?.past;
    assert.deepEqual([past('unknown'), past('other'), past('me')], [true, false, false]);
  });

  test('when the outcome could not be logged, then the page says so, after a reload too', () => {
    assert.equal(describeSettlement({ ...makeSettledView(), logged: false }, 'unknown')?.logged, false);
  });
});
