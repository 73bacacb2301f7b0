// What a registry of live prompts does. Its interface is asynchronous so that a shared database can back it.
import type { Answer, AskerEnd, Draft, OpenRequest, Prompt, Surface } from './prompt.ts';
import type { Refusal } from './transition.ts';

export type Reply =
  | { readonly accepted: true; readonly prompt: Prompt }
  | { readonly accepted: false; readonly reason: Refusal; readonly prompt: Prompt }
  | { readonly accepted: false; readonly reason: 'unknown_prompt'; readonly prompt: null };

export type OpenReply =
  | { readonly accepted: true; readonly prompt: Prompt; readonly created: boolean }
  | { readonly accepted: false; readonly reason: 'too_many_prompts' | 'id_taken' | 'key_taken' };

export interface Request {
  /** Chosen by the caller; a repeated id gets the same reply and is applied once. */
  readonly request_id: string;
  readonly by: Surface;
}

/** Sent to subscribers after it was recorded: `settled` once per prompt, `changed` for every other new revision. */
export interface RegistryEvent {
  readonly type: 'opened' | 'changed' | 'settled';
  readonly prompt: Prompt;
  /** False when the outcome could not be written to the journal. Always true for other events. */
  readonly logged: boolean;
}

export interface Registry {
  /**
   * Registers a prompt. Idempotent by id and by key: a known prompt is returned in its current state, settled or not,
   * under its own id. A key is free again if its prompt ended undecided, because its asker or portal ended.
   */
  open(request: OpenRequest): Promise<OpenReply>;
  /** Resolves once the outcome is recorded; refused with the winning outcome when another decision came first. */
  answer(id: string, request: Request & { readonly answer: Answer; readonly from?: string }): Promise<Reply>;
  cancel(id: string, request: Request & { readonly cause?: AskerEnd }): Promise<Reply>;
  /** Moves the deadline later by `by_ms`, at most to the prompt's max-timeout. */
  extend(id: string, request: Request & { readonly by_ms: number }): Promise<Reply>;
  /** Sets the time left; null removes the deadline if the prompt has no max-timeout. */
  updateTimeout(id: string, request: Request & { readonly remaining_ms: number | null }): Promise<Reply>;
  /** `from` names the surface that wrote it: an answer from there replaces it, one from elsewhere leaves it on record. */
  saveDraft(id: string, draft: Draft | null, from?: string): Promise<Reply>;
  markSeen(id: string): Promise<Reply>;
  /** Settles every prompt whose deadline is at or before `now` (monotonic ms). */
  expireDue(now: number): Promise<void>;
  /** The earliest deadline of all open prompts (monotonic ms). */
  nextDeadline(): Promise<number | null>;
  get(id: string): Promise<Prompt | null>;
  /** Open prompts, in the order of their registration. */
  list(): Promise<readonly Prompt[]>;
  subscribe(listener: (event: RegistryEvent) => void): () => void;
}

/** Persists what must outlive a registry. */
export interface Recorder {
  opened(prompt: Prompt): void;
  /** The deadline was moved, by a human or, with `hold`, by the portal because a human was answering. */
  extended(prompt: Prompt, by: Surface | 'hold'): void;
  /** Resolves to true once the outcome is safe on disk, to false when it could not be written. Never rejects. */
  settled(prompt: Prompt): Promise<boolean>;
}
