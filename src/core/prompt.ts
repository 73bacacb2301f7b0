// A prompt: one question and its life cycle. Open until it settles, exactly once.
import type { AskedFrom } from './asked-from.ts';
import { defined } from './defined.ts';
import { MAX_REQUESTS_TOLD } from './limits.ts';
import type { PromptSpec } from './spec.ts';

/** What a human submits. */
export interface Answer {
  readonly values: readonly string[];
  readonly text?: string;
  readonly note?: string;
  readonly notes?: Readonly<Record<string, string>>;
}

/** What a human has picked or typed so far, without having submitted it. */
export type Draft = Answer;

/** Where a decision came from. `deadline` and `portal` are not people. */
export type Surface = HumanSurface | 'asker' | 'deadline' | 'portal';

/** Surfaces on which a human decides. */
export type HumanSurface = 'browser' | 'terminal' | 'cli';

/** The terminal and the SSH connection of the process that sent a decision, as that process reports them. */
export interface Device {
  /** Such as `/dev/pts/3`. */
  readonly tty?: string;
  /** Address of the client. */
  readonly ssh?: string;
}

/**
 * Who made a decision, as the portal knows them: the user of the operating system, on which host, and the device for a
 * decision by one of that user's own processes. It names an account, which several people may share.
 */
export interface Decider extends Device {
  readonly user: string;
  readonly host: string;
}

/** How an asker ended before its prompt settled; `unreached`: it required a human, and none was available. */
export type AskerEnd = 'signal' | 'lost' | 'unreached';

/** The one final record of a prompt. `settled_at` is wall-clock ms, the others durations in ms. */
export interface Outcome {
  readonly status: 'answered' | 'timeout' | 'cancelled';
  readonly values: readonly string[];
  readonly text: string | null;
  /** On the whole answer, or on the cancellation. */
  readonly note: string | null;
  readonly notes: Readonly<Record<string, string>>;
  /** True when the deadline passed and the fallback was applied. */
  readonly fallback: boolean;
  readonly by: Surface;
  /** Null when no human decided, and where an earlier version did not record it. */
  readonly who: Decider | null;
  /** The request that decided; absent when none did, as at the deadline. */
  readonly request_id?: string;
  /** For a cancellation by the asker: the reason that it sent, or `lost` if its connection broke, as when it is killed. */
  readonly cause?: AskerEnd;
  readonly settled_at: number;
  readonly elapsed_ms: number;
  /** Net shift of the deadline by extensions; negative when it was brought forward. */
  readonly extended_ms: number;
  /** Wall-clock ms at which a human's surface first showed the prompt; null when none ever did. */
  readonly seen_at: number | null;
}

/** The outcome of `decision`: what it leaves out is empty, and zero. */
export function outcomeOf(decision: Pick<Outcome, 'status' | 'by' | 'settled_at'> & Partial<Outcome>): Outcome {
  const empty = { values: [], text: null, note: null, notes: {}, fallback: false } as const;
  return { ...empty, who: null, elapsed_ms: 0, extended_ms: 0, seen_at: null, ...decision };
}

/** State of one prompt. Immutable: every change creates a new one with a higher revision. */
export interface Prompt {
  readonly id: string;
  /** Chosen by the asker: a later request with the same key finds this prompt. */
  readonly key: string | null;
  readonly spec: PromptSpec;
  /** Opaque; equal for all prompts of one script. */
  readonly source?: string;
  /** How long the prompt stays open once its last asker was lost: ms; 0 for not at all, null for as long as it is open. */
  readonly asker_grace_ms: number | null;
  /** Who asks, unverified. */
  readonly from?: AskedFrom;
  /** Wall-clock ms of the first registration. */
  readonly opened_at: number;
  /** Monotonic ms of the first registration, on the clock of the registry that holds the prompt. */
  readonly opened: number;
  /** Monotonic ms; null when there is no deadline. */
  readonly deadline: number | null;
  readonly extended_ms: number;
  /** Holds granted so far, because the human was answering when the time was running out. */
  readonly holds: number;
  readonly revision: number;
  /** Picks and text that were not submitted. For a settled prompt: the part that is not in its outcome. */
  readonly draft: Draft | null;
  /** Name of the surface that wrote the draft; null for a draft that existed when the prompt opened. */
  readonly drafter: string | null;
  /** Wall-clock ms at which a human's surface first showed the prompt. */
  readonly seen_at: number | null;
  readonly outcome: Outcome | null;
  /** The last requests that moved the deadline, oldest first. */
  readonly requests: readonly KnownRequest[];
}

