// The state machine: who may change what, and when, for every event in every state.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HOUR, MAX_REQUESTS_KEPT, MAX_REQUESTS_TOLD, MINUTE, REQUESTS_KEPT_FOR } from '../../../src/core/limits.ts';
import type { Answer, Outcome, Prompt, Surface } from '../../../src/core/prompt.ts';
import { isDecided, openPrompt, remaining, requestIds } from '../../../src/core/prompt.ts';
import { fallbackOf, type PromptEvent, type Refusal, transition, type Verdict } from '../../../src/core/transition.ts';
import { deepFreeze, makeOutcome, makePrompt, makeSpec } from '../../helpers/prompts.ts';

// The prompts of these tests open at monotonic 0 and wall 1,000,000 with a timeout of 60 s.
const DEADLINE = 60_000;
const at = (now: number) => ({ now, wall: 1_000_000 + now });
const staging: Answer = { values: ['staging'] };

const events = {
  answer: { type: 'answer', request_id: 'r-answer', by: 'browser', answer: staging },
  cancel: { type: 'cancel', request_id: 'r-cancel', by: 'cli' },
  extend: { type: 'extend', request_id: 'r-extend', by: 'browser', by_ms: MINUTE },
  update_timeout: { type: 'update_timeout', request_id: 'r-update', by: 'browser', remaining_ms: 10_000 },
  draft: { type: 'draft', draft: staging },
  seen: { type: 'seen' },
  expire: { type: 'expire' },
} as const satisfies { [Type in PromptEvent['type']]: PromptEvent & { type: Type } };
type EventType = keyof typeof events;
const eventTypes = Object.keys(events) as EventType[];

/** `transition` over frozen inputs: a mutation anywhere throws. */
function apply(prompt: Prompt, event: PromptEvent, now: number): Verdict {
  return transition(deepFreeze(prompt), deepFreeze(event), deepFreeze(at(now)));
}

function accepted(prompt: Prompt, event: PromptEvent, now: number): Prompt {
  const verdict = apply(prompt, event, now);
  assert.ok(verdict.accepted, verdict.accepted ? '' : `refused: ${verdict.reason}`);
  return verdict.prompt;
}

function refused(prompt: Prompt, event: PromptEvent, now: number, reason: Refusal): Prompt {
  const verdict = apply(prompt, event, now);
  assert.ok(!verdict.accepted, 'was accepted');
  assert.equal(verdict.reason, reason);
  return verdict.prompt;
}

const outcomeOf = (prompt: Prompt): Outcome => prompt.outcome ?? assert.fail('still open');

describe('every event in every state', () => {
  const settledBy = (type: 'answer' | 'cancel') =>
    accepted(makePrompt(), { ...events[type], request_id: 'first' }, 5_000);
  const states: Record<string, { prompt: Prompt; now: number }> = {
    open: { prompt: makePrompt(), now: 1_000 },
    'open without a deadline': { prompt: makePrompt({ timeout_ms: null }), now: 1_000 },
    'open and not extendable': { prompt: makePrompt({ extendable: false }), now: 1_000 },
    'open at its bound': { prompt: makePrompt({ max_timeout_ms: 60_000 }), now: 1_000 },
    'at its deadline': { prompt: makePrompt(), now: DEADLINE },
    'past its deadline': { prompt: makePrompt(), now: DEADLINE + 5_000 },
    answered: { prompt: settledBy('answer'), now: 6_000 },
    cancelled: { prompt: settledBy('cancel'), now: 6_000 },
    'timed out': { prompt: accepted(makePrompt(), events.expire, DEADLINE), now: DEADLINE + 1 },
  };
  type Expected = 'accepted' | Refusal;
  const settled: Record<EventType, Expected> = {
    answer: 'settled',
    cancel: 'settled',
    extend: 'settled',
    update_timeout: 'settled',
    draft: 'settled',
    seen: 'settled',
    expire: 'settled',
  };
  const open: Record<EventType, Expected> = {
    answer: 'accepted',
    cancel: 'accepted',
    extend: 'accepted',
    update_timeout: 'accepted',
    draft: 'accepted',
    seen: 'accepted',
    expire: 'not_due',
  };
  const table: Record<string, Record<EventType, Expected>> = {
    open,
    'open without a deadline': { ...open, extend: 'not_extendable' },
    'open and not extendable': { ...open, extend: 'not_extendable', update_timeout: 'not_extendable' },
    'open at its bound': { ...open, extend: 'max_timeout' },
    'at its deadline': { ...settled, expire: 'accepted' },
    'past its deadline': { ...settled, expire: 'accepted' },
    answered: settled,
    cancelled: settled,
    'timed out': settled,
  };
  for (const [name, { prompt, now }] of Object.entries(states)) {
    for (const type of eventTypes) {
      const expected = table[name]?.[type];
      test(`when a prompt is ${name} and ${type} arrives, then it is ${expected}`, () => {
        const verdict = apply(prompt, events[type], now);
        assert.equal(verdict.accepted ? 'accepted' : verdict.reason, expected);
        if (verdict.prompt === prompt) return;
        assert.equal(verdict.prompt.revision, prompt.revision + 1);
        assert.equal(prompt.outcome, null, 'a settled prompt never changes');
      });
    }
  }

  test('when an event is refused before the deadline, then the very same prompt comes back', () => {
    const prompt = makePrompt({ extendable: false });
    assert.equal(refused(prompt, events.extend, 1_000, 'not_extendable'), prompt);
    assert.equal(refused(prompt, events.expire, 1_000, 'not_due'), prompt);
  });
});

