// The state machine of a prompt: pure and synchronous. Every rule about who may change what, and when, is here.
import { type AnswerProblem, areOptions, checkAnswer, isNoteTooLong } from './answer.ts';
import type { Instant } from './clock.ts';
import { defined } from './defined.ts';
import { HOLD_LENGTH, HOLD_THRESHOLD, MAX_HOLDS, MAX_REQUESTS_KEPT, MIN_TIMEOUT, REQUESTS_KEPT_FOR } from './limits.ts';
import { type PatternTest, testAtLeisure } from './pattern.ts';
import {
  type Answer,
  type AskerEnd,
  type Decider,
  type Draft,
  latestDeadline,
  type Outcome,
  outcomeOf,
  type Prompt,
  type Surface,
} from './prompt.ts';
import type { PromptSpec } from './spec.ts';
import { unusedDraft } from './unused-draft.ts';

export type PromptEvent =
  | {
      readonly type: 'answer';
      readonly request_id: string;
      readonly by: Surface;
      readonly who?: Decider;
      readonly from?: string;
      readonly answer: Answer;
    }
  | {
      readonly type: 'cancel';
      readonly request_id: string;
      readonly by: Surface;
      readonly who?: Decider;
      readonly cause?: AskerEnd;
      /** Why, in the words of a human. */
      readonly note?: string;
    }
  | { readonly type: 'extend'; readonly request_id: string; readonly by: Surface; readonly by_ms: number }
  | {
      readonly type: 'update_timeout';
      readonly request_id: string;
      readonly by: Surface;
      readonly remaining_ms: number | null;
    }
  /** `from` names the surface: an answer from the same surface replaces the draft. */
  | { readonly type: 'draft'; readonly draft: Draft | null; readonly from?: string }
  | { readonly type: 'seen' }
  | { readonly type: 'expire' };

/** Why an event was refused. */
export type Refusal = 'settled' | 'not_extendable' | 'max_timeout' | 'not_due' | AnswerProblem;

export type Verdict =
  | { readonly accepted: true; readonly prompt: Prompt }
  | { readonly accepted: false; readonly reason: Refusal; readonly prompt: Prompt };

/**
 * Applies `event`, which arrived at `at`, to `prompt`. The deadline is checked here and not only when a timer fires:
 * at or after the deadline the prompt settles as timed out, whatever the event was, and the event is refused.
 * `verdict.prompt` is the same object as `prompt` when nothing changed; otherwise its revision is higher. `test` checks
 * the pattern of an input.
 */
export function transition(
  prompt: Prompt,
  event: PromptEvent,
  at: Instant,
  test: PatternTest = testAtLeisure,
): Verdict {
  const repeated = isRepeated(prompt, event);
  const due = prompt.outcome === null && prompt.deadline !== null && at.now >= prompt.deadline;
  const current = due ? settleAtDeadline(prompt, at) : prompt;
  if (repeated || (due && event.type === 'expire')) return accept(current);
  if (current.outcome) return { accepted: false, reason: 'settled', prompt: current };
  switch (event.type) {
    case 'answer':
      return answer(prompt, event, at, test);
    case 'cancel':
      return cancel(prompt, event, at);
    case 'extend':
      return prompt.deadline === null
        ? { accepted: false, reason: 'not_extendable', prompt }
        : moveDeadline(prompt, prompt.deadline + event.by_ms, event.request_id, at);
    case 'update_timeout':
      return moveDeadline(
        prompt,
        event.remaining_ms === null ? null : at.now + Math.max(MIN_TIMEOUT, event.remaining_ms),
        event.request_id,
        at,
      );
    case 'draft':
      return saveDraft(prompt, event, at);
    case 'seen':
      return accept(prompt.seen_at === null ? { ...prompt, seen_at: at.wall, revision: prompt.revision + 1 } : prompt);
    case 'expire':
      return { accepted: false, reason: 'not_due', prompt };
    default:
      return event satisfies never;
  }
}

/** Whether `event` was applied before: the outcome has the id of a decision, `requests` the ids that moved the deadline. */
function isRepeated({ outcome, requests }: Prompt, event: PromptEvent): boolean {
  if (event.type === 'answer' || event.type === 'cancel') {
    const status = event.type === 'answer' ? 'answered' : 'cancelled';
    return outcome?.status === status && outcome.request_id === event.request_id;
  }
  return 'request_id' in event && requests.some(({ id }) => id === event.request_id);
}

function accept(prompt: Prompt): Verdict {
  return { accepted: true, prompt };
}

