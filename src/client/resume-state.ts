// The last state of its prompt that an asker received: the next portal resumes from it, or without one, the asker settles
// by it.
import type { Clock } from '../core/clock.ts';
import { type Draft, type Outcome, outcomeOf } from '../core/prompt.ts';
import type { PromptSpec } from '../core/spec.ts';
import { fallbackOf } from '../core/transition.ts';
import type { AskerMessage, PortalToAsker } from '../protocol/asker.ts';
import { type Countdown, monotonicTimeOf, startCountdown, timeLeft } from '../session/countdown.ts';
import { onMachineClock, timeUnderway } from '../system/clock.ts';

/** Everything but the countdown is as the portal sent it. */
export interface ResumeState {
  readonly id: string;
  /** The port of the page to which the human was sent. */
  readonly port: number;
  readonly countdown: Countdown;
  readonly opened_at: number;
  readonly extended_ms: number;
  readonly holds: number;
  readonly seen_at: number | null;
  /** What was picked and typed so far. */
  readonly draft: Draft | null;
  /** Ids of the latest requests that moved the deadline, oldest first. */
  readonly requests: readonly string[];
  /** How long the prompt outlives its askers: ms; null for as long as it is open. */
  readonly asker_grace_ms: number | null;
  /** How often the code in the printed URL was used. */
  readonly code_uses: number;
}

/** When the portal sent a message, on the clock of this process: the message may have waited to be read. */
function sentAt(sent_at: number, clock: Clock): number {
  const now = clock.now();
  return now - timeUnderway(sent_at, onMachineClock(now, clock));
}

/** Returns the state from the portal's `opened` message; `before` is the state from the previous portal. */
export function learn(
  message: PortalToAsker & { type: 'opened' },
  before: ResumeState | null,
  clock: Clock,
): ResumeState {
  const { id, opened_at, extended_ms, holds, seen_at, code_uses, created, draft, requests, asker_grace_ms } = message;
  const at = sentAt(message.sent_at, clock);
  const port = Number(new URL(message.url).port);
  // A prompt that already existed under our key is as old as its portal reports.
  const opened = before?.countdown.opened ?? (created ? at : monotonicTimeOf(opened_at, clock));
  const countdown = startCountdown(message, opened, at);
  return { id, port, countdown, opened_at, extended_ms, holds, seen_at, code_uses, draft, requests, asker_grace_ms };
}

/** Returns the state updated from the portal's `sync` message. */
export function relearn(known: ResumeState, message: PortalToAsker & { type: 'sync' }, clock: Clock): ResumeState {
  const { extended_ms, holds, seen_at, draft, requests, asker_grace_ms } = message;
  const countdown = startCountdown(message, known.countdown.opened, sentAt(message.sent_at, clock));
  return { ...known, countdown, extended_ms, holds, seen_at, draft, requests, asker_grace_ms };
}

/** Returns what a new portal needs to resume where the last one ended. */
export function carryOver(known: ResumeState, clock: Clock): NonNullable<(AskerMessage & { type: 'open' })['resume']> {
  const { port, countdown, opened_at, extended_ms, holds, seen_at, code_uses, draft, requests } = known;
  const now = clock.now();
  const sent_at = onMachineClock(now, clock);
  return {
    opened_at,
    sent_at,
    elapsed_ms: now - countdown.opened,
    remaining_ms: timeLeft(countdown, now),
    extended_ms,
    holds,
    seen_at,
    revision: countdown.revision,
    code_uses,
    port,
    // Message types have mutable fields.
    requests: [...requests],
    draft: draft && { ...draft, values: [...draft.values] },
  };
}

/** Returns the outcome of an asker that settles by itself, because no portal sent an outcome in time. */
export function timeoutAlone(known: ResumeState | null, spec: PromptSpec, clock: Clock): Outcome {
  const { countdown = null, extended_ms = 0, seen_at = null } = known ?? {};
  const now = clock.now();
  return outcomeOf({
    status: 'timeout',
    by: 'asker',
    ...fallbackOf(spec),
    settled_at: clock.wall(),
    elapsed_ms: Math.round(now - (countdown?.opened ?? now)),
    extended_ms: Math.round(extended_ms),
    seen_at,
  });
}
