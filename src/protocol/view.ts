// Prompts as sent over the wire, including derived values and independent of any clock.
import { type AskedFrom, type BriefFrom, briefFrom } from '../core/asked-from.ts';
import { defined } from '../core/defined.ts';
import { type Draft, isOffered, latestDeadline, type Outcome, type Prompt, remaining } from '../core/prompt.ts';
import type { Option, PromptSpec } from '../core/spec.ts';
import { cutText } from '../core/text.ts';

/**
 * Characters of an untrusted text in the live list. The list of the maximum number of open prompts is one message, and
 * all of them may change at once: with this bound, and that of `briefFrom`, it takes less than half of a connection's
 * backpressure limit.
 */
const MAX_SUMMARY_CHARACTERS = 200;

/** One prompt in the live list, `/ws`. Its size is bounded, whatever the prompt contains. */
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
  /** False while no command waits for the outcome. */
  readonly waiting: boolean;
  /** Opaque; equal for all prompts of one script. */
  readonly source?: string;
  /** Who asks, unverified: at most six texts of 24 characters. */
  readonly from?: BriefFrom;
}

/** How a prompt ended, in the live list. */
export interface Ending {
  readonly status: Outcome['status'];
  /** The fallback applied at the deadline: label of the first option, or text, cut to 200 characters; null if none was. */
  readonly fallback: string | null;
}

/** One open prompt as returned by `/api/prompts`, with the full question and options. */
export interface PromptListing extends Omit<PromptSummary, 'option_count' | 'source' | 'from'> {
  readonly options: readonly Option[];
  readonly from?: AskedFrom;
}

/** The part of a prompt that never changes: sent once on each connection of the prompt. */
export interface AskedPrompt {
  readonly id: string;
  readonly spec: PromptSpec;
  /** Wall-clock ms. */
  readonly opened_at: number;
  readonly source?: string;
  /** Who asks, unverified. */
  readonly from?: AskedFrom;
}

/** The current state of a prompt. */
export interface PromptState {
  readonly status: 'open' | 'settled';
  /** Ms until the deadline at the moment of sending; null without a deadline. */
  readonly remaining_ms: number | null;
  /** Ms from now beyond which the deadline cannot be moved; null without a bound. */
  readonly max_remaining_ms: number | null;
  /** Holds granted so far; at most `MAX_HOLDS`. */
  readonly holds: number;
  readonly revision: number;
  /** Picks and text that were not submitted. For a settled prompt: the part that is not in its outcome. */
  readonly draft: Draft | null;
  /** True while the draft comes from an earlier prompt and is untouched here: a human must review it first. */
  readonly offered: boolean;
  readonly outcome: Outcome | null;
  /** How long the prompt stays open without a command: ms; null for until its deadline. */
  readonly asker_grace_ms: number | null;
  readonly delivery: Delivery;
  /** False when the outcome could not be written to the journal. */
  readonly logged: boolean;
}

/** One whole prompt as its surfaces see it. */
export interface PromptView extends AskedPrompt, PromptState {}

/**
 * Whether the asker has the outcome: it is waiting, it was sent the outcome, it acknowledged it, or it is gone. `kept`:
 * nobody waits right now, and the outcome stays until somebody does.
 */
export type Delivery = 'waiting' | 'kept' | 'sending' | 'delivered' | 'gone';

/** True while a command waits for the outcome of a prompt that is open. */
export function isAwaited(delivery: Delivery): boolean {
  return delivery === 'waiting';
}

/** `prompt` in the live list, at monotonic `now`; `delivery` is that of its outcome. */
export function summarize(prompt: Prompt, now: number, delivery: Delivery): PromptSummary {
  const { id, spec, source, from, revision, opened_at } = prompt;
  return {
    id,
    kind: spec.kind,
    question: cutText(spec.question, MAX_SUMMARY_CHARACTERS),
    option_count: spec.options.length,
    remaining_ms: remaining(prompt, now),
    revision,
    opened_at,
    waiting: isAwaited(delivery),
    ...defined({ source, from: from && briefFrom(from) }),
  };
}

/** How a prompt of `spec` ended, for the live list. */
export function summarizeOutcome({ options }: PromptSpec, outcome: Outcome): Ending {
  const { status, values, text, fallback } = outcome;
  const used = options.find(({ value }) => value === values[0])?.label ?? text;
  return { status, fallback: fallback && used !== null ? cutText(used, MAX_SUMMARY_CHARACTERS) : null };
}

/** `prompt` in the list of `/api/prompts`, at monotonic `now`. */
export function listPrompt(prompt: Prompt, now: number, delivery: Delivery): PromptListing {
  const { id, spec, from, revision, opened_at } = prompt;
  const { kind, question, options } = spec;
  const remaining_ms = remaining(prompt, now);
  const waiting = isAwaited(delivery);
  return { id, kind, question, options, remaining_ms, revision, opened_at, waiting, ...defined({ from }) };
}

/** What the portal knows about the delivery of an outcome to its asker. */
export interface DeliveryState {
  readonly delivery: Delivery;
  readonly logged: boolean;
}

export function describeAsked({ id, spec, source, from, opened_at }: Prompt): AskedPrompt {
  return { id, spec, opened_at, ...defined({ source, from }) };
}

/** The state of `prompt`, at monotonic `now`. */
export function describeState(prompt: Prompt, now: number, { delivery, logged }: DeliveryState): PromptState {
  const { outcome, holds, revision, draft, asker_grace_ms } = prompt;
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
    asker_grace_ms,
    delivery,
    logged,
  };
}

/** The whole `prompt`, at monotonic `now`. */
export function viewPrompt(prompt: Prompt, now: number, deliveryState: DeliveryState): PromptView {
  return { ...describeAsked(prompt), ...describeState(prompt, now, deliveryState) };
}
