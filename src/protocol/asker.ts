// Messages between an asker and the portal on `/ask`. One connection carries one prompt.
import * as v from 'valibot';
import { MAX_HOLDS, MAX_REQUESTS_TOLD } from '../core/limits.ts';
import type { Draft, Outcome } from '../core/prompt.ts';
import { type Decoded, decode } from './codec.ts';
import {
  AnswerSchema,
  AskedFromSchema,
  DurationSchema,
  IdSchema,
  KeySchema,
  RequestIdSchema,
  SourceSchema,
} from './fields.ts';
import type { RefusalReason } from './refusal.ts';

/**
 * Time of sending: ms on the clock that both ends share when they run on one machine. The durations in the message were
 * correct at that time: a busy machine may read the message much later.
 */
const sent_at = v.pipe(v.number(), v.finite());

/** The bound is far above any real number of changes, and far below where adding 1 to a number loses precision. */
const revision = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e12));

/** Wall-clock ms, within the range of `Date`. */
const moment = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15));

/** What a portal goes on with that did not register the prompt. */
export const ResumeSchema = v.strictObject({
  opened_at: moment,
  sent_at: v.exactOptional(sent_at),
  elapsed_ms: v.pipe(v.number(), v.finite(), v.minValue(0)),
  /** Not bounded by the maximum timeout: extensions may have added up to more. */
  remaining_ms: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))),
  extended_ms: v.pipe(v.number(), v.finite()),
  holds: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_HOLDS)),
  seen_at: v.nullable(moment),
  revision,
  /** The latest that moved the deadline, oldest first. A resent one is acknowledged, but not applied again. */
  requests: v.exactOptional(v.pipe(v.array(RequestIdSchema), v.maxLength(MAX_REQUESTS_TOLD))),
  /** What was picked and typed so far. */
  draft: v.exactOptional(v.nullable(AnswerSchema)),
  /** How many times the code in the printed URL was used; 0 if absent. */
  code_uses: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  /** Port of the prompt's page: an open page can reconnect to the same port only. */
  port: v.exactOptional(v.pipe(v.number(), v.integer())),
});

const schemas = {
  /** Registers the prompt; after a portal was lost, registers it again under the same id with the time left. */
  open: v.strictObject({
    type: v.literal('open'),
    id: IdSchema,
    /** A PromptSpec, checked by the same rules as in the asker. */
    spec: v.unknown(),
    /** Attaches to the prompt that has this key, or returns its outcome. */
    key: v.exactOptional(KeySchema),
    /** Equal for all prompts of one script; without it, each prompt is independent. */
    source: v.exactOptional(SourceSchema),
    /** How long the prompt stays open once its last asker is lost: ms; null for as long as it is open, 0 if absent. */
    asker_grace_ms: v.exactOptional(v.nullable(DurationSchema)),
    /** Who asks, unverified; absent when the asker says nothing. */
    from: v.exactOptional(AskedFromSchema),
    /** False when the asker must not open a browser: the portal then never asks it to. */
    may_open: v.boolean(),
    resume: v.exactOptional(ResumeSchema),
  }),
  /** Waits for the outcome of a prompt that another process asked; one that has settled is sent at once. */
  wait: v.strictObject({ type: v.literal('wait'), id: IdSchema }),
  /** The asker stops waiting and leaves the prompt open, for as long as its grace lasts. */
  leave: v.strictObject({ type: v.literal('leave') }),
  /**
   * The asker gives up because of a signal, or of `cause`. Settles the prompt as cancelled by `asker`, unless others wait
   * for it, or it is detached and somebody was reached.
   */
  cancel: v.strictObject({ type: v.literal('cancel'), cause: v.exactOptional(v.literal('unreached')) }),
  /** The asker has printed the outcome: only now may a tab show "Delivered". */
  received: v.strictObject({ type: v.literal('received') }),
};

export type AskerMessage = {
  [Type in keyof typeof schemas]: v.InferOutput<(typeof schemas)[Type]>;
}[keyof typeof schemas];

/** Parses what an asker sent. */
export function decodeAskerMessage(text: string): Decoded<AskerMessage> {
  return decode<AskerMessage>(schemas, text);
}

/** `stranger`: another user tried the address that a browser was opened with. `code_twice`: a one-time code was reused. */
export type Warning = 'stranger' | 'code_twice';

/** Messages from the portal to an asker. */
export type PortalToAsker =
  | {
      readonly type: 'opened';
      readonly id: string;
      /** For a human to open; its fragment carries a code that is valid while the prompt is open. */
      readonly url: string;
      readonly opened_at: number;
      readonly sent_at: number;
      readonly remaining_ms: number | null;
      readonly revision: number;
      readonly extended_ms: number;
      readonly holds: number;
      readonly seen_at: number | null;
      readonly draft: Draft | null;
      /** Ids of the latest requests that moved the deadline, oldest first. */
      readonly requests: readonly string[];
      /** How many times the code in `url` was used. */
      readonly code_uses: number;
      /** True when the prompt was decided earlier: `settled` follows at once. */
      readonly settled: boolean;
      /** The grace of the prompt, as in `open`; 0 when the prompt could not be written and will end with its portal. */
      readonly asker_grace_ms: number | null;
      /** False when the prompt already existed, under the key or from an earlier registration. */
      readonly created: boolean;
      /** Set when no page is connected that could show the prompt: the asker opens it; its code works once, for 60 s. */
      readonly open_url: string | null;
      /** True when no page is connected that could show the prompt or a notification of it, and none is being opened. */
      readonly unreached: boolean;
    }
  /**
   * No page showed the prompt or a notification of it in time: the asker opens `open_url`. Null when the asker may not
   * open a browser, or already did and no page connected.
   */
  | { readonly type: 'unreached'; readonly id: string; readonly open_url: string | null }
  /** A page in view shows the prompt, or a notification of it was shown. */
  | { readonly type: 'reached'; readonly id: string }
  | {
      readonly type: 'sync';
      readonly id: string;
      readonly sent_at: number;
      readonly remaining_ms: number | null;
      readonly revision: number;
      readonly extended_ms: number;
      readonly holds: number;
      readonly seen_at: number | null;
      /** Picks and text so far, and the latest requests that moved the deadline: the next portal resumes from these. */
      readonly draft: Draft | null;
      readonly requests: readonly string[];
      /** The grace of the prompt, which another asker may have made longer. */
      readonly asker_grace_ms: number | null;
    }
  /** Another user may be interfering. Sent to every asker, whichever prompt it was about. */
  | { readonly type: 'warning'; readonly warning: Warning }
  /** The code in the printed URL was used, for the `uses`th time: the next portal continues this count. */
  | { readonly type: 'code_used'; readonly id: string; readonly uses: number }
  | {
      readonly type: 'settled';
      readonly id: string;
      readonly outcome: Outcome;
      readonly opened_at: number;
      readonly logged: boolean;
    }
  | { readonly type: 'refused'; readonly reason: RefusalReason; readonly detail: string };