describe('the deadline', () => {
  for (const now of [DEADLINE - 1, DEADLINE - 0.001]) {
    test(`when an answer arrives at ${now} of ${DEADLINE}, then it is accepted`, () => {
      assert.equal(outcomeOf(accepted(makePrompt(), events.answer, now)).status, 'answered');
    });
  }
  for (const now of [DEADLINE, DEADLINE + 0.001, DEADLINE + HOUR]) {
    for (const type of eventTypes.filter((name) => name !== 'expire')) {
      test(`when ${type} arrives at ${now} of ${DEADLINE}, then it is refused with the timeout that stands`, () => {
        const outcome = outcomeOf(refused(makePrompt(), events[type], now, 'settled'));
        assert.deepEqual([outcome.status, outcome.by, outcome.fallback], ['timeout', 'deadline', false]);
      });
    }
  }

  test('when the timer fires a fraction early, then nothing settles', () => {
    assert.equal(refused(makePrompt(), events.expire, DEADLINE - 0.001, 'not_due').outcome, null);
  });

  test('when the wall clock steps, then the deadline does not', () => {
    const verdict = transition(makePrompt(), events.answer, { now: DEADLINE - 1, wall: 9e15 });
    assert.equal(verdict.accepted, true);
    assert.equal(transition(makePrompt(), events.answer, { now: DEADLINE, wall: 0 }).accepted, false);
  });

  test('when it passes and there is a fallback, then the fallback is the value', () => {
    const outcome = outcomeOf(accepted(makePrompt({ fallback: 'production' }), events.expire, DEADLINE + 7));
    assert.deepEqual(outcome, {
      status: 'timeout',
      values: ['production'],
      text: null,
      note: null,
      notes: {},
      fallback: true,
      by: 'deadline',
      who: null,
      settled_at: 1_060_007,
      elapsed_ms: 60_007,
      extended_ms: 0,
      seen_at: null,
    });
  });

  const fallbacks: [spec: Parameters<typeof makePrompt>[0], values: string[], text: string | null][] = [
    [{ kind: 'multi', fallback: 'staging' }, ['staging'], null],
    [{ kind: 'confirm', fallback: 'no' }, ['no'], null],
    [{ kind: 'confirm', fallback: 'yes' }, ['yes'], null],
    [{ kind: 'input', fallback: '1.2.3' }, [], '1.2.3'],
    [{ kind: 'input', min_length: 0, fallback: '' }, [], ''],
    [{ other: true, fallback: 'production' }, ['production'], null],
  ];
  for (const [spec, values, text] of fallbacks) {
    test(`when it passes with ${JSON.stringify(spec)}, then the fallback is the answer of that kind`, () => {
      const prompt = makePrompt(spec);
      const outcome = outcomeOf(accepted(prompt, events.expire, DEADLINE));
      assert.deepEqual([outcome.values, outcome.text, outcome.fallback, outcome.by], [values, text, true, 'deadline']);
      assert.deepEqual(fallbackOf(prompt.spec), { values, text, fallback: true });
    });
  }

  for (const kind of ['select', 'multi', 'confirm', 'input'] as const) {
    test(`when it passes for ${kind} without a fallback, then there is no answer`, () => {
      const { values, text, fallback } = outcomeOf(accepted(makePrompt({ kind }), events.expire, DEADLINE));
      assert.deepEqual([values, text, fallback], [[], null, false]);
    });
  }

  test('when it passes without a fallback, then there is no value', () => {
    assert.deepEqual(outcomeOf(accepted(makePrompt(), events.expire, DEADLINE)).values, []);
  });
});

