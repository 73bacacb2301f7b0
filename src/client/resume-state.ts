// What an asker was told last of its prompt: for the next portal to go on with, or to settle by where there is none.
import type { Clock } from '../core/clock.ts';
import type { Draft, Outcome } from '../core/prompt.ts';
import type { PromptSpec } from '../core/spec.ts';
import { fallbackOf } from '../core/transition.ts';
import type { AskerMessage, PortalToAsker } from '../protocol/asker.ts';
import { type Countdown, monotonicTimeOf, startCountdown, timeLeft } from '../session/countdown.ts';
import { onMachineClock, timeUnderway } from '../system/clock.ts';

/** All but the countdown as the portal said it. */
export interface ResumeState {
  readonly id: string;
  /** The port of the page at which a human was sent to the prompt. */
  readonly port: number;
  readonly countdown: Countdown;
  readonly opened_at: number;
  readonly extended_ms: number;
  readonly holds: number;
  readonly seen_at: number | null;
  /** What was picked and typed so far. */
  readonly draft: Draft | null;
  /** Ids of the requests that moved the deadline last, oldest first. */
  readonly requests: readonly string[];
  /** How often the code in the printed URL was used. */
  readonly code_uses: number;
}

/** The moment at which the portal sent a message, on the clock of this process: it may have waited to be read. */
function sentAt(sent_at: number, clock: Clock): number {
  const now = clock.now();
  return now - timeUnderway(sent_at, onMachineClock(now, clock));
}

/** What the portal said as the prompt was registered there; `before` is from the last portal. */
export function learn(
  message: PortalToAsker & { type: 'opened' },
  before: ResumeState | null,
  clock: Clock,
): ResumeState {
  const { id, opened_at, extended_ms, holds, seen_at, code_uses, created, draft, requests } = message;
  const at = sentAt(message.sent_at, clock);
  const port = Number(new URL(message.url).port);
  // A prompt that was there already, under our key, is as old as its portal says.
  const opened = before?.countdown.opened ?? (created ? at : monotonicTimeOf(opened_at, clock));
  const countdown = startCountdown(message, opened, at);
  return { id, port, countdown, opened_at, extended_ms, holds, seen_at, code_uses, draft, requests };
}

/** The same after the portal said that something changed. */
export function relearn(known: ResumeState, message: PortalToAsker & { type: 'sync' }, clock: Clock): ResumeState {
  const { extended_ms, holds, seen_at, draft, requests } = message;
  const countdown = startCountdown(message, known.countdown.opened, sentAt(message.sent_at, clock));
  return { ...known, countdown, extended_ms, holds, seen_at, draft, requests };
}

/** What a new portal needs to go on where the last one ended. */
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
    // Fields of the wire are not read-only.
    requests: [...requests],
    draft: draft && { ...draft, values: [...draft.values] },
  };
}

/** The timeout that an asker settles by itself, when no portal told it of an outcome in time. */
export function timeoutAlone(known: ResumeState | null, spec: PromptSpec, clock: Clock): Outcome {
  const { countdown = null, extended_ms = 0, seen_at = null } = known ?? {};
  const now = clock.now();
  return {
    status: 'timeout',
    ...fallbackOf(spec),
    note: null,
    notes: {},
    fallback: spec.fallback !== undefined,
    by: 'asker',
    settled_at: clock.wall(),
    elapsed_ms: Math.round(now - (countdown?.opened ?? now)),
    extended_ms: Math.round(extended_ms),
    seen_at,
  };
}
