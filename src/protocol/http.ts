// Bodies of the HTTP API, for the CLI and the page alike.
import * as v from 'valibot';
import type { Outcome } from '../core/prompt.ts';
import { AnswerSchema, DeviceSchema, DurationSchema, ExtensionSchema, NoteSchema, RequestIdSchema } from './fields.ts';
import type { RefusalReason } from './refusal.ts';

const request_id = RequestIdSchema;
const device = v.exactOptional(DeviceSchema);

export const SessionRequestSchema = v.strictObject({
  code: v.pipe(v.string(), v.maxLength(64)),
  /** Equal for all attempts of one page. */
  request_id: v.exactOptional(RequestIdSchema),
  /** The prompt whose page was opened with the code. */
  prompt_id: v.exactOptional(v.pipe(v.string(), v.maxLength(128))),
});
export const AnswerRequestSchema = v.strictObject({ request_id, answer: AnswerSchema, device });
export const CancelRequestSchema = v.strictObject({ request_id, note: v.exactOptional(NoteSchema), device });
/** Either moves the deadline by `by_ms` or sets the time left; null removes the deadline. */
export const ExtendRequestSchema = v.union([
  v.strictObject({ request_id, by_ms: ExtensionSchema }),
  v.strictObject({ request_id, remaining_ms: v.nullable(DurationSchema) }),
]);
/** `force` cancels the open prompts; without it, a portal with open prompts keeps running. */
export const RetireRequestSchema = v.strictObject({ force: v.boolean() });

/** Reply to `GET /healthz`: identifies the portal that listens here. Contains no secret. */
export const HandshakeSchema = v.object({
  name: v.literal('choice'),
  instance: v.string(),
  protocol: v.number(),
  version: v.string(),
  pid: v.number(),
  /** The port on which it listens for browsers. */
  port: v.number(),
  engine: v.string(),
  /** Open prompts. */
  open: v.number(),
  /** True once it is shutting down: clients that need a portal retry a moment later. */
  draining: v.boolean(),
  /** For a page that named its token: HMAC of its nonce under that token's signature. Null for an old or revoked token. */
  tab_proof: v.exactOptional(v.nullable(v.string())),
  /** For a page that named the code in its address: HMAC of its nonce under that code. Null if the code is unknown. */
  code_proof: v.exactOptional(v.nullable(v.string())),
});
export type Handshake = v.InferOutput<typeof HandshakeSchema>;

/** Health of a portal's journal since the portal started. */
export interface JournalHealth {
  /** Why the last write failed; null when it did not. */
  readonly error: string | null;
  /** Records that wait for free disk space. */
  readonly waiting: number;
  /** Outcomes that were announced without being on disk. */
  readonly not_logged: number;
  /** Open prompts that should outlive the portal and could not be written. */
  readonly unsaved: number;
  /** Records that were dropped because too many were waiting. */
  readonly lost: number;
}

/** Body of every refusal over HTTP. */
export interface ErrorBody {
  readonly error: RefusalReason | string;
  readonly message: string;
  readonly outcome?: Outcome | null;
}