describe('answer', () => {
  test('when it fits, then the outcome carries everything the human gave', () => {
    const answer = { values: ['production'], note: 'go', notes: { production: 'after lunch' } };
    const after = accepted(makePrompt(), { ...events.answer, answer }, 12_345.6);
    assert.deepEqual(
      after.outcome,
      makeOutcome({
        values: ['production'],
        note: 'go',
        notes: { production: 'after lunch' },
        settled_at: 1_012_345.6,
        elapsed_ms: 12_346,
        request_id: 'r-answer',
      }),
    );
  });

  test('when it equals the fallback, then it is still an answer by a human', () => {
    const outcome = outcomeOf(accepted(makePrompt({ fallback: 'staging' }), events.answer, 1));
    assert.deepEqual([outcome.status, outcome.fallback], ['answered', false]);
  });

  const misfits: [when: string, answer: Answer, reason: Refusal][] = [
    ['no value is picked', { values: [] }, 'wrong_count'],
    ['two values are picked', { values: ['staging', 'production'] }, 'wrong_count'],
    ['the value is unknown', { values: ['prod'] }, 'unknown_value'],
    ['the value is the name of an inherited property', { values: ['constructor'] }, 'unknown_value'],
    ['text is typed', { values: ['staging'], text: 'hi' }, 'unexpected_text'],
    ['the note is too long', { values: ['staging'], note: 'é'.repeat(2_049) }, 'note_too_long'],
    ['a note on a value is too long', { values: ['staging'], notes: { staging: 'n'.repeat(4_097) } }, 'note_too_long'],
    ['a note is on a value not picked', { values: ['staging'], notes: { production: 'n' } }, 'unknown_value'],
  ];
  for (const [when, answer, reason] of misfits) {
    test(`when ${when}, then it is refused as ${reason} and the prompt stays open`, () => {
      const prompt = makePrompt();
      assert.equal(refused(prompt, { ...events.answer, answer }, 1, reason), prompt);
    });
  }

  test('when a note has exactly 4,096 bytes, then it is accepted', () => {
    accepted(makePrompt(), { ...events.answer, answer: { values: ['staging'], note: 'é'.repeat(2_048) } }, 1);
  });

  test('when a misfit was refused, then the same request id may try again', () => {
    const prompt = refused(makePrompt(), { ...events.answer, answer: { values: [] } }, 1, 'wrong_count');
    assert.equal(outcomeOf(accepted(prompt, events.answer, 2)).status, 'answered');
  });
});

describe('cancel', () => {
  test('when it arrives in time, then the outcome is cancelled, by whom, and the draft is kept', () => {
    const drafted = accepted(makePrompt({ fallback: 'staging' }), events.draft, 1);
    const after = accepted(drafted, { ...events.cancel, by: 'asker' }, 2_000);
    const outcome = outcomeOf(after);
    assert.deepEqual([outcome.status, outcome.by, outcome.values, outcome.fallback], ['cancelled', 'asker', [], false]);
    assert.deepEqual(after.draft, events.draft.draft);
  });
});

describe('why, and who', () => {
  const ada = { user: 'ada', host: 'box', tty: '/dev/pts/3' };

  test('when a cancel has a note, then it is in the outcome, and no part of the draft that is left', () => {
    const drafted = accepted(makePrompt(), { type: 'draft', draft: { values: [], note: 'not today' } }, 1);
    const after = accepted(drafted, { ...events.cancel, note: 'not today, Friday' }, 2);
    assert.deepEqual(
      [outcomeOf(after).status, outcomeOf(after).note, after.draft],
      ['cancelled', 'not today, Friday', null],
    );
  });

  test('when the note on a cancel is blank, then there is none; when it is too long, then the prompt stays open', () => {
    assert.equal(outcomeOf(accepted(makePrompt(), { ...events.cancel, note: ' ' }, 1)).note, null);
    refused(makePrompt(), { ...events.cancel, note: 'n'.repeat(4_097) }, 1, 'note_too_long');
  });

  test('when a note is required, then an answer without one leaves the prompt open, and its fallback needs none', () => {
    const prompt = makePrompt({ note: 'required', fallback: 'staging' });
    assert.equal(refused(prompt, events.answer, 1, 'note_missing'), prompt);
    assert.equal(outcomeOf(accepted(prompt, events.expire, DEADLINE)).fallback, true);
  });

  for (const type of ['answer', 'cancel'] as const) {
    test(`when ${type} comes with who it was, then the outcome says so; a repetition changes nothing`, () => {
      const once = accepted(makePrompt(), { ...events[type], who: ada }, 1);
      assert.deepEqual(outcomeOf(once).who, ada);
      assert.equal(accepted(once, { ...events[type], who: { user: 'bob', host: 'box' } }, 2), once);
    });
  }
});

