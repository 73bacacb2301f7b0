// What a tab and the portal say to each other, on `/ws/:id` (one prompt) and `/ws` (the live list).
import * as v from 'valibot';
import type { Outcome } from '../core/prompt.ts';
import { type Decoded, decode } from './codec.ts';
import { DurationSchema, ExtensionSchema, IdSchema, RequestIdSchema, TabAnswerSchema } from './fields.ts';
import type { RefusalReason } from './refusal.ts';
import type { Settings } from './settings.ts';
import type { AskedPrompt, Ending, PromptState, PromptSummary } from './view.ts';

const request_id = RequestIdSchema;

const schemas = {
  /** Says what the tab can do; sent on connect and whenever it changes. */
  hello: v.strictObject({ type: v.literal('hello'), visible: v.boolean(), can_notify: v.boolean() }),
  answer: v.strictObject({ type: v.literal('answer'), request_id, answer: TabAnswerSchema }),
  cancel: v.strictObject({ type: v.literal('cancel'), request_id }),
  extend: v.strictObject({ type: v.literal('extend'), request_id, by_ms: ExtensionSchema }),
  /** Sets the time left; null for no deadline. */
  update_timeout: v.strictObject({
    type: v.literal('update_timeout'),
    request_id,
    remaining_ms: v.nullable(DurationSchema),
  }),
  /** What the human picked so far; null forgets it. */
  draft: v.strictObject({ type: v.literal('draft'), draft: v.nullable(TabAnswerSchema) }),
  /** The answer to `summon`: this page is in view, or a notification of the prompt `id` was really shown. */
  noticed: v.strictObject({ type: v.literal('noticed'), id: IdSchema }),
  /** Requests the current state: the portal replies with `state` or `list`. */
  ping: v.strictObject({ type: v.literal('ping') }),
};

export type TabMessage = {
  [Type in keyof typeof schemas]: v.InferOutput<(typeof schemas)[Type]>;
}[keyof typeof schemas];

/** Parses what a tab sent. */
export function decodeTabMessage(text: string): Decoded<TabMessage> {
  return decode<TabMessage>(schemas, text);
}

/** What the portal tells a tab. */
export type PortalToTab =
  /** On `/ws/:id`, once a link, before the first state. */
  | { readonly type: 'prompt'; readonly prompt: AskedPrompt }
  /** On `/ws/:id`: on connect, at every change and every 5 s. */
  | { readonly type: 'state'; readonly state: PromptState }
  /** On `/ws/:id`, while no portal knows the prompt: its asker may still be on its way to a new portal. */
  | { readonly type: 'unknown' }
  /** The token of this page was taken back, because its code came twice: the link is closed. */
  | { readonly type: 'revoked' }
  | { readonly type: 'list'; readonly prompts: readonly PromptSummary[] }
  | { readonly type: 'changed'; readonly prompt: PromptSummary }
  /** On `/ws`, on connect and at every change. */
  | { readonly type: 'settings'; readonly settings: Settings }
  /** On `/ws`: a page that can bring a human to the prompt does so, and sends `noticed`. */
  | { readonly type: 'summon'; readonly id: string }
  /** On `/ws`: a browser was opened, and its page replaces this one unless this one is in view. */
  | { readonly type: 'superseded' }
  | { readonly type: 'removed'; readonly id: string; readonly ending: Ending }
  | { readonly type: 'accepted'; readonly request_id: string; readonly remaining_ms: number | null }
  | {
      readonly type: 'refused';
      readonly request_id: string | null;
      readonly reason: RefusalReason;
      readonly detail: string;
      readonly outcome: Outcome | null;
    };
