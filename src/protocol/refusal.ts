// The reasons for which a message is refused, each with a text for people.
import { formatDuration } from '../core/duration.ts';
import { MAX_NOTE_BYTES, MAX_OPEN_PROMPTS, MAX_TIMEOUT, MIN_TIMEOUT } from '../core/limits.ts';
import type { Refusal } from '../core/transition.ts';

export type RefusalReason =
  | Refusal
  | 'unknown_prompt'
  | 'too_many_prompts'
  | 'id_taken'
  | 'key_taken'
  | 'draining'
  | 'bad_json'
  | 'unknown_type'
  | 'bad_message'
  | 'bad_spec';

export const REFUSAL_TEXT: Readonly<Record<RefusalReason, string>> = {
  settled: 'this prompt is already settled',
  not_extendable: 'the deadline of this prompt cannot be changed',
  max_timeout: 'the deadline cannot be moved beyond the maximum of this prompt',
  not_due: 'the deadline has not passed yet',
  unknown_value: 'that value is not one of the options',
  wrong_count: 'pick exactly one option',
  too_few: 'pick more options',
  too_many: 'pick fewer options',
  text_missing: 'type an answer',
  too_short: 'the text is too short',
  too_long: 'the text is too long',
  not_one_line: 'the text must be one line',
  pattern_mismatch: 'the text does not have the required format',
  pattern_too_slow:
    'checking the text against the pattern takes too long; wait a moment, or enter a shorter or simpler text',
  note_too_long: `a note may be at most ${MAX_NOTE_BYTES} bytes`,
  note_missing: 'this answer needs a note',
  unexpected_text: 'this prompt does not take a typed answer',
  unknown_prompt: 'there is no such prompt',
  too_many_prompts: `too many prompts are open already (at most ${MAX_OPEN_PROMPTS}, and 32 MiB of text); answer or cancel some`,
  id_taken: 'another prompt has this id',
  key_taken: 'another question was asked under this key; use another key',
  draining: 'this portal is shutting down; try again',
  bad_json: 'the message is not valid JSON',
  unknown_type: 'the message has no known "type"',
  bad_message: `a field of the message is missing or wrong (times are whole ms from ${MIN_TIMEOUT}, at most ${formatDuration(MAX_TIMEOUT)})`,
  bad_spec: 'the prompt is invalid',
};

/** The same texts as capitalised sentences, for display on a surface. */
export const REFUSAL_SENTENCES = Object.fromEntries(
  Object.entries(REFUSAL_TEXT).map(([reason, text]) => [reason, text.charAt(0).toUpperCase() + text.slice(1)]),
) as Readonly<Record<RefusalReason, string>>;