describe('repeated request ids', () => {
  for (const type of ['answer', 'cancel', 'extend', 'update_timeout'] as const) {
    test(`when ${type} comes twice with one id, then it is accepted twice and applied once`, () => {
      const once = accepted(makePrompt(), events[type], 1_000);
      assert.equal(accepted(once, events[type], 2_000), once);
    });
  }

  test('when a settling request comes again after the deadline, then the reply is alike and the outcome stands', () => {
    const once = accepted(makePrompt(), events.answer, 1_000);
    assert.equal(accepted(once, events.answer, DEADLINE + HOUR), once);
  });

  test('when an extension comes again after the deadline it set, then it is accepted and the timeout stands', () => {
    const once = accepted(makePrompt(), events.extend, 1_000);
    assert.equal(outcomeOf(accepted(once, events.extend, DEADLINE + MINUTE)).status, 'timeout');
  });

  test('when another request loses, then its own repetition loses too', () => {
    const answered = accepted(makePrompt(), events.answer, 1_000);
    refused(answered, events.cancel, 1_001, 'settled');
    assert.equal(refused(answered, events.cancel, 1_002, 'settled'), answered);
  });

  test('when a request has the id of an earlier one of another kind, then it is applied all the same', () => {
    const extended = accepted(makePrompt(), { ...events.extend, request_id: 'same' }, 1_000);
    for (const type of ['answer', 'cancel'] as const) {
      const after = accepted(extended, { ...events[type], request_id: 'same' }, 2_000);
      assert.equal(outcomeOf(after).request_id, 'same');
      refused(after, { ...events[type === 'answer' ? 'cancel' : 'answer'], request_id: 'same' }, 3_000, 'settled');
    }
    const answered = accepted(makePrompt(), events.answer, 1_000);
    refused(answered, { ...events.extend, request_id: events.answer.request_id }, 2_000, 'settled');
  });

  test('when another surface chatters, then a request that was applied within the last five minutes is still known', () => {
    const once = accepted(makePrompt(), { ...events.extend, request_id: 'mine' }, 1_000);
    let prompt = once;
    for (let index = 0; index < 6_000; index += 1)
      prompt = accepted(prompt, { ...events.extend, request_id: `r${index}`, by_ms: 1_000 }, 1_000 + index);
    assert.equal(accepted(prompt, { ...events.extend, request_id: 'mine' }, 1_000 + REQUESTS_KEPT_FOR), prompt);
  });

  test('when five minutes have passed, then an id is forgotten as the next one comes', () => {
    const once = accepted(makePrompt({ timeout_ms: HOUR }), { ...events.extend, request_id: 'mine' }, 1_000);
    const at = 1_000 + REQUESTS_KEPT_FOR + 1;
    const twice = accepted(once, { ...events.extend, request_id: 'next' }, at);
    assert.deepEqual(twice.requests, [{ id: 'next', at }]);
  });

  test('when a flood of requests is applied, then no more than a bound are kept, the newest', () => {
    const requests = Array.from({ length: MAX_REQUESTS_KEPT }, (_, index) => ({ id: `r${index}`, at: 1 }));
    const prompt = accepted(makePrompt({}, { requests }), { ...events.extend, request_id: 'last' }, 2);
    assert.equal(prompt.requests.length, MAX_REQUESTS_KEPT);
    assert.equal(prompt.requests[0]?.id, 'r1');
    assert.equal(prompt.requests.at(-1)?.id, 'last');
  });

  test('when an asker is sent request ids, then it gets the newest, as many as a message may hold', () => {
    const requests = Array.from({ length: MAX_REQUESTS_TOLD + 1 }, (_, index) => ({ id: `r${index}`, at: 1 }));
    const told = requestIds(makePrompt({}, { requests }));
    assert.deepEqual([told.length, told[0], told.at(-1)], [MAX_REQUESTS_TOLD, 'r1', `r${MAX_REQUESTS_TOLD}`]);
  });
});

