// What a registry of live prompts does. Its interface is asynchronous so that a shared database can back it.
import type { OpenRequest, Prompt, Surface } from './prompt.ts';
import type { PromptEvent, Refusal } from './transition.ts';

export type Reply =
  | { readonly accepted: true; readonly prompt: Prompt }
  /** `draining`: the portal is leaving, and the next one decides about this prompt. */
  | { readonly accepted: false; readonly reason: Refusal | 'draining'; readonly prompt: Prompt }
  | { readonly accepted: false; readonly reason: 'unknown_prompt'; readonly prompt: null };

export type OpenReply =
  /** `isSafe` is false for a kept prompt that could not be written: it will be lost with its portal. */
  | { readonly accepted: true; readonly prompt: Prompt; readonly created: boolean; readonly isSafe: boolean }
  | { readonly accepted: false; readonly reason: 'too_many_prompts' | 'id_taken' | 'key_taken' };

/** What surfaces and askers may do to a prompt. Only the registry itself lets it expire. */
export type RequestedEvent = Exclude<PromptEvent, { readonly type: 'expire' }>;

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
   * under its own id; the longest grace that any of its askers wants is the prompt's. A key is free again if its prompt
   * ended undecided, because its asker or portal ended.
   */
  open(request: OpenRequest): Promise<OpenReply>;
  /**
   * Applies `event` to the prompt `id`; one with a known `request_id` gets the same reply and is not applied again. A
   * decision resolves once the outcome is recorded, and is refused with the winning outcome when another came first.
   */
  apply(id: string, event: RequestedEvent): Promise<Reply>;
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
  /**
   * The prompt was registered, or its grace became longer. Resolves once a kept prompt is safe on disk, for others at once;
   * to false when it could not be written.
   */
  opened(prompt: Prompt): Promise<boolean>;
  /**
   * The deadline was moved, by a human or, with `hold`, by the portal because a human was answering. Resolves like
   * `opened`.
   */
  extended(prompt: Prompt, by: Surface | 'hold'): Promise<boolean>;
  /** Anything else of an open prompt changed. */
  changed(prompt: Prompt): void;
  /** Resolves to true once the outcome is safe on disk, to false when it could not be written. Never rejects. */
  settled(prompt: Prompt): Promise<boolean>;
}
