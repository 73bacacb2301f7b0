// What an asker and the portal say to each other on `/ask`. One link carries one prompt.
import * as v from 'valibot';
import { MAX_HOLDS, MAX_REQUESTS_TOLD } from '../core/limits.ts';
import type { Draft, Outcome } from '../core/prompt.ts';
import { type Decoded, decode } from './codec.ts';
import { AnswerSchema, IdSchema, KeySchema, RequestIdSchema, SourceSchema } from './fields.ts';
import type { RefusalReason } from './refusal.ts';

/**
 * Ms on the clock that both ends share when they run on one machine, read as the message was sent. A duration in the
 * message held then: on a busy machine it may be read a good while later.
 */
const sent_at = v.pipe(v.number(), v.finite());

/** Far more changes than a prompt can see, and far from where a number no longer counts on by one. */
const revision = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e12));

/** Wall-clock ms, as far as a date goes. */
const moment = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15));

const schemas = {
  /** Registers the prompt; after a portal was lost, again under the same id with what is left. */
  open: v.strictObject({
    type: v.literal('open'),
    id: IdSchema,
    /** A PromptSpec, judged by the same rules that the asker used. */
    spec: v.unknown(),
    /** Attaches to the prompt that has this key, or gives its outcome. */
    key: v.exactOptional(KeySchema),
    /** The same for all that one script asks; without, each prompt stands alone. */
    source: v.exactOptional(SourceSchema),
    /** False when the asker must not open a browser: the portal then never asks it to. */
    may_open: v.boolean(),
    resume: v.exactOptional(
      v.strictObject({
        opened_at: moment,
        sent_at: v.exactOptional(sent_at),
        elapsed_ms: v.pipe(v.number(), v.finite(), v.minValue(0)),
        /** Extensions may have added up to more than a timeout may be. */
        remaining_ms: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))),
        extended_ms: v.pipe(v.number(), v.finite()),
        holds: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_HOLDS)),
        seen_at: v.nullable(moment),
        revision,
        /** Those that moved the deadline last, oldest first. One that is resent is acknowledged, but not applied again. */
        requests: v.exactOptional(v.pipe(v.array(RequestIdSchema), v.maxLength(MAX_REQUESTS_TOLD))),
        /** What was picked and typed so far. */
        draft: v.exactOptional(v.nullable(AnswerSchema)),
        /** How often the code in the printed URL was used; without, never. */
        code_uses: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
        /** Where the prompt's page was: one that is open finds its way back to the same port, but not to another. */
        port: v.exactOptional(v.pipe(v.number(), v.integer())),
      }),
    ),
  }),
  /** The asker gives up: a signal came, or `cause`. Settles the prompt as cancelled by `asker`. */
  cancel: v.strictObject({ type: v.literal('cancel'), cause: v.exactOptional(v.literal('unreached')) }),
  /** The outcome was printed: only now may a tab say "Delivered". */
  received: v.strictObject({ type: v.literal('received') }),
};

export type AskerMessage = {
  [Type in keyof typeof schemas]: v.InferOutput<(typeof schemas)[Type]>;
}[keyof typeof schemas];

/** Parses what an asker sent. */
export function decodeAskerMessage(text: string): Decoded<AskerMessage> {
  return decode<AskerMessage>(schemas, text);
}

/** `stranger`: another user came by the address that a browser was opened with. `code_twice`: a one-time code did. */
export type Warning = 'stranger' | 'code_twice';

/** What the portal tells an asker. */
export type PortalToAsker =
  | {
      readonly type: 'opened';
      readonly id: string;
      /** For a human to open; its fragment carries a code that is good while the prompt is open. */
      readonly url: string;
      readonly opened_at: number;
      readonly sent_at: number;
      readonly remaining_ms: number | null;
      readonly revision: number;
      readonly extended_ms: number;
      readonly holds: number;
      readonly seen_at: number | null;
      readonly draft: Draft | null;
      /** Ids of the requests that moved the deadline last, oldest first. */
      readonly requests: readonly string[];
      /** How often the code in `url` was used. */
      readonly code_uses: number;
      /** True when the prompt was decided earlier: `settled` follows at once. */
      readonly settled: boolean;
      /** False when the prompt was there already, under the key or by an earlier registration. */
      readonly created: boolean;
      /** Present when no page is there that could show the prompt: the asker opens this, its code works once, for 60 s. */
      readonly open_url: string | null;
      /** True when no page is there that could show the prompt or notify of it, and none is on its way. */
      readonly unreached: boolean;
    }
  /**
   * No page showed the prompt in time, and no notification of it was shown: the asker opens `open_url`. Null when it
   * may not, or has done so and no page came of it.
   */
  | { readonly type: 'unreached'; readonly id: string; readonly open_url: string | null }
  | {
      readonly type: 'sync';
      readonly id: string;
      readonly sent_at: number;
      readonly remaining_ms: number | null;
      readonly revision: number;
      readonly extended_ms: number;
      readonly holds: number;
      readonly seen_at: number | null;
      /** What a human picked and typed so far, and the requests that moved the deadline last: the next portal goes on from there. */
      readonly draft: Draft | null;
      readonly requests: readonly string[];
    }
  /** Another user may be interfering. Sent to every asker, whichever prompt it was about. */
  | { readonly type: 'warning'; readonly warning: Warning }
  /** The code in the printed URL was used, for the `uses`th time: the next portal counts on from there. */
  | { readonly type: 'code_used'; readonly id: string; readonly uses: number }
  | {
      readonly type: 'settled';
      readonly id: string;
      readonly outcome: Outcome;
      readonly opened_at: number;
      readonly logged: boolean;
    }
  | { readonly type: 'refused'; readonly reason: RefusalReason; readonly detail: string };