describe('extend', () => {
  test('when it is accepted, then the deadline moves by that much and the figure adds up', () => {
    const once = accepted(makePrompt(), events.extend, 1_000);
    const twice = accepted(once, { ...events.extend, request_id: 'again', by_ms: 5_000 }, 2_000);
    assert.equal(twice.deadline, DEADLINE + MINUTE + 5_000);
    assert.equal(twice.extended_ms, MINUTE + 5_000);
    const outcome = outcomeOf(accepted(twice, events.answer, 100_000));
    assert.deepEqual([outcome.elapsed_ms, outcome.extended_ms], [100_000, MINUTE + 5_000]);
  });

  test('when it would pass max-timeout, then it is clamped, and the next one is refused', () => {
    const prompt = makePrompt({ max_timeout_ms: 90_000 });
    const clamped = accepted(prompt, events.extend, 1_000);
    assert.equal(clamped.deadline, 90_000);
    assert.equal(clamped.extended_ms, 30_000);
    assert.equal(refused(clamped, { ...events.extend, request_id: 'more' }, 2_000, 'max_timeout'), clamped);
  });

  test('when it lands exactly on max-timeout, then nothing is cut', () => {
    assert.equal(accepted(makePrompt({ max_timeout_ms: 120_000 }), events.extend, 1_000).deadline, 120_000);
  });

  test('when there is no bound, then it may be long', () => {
    const after = accepted(makePrompt({ max_timeout_ms: null }), { ...events.extend, by_ms: 100 * 24 * HOUR }, 1);
    assert.equal(after.deadline, DEADLINE + 100 * 24 * HOUR);
  });

  test('when the deadline of a prompt at its bound is brought forward, then it may be extended again', () => {
    const shorter = accepted(makePrompt({ max_timeout_ms: 60_000 }), events.update_timeout, 1_000);
    assert.equal(accepted(shorter, events.extend, 2_000).deadline, 60_000);
  });
});

describe('update_timeout', () => {
  const update = (remaining_ms: number | null) => ({ ...events.update_timeout, remaining_ms });

  test('when a time left is given, then the deadline is that far from its arrival', () => {
    const after = accepted(makePrompt(), update(10_000), 5_000);
    assert.equal(after.deadline, 15_000);
    assert.equal(after.extended_ms, -45_000);
    assert.equal(outcomeOf(accepted(after, events.expire, 15_000)).extended_ms, -45_000);
  });

  test('when the time left is under a second, then it is one second', () => {
    assert.equal(accepted(makePrompt(), update(0), 5_000).deadline, 6_000);
  });

  test('when it would pass max-timeout, then it is clamped; at the bound it is refused', () => {
    const clamped = accepted(makePrompt({ max_timeout_ms: 90_000 }), update(HOUR), 1_000);
    assert.equal(clamped.deadline, 90_000);
    refused(clamped, { ...update(HOUR), request_id: 'more' }, 2_000, 'max_timeout');
  });

  test('when it is null and there is a bound, then it is refused', () => {
    refused(makePrompt(), update(null), 1_000, 'max_timeout');
  });

  test('when it is null and there is no bound, then the deadline is gone and nothing expires', () => {
    const after = accepted(makePrompt({ max_timeout_ms: null }), update(null), 1_000);
    assert.equal(after.deadline, null);
    assert.equal(remaining(after, 1e12), null);
    refused(after, events.expire, 1e12, 'not_due');
    assert.equal(outcomeOf(accepted(after, events.answer, 1e12)).status, 'answered');
  });

  test('when a prompt has no deadline, then a time left gives it one', () => {
    const after = accepted(makePrompt({ timeout_ms: null }), update(10_000), 5_000);
    assert.equal(after.deadline, 15_000);
    assert.equal(outcomeOf(accepted(after, events.expire, 15_000)).status, 'timeout');
  });

  test('when the prompt is not extendable, then even null is refused', () => {
    refused(makePrompt({ extendable: false, max_timeout_ms: null }), update(null), 1, 'not_extendable');
  });
});