/** A request that was applied, and when: monotonic ms. */
export interface KnownRequest {
  readonly id: string;
  readonly at: number;
}

/** What an asker sends to register a prompt, or to register it again with a new portal. */
export interface OpenRequest {
  readonly id: string;
  readonly key?: string | null;
  readonly spec: PromptSpec;
  /** Earlier picks and text: from an earlier prompt with the same key, or from the previous portal. */
  readonly draft?: Draft | null;
  readonly source?: string;
  /** As in `Prompt`; 0 if absent. */
  readonly asker_grace_ms?: number | null;
  readonly from?: AskedFrom;
  /** Present when an earlier portal held this prompt: its state there. */
  readonly resume?: {
    readonly opened_at: number;
    readonly elapsed_ms: number;
    readonly remaining_ms: number | null;
    readonly extended_ms: number;
    readonly holds?: number;
    readonly seen_at?: number | null;
    readonly revision: number;
    /** Ids of the latest requests that moved the deadline, oldest first: a resent one is not applied again. */
    readonly requests?: readonly string[];
  };
}

/** Whole milliseconds until the deadline at `now`, rounded up, never negative; null without a deadline. */
export function remaining(prompt: Prompt, now: number): number | null {
  return prompt.deadline === null ? null : Math.max(0, Math.ceil(prompt.deadline - now));
}

/** Ids of the newest requests of `prompt`, oldest first, for its asker to carry to another portal. */
export function requestIds({ requests }: Prompt): string[] {
  return requests.slice(-MAX_REQUESTS_TOLD).map(({ id }) => id);
}

/** Monotonic ms beyond which the deadline can never move; null without a bound. */
export function latestDeadline(prompt: Prompt): number | null {
  const max = prompt.spec.max_timeout_ms;
  return max === null ? null : prompt.opened + max;
}

/** The initial state of a prompt, at registration. */
export function openPrompt(
  { id, key = null, spec, source, from, asker_grace_ms = 0, draft = null, resume }: OpenRequest,
  at: { now: number; wall: number },
): Prompt {
  const left = resume ? resume.remaining_ms : spec.timeout_ms;
  const opened = at.now - (resume?.elapsed_ms ?? 0);
  const latest = spec.max_timeout_ms === null ? Number.POSITIVE_INFINITY : opened + spec.max_timeout_ms;
  return {
    id,
    key,
    spec,
    ...defined({ source, from }),
    asker_grace_ms,
    opened_at: resume?.opened_at ?? at.wall,
    opened,
    deadline: left === null ? null : Math.min(at.now + left, latest),
    extended_ms: resume?.extended_ms ?? 0,
    holds: resume?.holds ?? 0,
    revision: (resume?.revision ?? 0) + 1,
    draft,
    drafter: null,
    seen_at: resume?.seen_at ?? null,
    outcome: null,
    requests: (resume?.requests ?? []).map((request) => ({ id: request, at: at.now })),
  };
}

/** True while the draft comes from an earlier prompt, and has not been touched in this one. */
export function isOffered({ draft, drafter }: Prompt): boolean {
  return draft !== null && drafter === null;
}

/** True when the prompt outlives its askers, and therefore also the portal: the store keeps it on disk while it is open. */
export function isKept({ asker_grace_ms }: Pick<Prompt, 'asker_grace_ms'>): boolean {
  return asker_grace_ms !== 0;
}

/** The open `prompt` with the grace that another asker wants, if that is longer than its own; otherwise the same object. */
export function keepFor(prompt: Prompt, asker_grace_ms: number | null): Prompt {
  const isLonger = (asker_grace_ms ?? Number.POSITIVE_INFINITY) > (prompt.asker_grace_ms ?? Number.POSITIVE_INFINITY);
  return isLonger && !prompt.outcome ? { ...prompt, asker_grace_ms, revision: prompt.revision + 1 } : prompt;
}

/** True when a human or the deadline decided the outcome; false when the asker or the portal merely ended. */
export function isDecided(outcome: Outcome | null): boolean {
  return outcome !== null && outcome.by !== 'asker' && outcome.by !== 'portal';
}
