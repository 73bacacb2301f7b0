// Messages between a tab and the portal, on `/ws/:id` (one prompt) and `/ws` (the live list).
import * as v from 'valibot';
import type { Outcome } from '../core/prompt.ts';
import { type Decoded, decode } from './codec.ts';
import {
  DeviceSchema,
  DurationSchema,
  ExtensionSchema,
  IdSchema,
  NoteSchema,
  RequestIdSchema,
  TabAnswerSchema,
} from './fields.ts';
import type { RefusalReason } from './refusal.ts';
import type { Settings } from './settings.ts';
import type { AskedPrompt, Ending, PromptState, PromptSummary } from './view.ts';

const request_id = RequestIdSchema;
const device = v.exactOptional(DeviceSchema);

const schemas = {
  /** Reports what the tab can do; sent on connect and whenever that changes. */
  hello: v.strictObject({ type: v.literal('hello'), visible: v.boolean(), can_notify: v.boolean() }),
  answer: v.strictObject({ type: v.literal('answer'), request_id, answer: TabAnswerSchema, device }),
  /** `note`: why, in the human's words. */
  cancel: v.strictObject({ type: v.literal('cancel'), request_id, note: v.exactOptional(NoteSchema), device }),
  extend: v.strictObject({ type: v.literal('extend'), request_id, by_ms: ExtensionSchema }),
  /** Sets the time left; null for no deadline. */
  update_timeout: v.strictObject({
    type: v.literal('update_timeout'),
    request_id,
    remaining_ms: v.nullable(DurationSchema),
  }),
  /** What the human has picked so far; null discards it. */
  draft: v.strictObject({ type: v.literal('draft'), draft: v.nullable(TabAnswerSchema) }),
  /** The reply to `summon`: this page is visible, or a notification of the prompt `id` was actually shown. */
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

/** Messages from the portal to a tab. */
export type PortalToTab =
  /** On `/ws/:id`: once per connection, before the first state. */
  | { readonly type: 'prompt'; readonly prompt: AskedPrompt }
  /** On `/ws/:id`: on connect, at every change and every 5 s. */
  | { readonly type: 'state'; readonly state: PromptState }
  /** On `/ws/:id`, while the portal does not know the prompt: its asker may not have reached the new portal yet. */
  | { readonly type: 'unknown' }
  /** The token of this page was revoked because its code was used twice; the portal closes the connection. */
  | { readonly type: 'revoked' }
  | { readonly type: 'list'; readonly prompts: readonly PromptSummary[] }
  | { readonly type: 'changed'; readonly prompt: PromptSummary }
  /** On `/ws`, on connect and at every change. */
  | { readonly type: 'settings'; readonly settings: Settings }
  /** On `/ws`: asks a page that can bring a human to the prompt to do so, and to send `noticed`. */
  | { readonly type: 'summon'; readonly id: string }
  /** On `/ws`: a browser was opened, and its page replaces this one unless this one is visible. */
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