describe('draft and seen', () => {
  test('when a draft is saved, then it is kept, and null forgets it', () => {
    const drafted = accepted(makePrompt(), { type: 'draft', draft: { values: ['staging'], note: 'may' } }, 1);
    assert.deepEqual(drafted.draft, { values: ['staging'], note: 'may' });
    assert.equal(accepted(drafted, { type: 'draft', draft: null }, 2).draft, null);
  });

  test('when a draft names an unknown value, then it is refused', () => {
    refused(makePrompt(), { type: 'draft', draft: { values: ['prod'] } }, 1, 'unknown_value');
  });

  test('when a draft has no value yet, then it is kept', () => {
    accepted(makePrompt(), { type: 'draft', draft: { values: [] } }, 1);
  });

  test('when a draft of an input has text, then it is kept', () => {
    const { draft } = accepted(makePrompt({ kind: 'input' }), { type: 'draft', draft: { values: [], text: 'ha' } }, 1);
    assert.deepEqual(draft, { values: [], text: 'ha' });
  });

  for (const type of ['answer', 'cancel', 'expire'] as const) {
    test(`when ${type} settles a prompt, then the outcome says when it was seen first, or that it never was`, () => {
      const now = type === 'expire' ? DEADLINE : 30_000;
      assert.equal(outcomeOf(accepted(makePrompt(), events[type], now)).seen_at, null);
      const seen = accepted(makePrompt(), events.seen, 5);
      assert.equal(outcomeOf(accepted(seen, events[type], now)).seen_at, 1_000_005);
    });
  }

  test('when a prompt is seen twice, then the first time counts and the second changes nothing', () => {
    const once = accepted(makePrompt(), events.seen, 5);
    assert.equal(once.seen_at, 1_000_005);
    assert.equal(accepted(once, events.seen, 6), once);
  });
});

describe('openPrompt', () => {
  const spec = makeSpec({ max_timeout_ms: 90_000 });

  test('when a prompt is new, then its clock starts now', () => {
    const prompt = openPrompt({ id: 'p0000001', spec }, at(500));
    assert.deepEqual([prompt.opened, prompt.opened_at, prompt.deadline, prompt.revision], [500, 1_000_500, 60_500, 1]);
  });

  test('when nothing is said of them, then there is no key, no hold, and nobody has seen it', () => {
    const { key, holds, seen_at } = openPrompt({ id: 'p0000001', spec }, at(0));
    assert.deepEqual([key, holds, seen_at], [null, 0, null]);
  });

  test('when it has a key, then it keeps it', () => {
    assert.equal(openPrompt({ id: 'p0000001', key: 'deploy', spec }, at(0)).key, 'deploy');
  });

  test('when it is resumed, then what was true elsewhere is carried over', () => {
    const resume = { opened_at: 7, elapsed_ms: 20_000, remaining_ms: 50_000, extended_ms: 10_000, revision: 4 };
    const prompt = openPrompt({ id: 'p0000001', spec, resume }, at(500));
    assert.deepEqual([prompt.opened, prompt.opened_at, prompt.deadline, prompt.revision], [-19_500, 7, 50_500, 5]);
    const outcome = outcomeOf(accepted(prompt, events.answer, 600));
    assert.deepEqual([outcome.elapsed_ms, outcome.extended_ms], [20_100, 10_000]);
  });

  test('when it claims more time than its bound leaves, then the bound holds', () => {
    const resume = { opened_at: 7, elapsed_ms: 20_000, remaining_ms: HOUR, extended_ms: 0, revision: 1 };
    assert.equal(openPrompt({ id: 'p0000001', spec, resume }, at(0)).deadline, 70_000);
  });

  test('when its deadline had been taken away, then it stays away', () => {
    const resume = { opened_at: 7, elapsed_ms: 5, remaining_ms: null, extended_ms: 0, revision: 2 };
    assert.equal(openPrompt({ id: 'p0000001', spec, resume }, at(0)).deadline, null);
  });
});

describe('isDecided', () => {
  test('when a human or the deadline settled it, then it is; when its asker or portal ended, then it is not', () => {
    const by = (surface: Surface) => outcomeOf(accepted(makePrompt(), { ...events.cancel, by: surface }, 1));
    assert.deepEqual(
      (['browser', 'terminal', 'cli', 'asker', 'portal'] as const).map((one) => isDecided(by(one))),
      [true, true, true, false, false],
    );
    assert.equal(isDecided(outcomeOf(accepted(makePrompt(), events.expire, DEADLINE))), true);
    assert.equal(isDecided(null), false);
  });
});
