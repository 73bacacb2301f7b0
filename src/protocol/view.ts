// Prompts as the wire shows them: whole, derived values included, free of any clock.
import { type Draft, type Outcome, type Prompt, remaining } from '../core/prompt.ts';
import type { Option } from '../core/spec.ts';

/** One prompt as `/ws`, `/api/prompts` and `choice dashboard` show it. */
export interface PromptSummary {
  readonly id: string;
  readonly question: string;
  readonly options: readonly Option[];
  /** Ms until the deadline at the moment of sending; null without a deadline. */
  readonly remaining_ms: number | null;
  readonly revision: number;
  /** Wall-clock ms. */
  readonly opened_at: number;
}

/** Whole state of one prompt as its tabs see it. */
export interface PromptView extends PromptSummary {
  readonly status: 'open' | 'settled';
  readonly kind: 'select';
  readonly timeout_ms: number | null;
  readonly extendable: boolean;
  /** Ms from now beyond which the deadline cannot be moved; null without a bound. */
  readonly max_remaining_ms: number | null;
  readonly fallback: string | null;
  readonly recommended: string | null;
  readonly draft: Draft | null;
  readonly outcome: Outcome | null;
  readonly delivery: Delivery;
}

/** Whether the asker has the outcome: it waits, it was sent, it acknowledged, or it is gone. */
export type Delivery = 'waiting' | 'sending' | 'delivered' | 'gone';

/** The line of `prompt` in a list, at monotonic `now`. */
export function summarize(prompt: Prompt, now: number): PromptSummary {
  return {
    id: prompt.id,
    question: prompt.spec.question,
    options: prompt.spec.options,
    remaining_ms: remaining(prompt, now),
    revision: prompt.revision,
    opened_at: prompt.opened_at,
  };
}

/** The whole of `prompt`, at monotonic `now`. */
export function viewPrompt(prompt: Prompt, now: number, delivery: Delivery): PromptView {
  const { spec } = prompt;
  return {
    ...summarize(prompt, now),
    status: prompt.outcome ? 'settled' : 'open',
    kind: spec.kind,
    timeout_ms: spec.timeout_ms,
    extendable: spec.extendable,
    max_remaining_ms:
      spec.max_timeout_ms === null ? null : Math.max(0, Math.floor(prompt.opened + spec.max_timeout_ms - now)),
    fallback: spec.fallback ?? null,
    recommended: spec.recommended ?? null,
    draft: prompt.draft,
    outcome: prompt.outcome,
    delivery,
  };
}
