// Prompts as the wire shows them: whole, derived values included, free of any clock.
import { type Draft, latestDeadline, type Outcome, type Prompt, remaining } from '../core/prompt.ts';
import type { Option, PromptSpec } from '../core/spec.ts';

/** One prompt as `/ws`, `/api/prompts` and `choice dashboard` show it. */
export interface PromptSummary {
  readonly id: string;
  readonly kind: PromptSpec['kind'];
  readonly question: string;
  readonly options: readonly Option[];
  /** Ms until the deadline at the moment of sending; null without a deadline. */
  readonly remaining_ms: number | null;
  readonly revision: number;
  /** Wall-clock ms. */
  readonly opened_at: number;
}

/** Whole state of one prompt as its tabs see it: what was asked, and how things stand. */
export interface PromptView {
  readonly id: string;
  readonly spec: PromptSpec;
  readonly status: 'open' | 'settled';
  /** Ms until the deadline at the moment of sending; null without a deadline. */
  readonly remaining_ms: number | null;
  /** Ms from now beyond which the deadline cannot be moved; null without a bound. */
  readonly max_remaining_ms: number | null;
  /** Holds granted so far; at most `MAX_HOLDS`. */
  readonly holds: number;
  readonly revision: number;
  /** Wall-clock ms. */
  readonly opened_at: number;
  readonly draft: Draft | null;
  readonly outcome: Outcome | null;
  readonly delivery: Delivery;
  /** False when the outcome could not be written to the journal. */
  readonly logged: boolean;
}

/** Whether the asker has the outcome: it waits, it was sent, it acknowledged, or it is gone. */
export type Delivery = 'waiting' | 'sending' | 'delivered' | 'gone';

/** The line of `prompt` in a list, at monotonic `now`. */
export function summarize(prompt: Prompt, now: number): PromptSummary {
  return {
    id: prompt.id,
    kind: prompt.spec.kind,
    question: prompt.spec.question,
    options: prompt.spec.options,
    remaining_ms: remaining(prompt, now),
    revision: prompt.revision,
    opened_at: prompt.opened_at,
  };
}

/** What the portal knows of an outcome's way to its asker. */
export interface Handover {
  readonly delivery: Delivery;
  readonly logged: boolean;
}

/** The whole of `prompt`, at monotonic `now`. */
export function viewPrompt(prompt: Prompt, now: number, { delivery, logged }: Handover): PromptView {
  const { id, spec, outcome, holds, revision, opened_at, draft } = prompt;
  const latest = latestDeadline(prompt);
  return {
    id,
    spec,
    status: outcome ? 'settled' : 'open',
    remaining_ms: remaining(prompt, now),
    max_remaining_ms: latest === null ? null : Math.max(0, Math.floor(latest - now)),
    holds,
    revision,
    opened_at,
    draft,
    outcome,
    delivery,
    logged,
  };
}