function remember(prompt: Prompt, id: string, { now }: Instant): Prompt {
  const fresh = prompt.requests.filter(({ at }) => now - at <= REQUESTS_KEPT_FOR);
  return { ...prompt, requests: [...fresh, { id, at: now }].slice(-MAX_REQUESTS_KEPT) };
}

function answer(prompt: Prompt, event: PromptEvent & { type: 'answer' }, at: Instant, test: PatternTest): Verdict {
  const problem = checkAnswer(prompt.spec, event.answer, test);
  if (problem !== null) return { accepted: false, reason: problem, prompt };
  const { request_id, by, who } = event;
  const { values, text, note, notes } = event.answer;
  const isOwnDraft = event.from !== undefined && event.from === prompt.drafter;
  const settled = settle(
    isOwnDraft ? { ...prompt, draft: null } : prompt,
    {
      status: 'answered',
      by,
      ...defined({ who }),
      request_id,
      values,
      text: text ?? null,
      note: note ?? null,
      notes: notes ?? {},
    },
    at,
  );
  return accept(settled);
}

function cancel(prompt: Prompt, event: PromptEvent & { type: 'cancel' }, at: Instant): Verdict {
  const { by, who, request_id, cause, note = '' } = event;
  if (isNoteTooLong(note)) return { accepted: false, reason: 'note_too_long', prompt };
  const why = note.trim() === '' ? null : note;
  return accept(settle(prompt, { status: 'cancelled', by, request_id, note: why, ...defined({ who, cause }) }, at));
}

function moveDeadline(prompt: Prompt, wanted: number | null, requestId: string, at: Instant): Verdict {
  if (!prompt.spec.extendable) return { accepted: false, reason: 'not_extendable', prompt };
  const latest = latestDeadline(prompt);
  if (
    latest !== null &&
    (wanted === null || prompt.deadline === latest) &&
    (wanted ?? Number.POSITIVE_INFINITY) >= latest
  ) {
    return { accepted: false, reason: 'max_timeout', prompt };
  }
  const deadline = wanted === null ? null : Math.min(wanted, latest ?? wanted);
  const shift = deadline === null || prompt.deadline === null ? 0 : deadline - prompt.deadline;
  return accept(
    remember(
      { ...prompt, deadline, extended_ms: prompt.extended_ms + shift, revision: prompt.revision + 1 },
      requestId,
      at,
    ),
  );
}

/** A draft shows that the human is answering: with little time left, it triggers a hold. */
function saveDraft(prompt: Prompt, { draft, from }: PromptEvent & { type: 'draft' }, at: Instant): Verdict {
  if (draft && !areOptions(prompt.spec, draft.values)) return { accepted: false, reason: 'unknown_value', prompt };
  const drafter = from ?? 'unnamed';
  return accept({ ...hold(prompt, at), draft, drafter, revision: prompt.revision + 1 });
}

function hold(prompt: Prompt, at: Instant): Prompt {
  const { deadline, holds, spec } = prompt;
  if (deadline === null || !spec.hold || !spec.extendable) return prompt;
  if (holds >= MAX_HOLDS || deadline - at.now >= HOLD_THRESHOLD) return prompt;
  const held = Math.min(deadline + HOLD_LENGTH, latestDeadline(prompt) ?? Number.POSITIVE_INFINITY);
  if (held <= deadline) return prompt;
  return { ...prompt, deadline: held, holds: holds + 1, extended_ms: prompt.extended_ms + held - deadline };
}

function settleAtDeadline(prompt: Prompt, at: Instant): Prompt {
  const { spec } = prompt;
  return settle(prompt, { status: 'timeout', by: 'deadline', ...fallbackOf(spec) }, at);
}

/** The answer of `spec` when its deadline passes: empty without a fallback. */
export function fallbackOf({ fallback, kind }: PromptSpec): Pick<Outcome, 'values' | 'text' | 'fallback'> {
  if (fallback === undefined) return { values: [], text: null, fallback: false };
  return {
    ...(kind === 'input' ? { values: [], text: fallback } : { values: [fallback], text: null }),
    fallback: true,
  };
}

function settle(prompt: Prompt, decision: Pick<Outcome, 'status' | 'by'> & Partial<Outcome>, at: Instant): Prompt {
  const { spec } = prompt;
  const outcome = outcomeOf({
    settled_at: at.wall,
    elapsed_ms: Math.round(at.now - prompt.opened),
    extended_ms: Math.round(prompt.extended_ms),
    seen_at: prompt.seen_at,
    ...decision,
  });
  const draft = unusedDraft(spec, prompt.draft, outcome);
  return { ...prompt, outcome, draft, revision: prompt.revision + 1 };
}
