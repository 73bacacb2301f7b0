// Prompts as the wire shows them, derived values included, free of any clock.
import { defined } from '../core/defined.ts';
import { type Draft, isOffered, latestDeadline, type Outcome, type Prompt, remaining } from '../core/prompt.ts';
import type { Option, PromptSpec } from '../core/spec.ts';
import { cutText } from '../core/text.ts';

/**
 * Characters of a foreign text in the live list. The list of as many prompts as may be open goes out as one message,
 * and so may a change of each at the same moment: with this bound, about a quarter of what a link holds for a peer.
 */
const MAX_SUMMARY_CHARACTERS = 200;

/** One prompt in the live list, `/ws`: of bounded size, whatever was asked. */
export interface PromptSummary {
  readonly id: string;
  readonly kind: PromptSpec['kind'];
  /** Cut to 200 characters. */
  readonly question: string;
  readonly option_count: number;
  /** Ms until the deadline at the moment of sending; null without a deadline. */
  readonly remaining_ms: number | null;
  readonly revision: number;
  /** Wall-clock ms. */
  readonly opened_at: number;
  /** Opaque, and the same for all that one script asks. */
  readonly source?: string;
}

/** How a prompt ended, as the live list tells it. */
export interface Ending {
  readonly status: Outcome['status'];
  /** What was applied as the deadline passed: the label of the first option, or the text, cut to 200 characters; else null. */
  readonly fallback: string | null;
}

/** One open prompt as `/api/prompts` gives it: what was asked is whole. */
export interface PromptListing extends Omit<PromptSummary, 'option_count' | 'source'> {
  readonly options: readonly Option[];
}

/** What was asked. It never changes: each link of a prompt is sent it once. */
export interface AskedPrompt {
  readonly id: string;
  readonly spec: PromptSpec;
  /** Wall-clock ms. */
  readonly opened_at: number;
  readonly source?: string;
}

/** How things stand with a prompt. */
export interface PromptState {
  readonly status: 'open' | 'settled';
  /** Ms until the deadline at the moment of sending; null without a deadline. */
  readonly remaining_ms: number | null;
  /** Ms from now beyond which the deadline cannot be moved; null without a bound. */
  readonly max_remaining_ms: number | null;
  /** Holds granted so far; at most `MAX_HOLDS`. */
  readonly holds: number;
  readonly revision: number;
  /** Of a settled prompt: what was picked and typed, and its outcome did not take along. */
  readonly draft: Draft | null;
  /** True while the draft comes from an earlier prompt and is untouched here: a human has to look at it first. */
  readonly offered: boolean;
  readonly outcome: Outcome | null;
  readonly delivery: Delivery;
  /** False when the outcome could not be written to the journal. */
  readonly logged: boolean;
}

/** The whole of one prompt as its surfaces see it. */
export interface PromptView extends AskedPrompt, PromptState {}

/** Whether the asker has the outcome: it waits, it was sent, it acknowledged, or it is gone. */
export type Delivery = 'waiting' | 'sending' | 'delivered' | 'gone';

/** `prompt` in the live list, at monotonic `now`. */
export function summarize(prompt: Prompt, now: number): PromptSummary {
  const { id, spec, source, revision, opened_at } = prompt;
  return {
    id,
    kind: spec.kind,
    question: cutText(spec.question, MAX_SUMMARY_CHARACTERS),
    option_count: spec.options.length,
    remaining_ms: remaining(prompt, now),
    revision,
    opened_at,
    ...defined({ source }),
  };
}

/** How a prompt of `spec` ended, for the live list. */
export function summarizeOutcome({ options }: PromptSpec, outcome: Outcome): Ending {
  const { status, values, text, fallback } = outcome;
  const used = options.find(({ value }) => value === values[0])?.label ?? text;
  return { status, fallback: fallback && used !== null ? cutText(used, MAX_SUMMARY_CHARACTERS) : null };
}

/** `prompt` among the open ones of `/api/prompts`, at monotonic `now`. */
export function listPrompt(prompt: Prompt, now: number): PromptListing {
  const { id, spec, revision, opened_at } = prompt;
  const { kind, question, options } = spec;
  return { id, kind, question, options, remaining_ms: remaining(prompt, now), revision, opened_at };
}

/** What the portal knows of an outcome's way to its asker. */
export interface DeliveryState {
  readonly delivery: Delivery;
  readonly logged: boolean;
}

export function describeAsked({ id, spec, source, opened_at }: Prompt): AskedPrompt {
  return { id, spec, opened_at, ...defined({ source }) };
}

/** How things stand with `prompt`, at monotonic `now`. */
export function describeState(prompt: Prompt, now: number, { delivery, logged }: DeliveryState): PromptState {
  const { outcome, holds, revision, draft } = prompt;
  const latest = latestDeadline(prompt);
  return {
    status: outcome ? 'settled' : 'open',
    remaining_ms: remaining(prompt, now),
    max_remaining_ms: latest === null ? null : Math.max(0, Math.floor(latest - now)),
    holds,
    revision,
    draft,
    offered: isOffered(prompt),
    outcome,
    delivery,
    logged,
  };
}

/** The whole of `prompt`, at monotonic `now`. */
export function viewPrompt(prompt: Prompt, now: number, deliveryState: DeliveryState): PromptView {
  return { ...describeAsked(prompt), ...describeState(prompt, now, deliveryState) };
}
