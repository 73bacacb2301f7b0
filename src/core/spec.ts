// The specification of a prompt: the schema of an untrusted PromptSpec, and its type once it has passed every check.
import * as v from 'valibot';
import { formatDuration } from './duration.ts';
import {
  DEFAULT_TIMEOUT,
  MAX_BODY_BYTES,
  MAX_LABEL_BYTES,
  MAX_OPTIONS,
  MAX_PATTERN_BYTES,
  MAX_QUESTION_BYTES,
  MAX_TEXT_LENGTH,
  MAX_TIMEOUT,
  MIN_TIMEOUT,
} from './limits.ts';
import { isWellFormed, utf8Length } from './text.ts';

/** When an answer needs a note. `for-no` is for a confirm only. */
export const NOTE_RULES = ['optional', 'required', 'for-no'] as const;
export type NoteRule = (typeof NOTE_RULES)[number];

const sized = (what: string, maxBytes: number) =>
  v.pipe(
    v.string(`${what} must be text`),
    v.check((value) => utf8Length(value) <= maxBytes, `${what} is longer than ${maxBytes} bytes; shorten it`),
    v.check(isWellFormed, `${what} is not valid Unicode text; remove the broken character`),
    v.check((value) => !value.includes('\0'), `${what} contains a NUL byte; remove it`),
  );

const text = (what: string, maxBytes: number) =>
  v.pipe(
    sized(what, maxBytes),
    v.check((value) => value.trim() !== '', `${what} is empty; give it some text`),
  );

const timeout = (what: string) =>
  v.nullable(
    v.pipe(
      v.number(`${what} must be a number of milliseconds, or null for none`),
      v.integer(`${what} must be whole milliseconds`),
      v.minValue(MIN_TIMEOUT, `${what} must be at least ${formatDuration(MIN_TIMEOUT)}`),
      v.maxValue(MAX_TIMEOUT, `${what} must be at most ${formatDuration(MAX_TIMEOUT)}`),
    ),
  );

const flag = (what: string) => v.boolean(`${what} must be true or false`);

const count = (what: string, min: number, max: number) =>
  v.pipe(
    v.number(`${what} must be a number`),
    v.integer(`${what} must be a whole number`),
    v.minValue(min, `${what} must be at least ${min}`),
    v.maxValue(max, `${what} must be at most ${max}`),
  );

const OptionSchema = v.strictObject({
  /** Printed to stdout, byte for byte. */
  value: text('the value', MAX_LABEL_BYTES),
  /** Shown to the human; defaults to the value. */
  label: v.optional(text('the label', MAX_LABEL_BYTES)),
  hint: v.optional(text('the hint', MAX_LABEL_BYTES)),
  /** Chosen only by a deliberate act: holding a button, or typing the value. */
  danger: v.optional(flag('danger'), false),
});

const options = v.pipe(
  v.array(OptionSchema, 'options must be a list'),
  v.minLength(1, 'no options given; add at least one after the question'),
  v.maxLength(MAX_OPTIONS, `too many options; give at most ${MAX_OPTIONS}`),
  v.readonly(),
);

const value = (what: string) => v.optional(v.string(`${what} must be text`));

const preselected = v.optional(
  v.pipe(v.array(v.string('select must be text'), 'select must be a list of values'), v.readonly()),
  [],
);

/** Fields of every kind of prompt. */
const common = {
  question: text('the question', MAX_QUESTION_BYTES),
  /** Markdown, shown above the options. */
  body: v.optional(sized('the body', MAX_BODY_BYTES)),
  /** From registration to the deadline; null for no deadline. */
  timeout_ms: v.optional(timeout('timeout_ms'), DEFAULT_TIMEOUT),
  /** Bound on the prompt's whole life, extensions included; null for no bound. */
  max_timeout_ms: v.optional(timeout('max_timeout_ms')),
  /** False forbids every later change of the deadline. */
  extendable: v.optional(flag('extendable'), true),
  /** False forbids the portal from holding the deadline while the human is answering. */
  hold: v.optional(flag('hold'), true),
  /** The answer applied when the deadline passes: a value, or the text of an input. */
  fallback: value('fallback'),
  /** Whether an answer needs a note: never, always, or, in a confirm, if it is `no`. A fallback never does. */
  note: v.optional(v.picklist(NOTE_RULES, `note must be one of: ${NOTE_RULES.join(', ')}`), 'optional'),
};

const SelectSchema = v.strictObject({
  kind: v.literal('select'),
  ...common,
  options,
  /** The value that is marked for the human; never preselected. */
  recommended: value('recommended'),
  /** The value that is picked when the page opens. */
  select: preselected,
  /** Accepts a typed answer besides the options. */
  other: v.optional(flag('other'), false),
});

const MultiSchema = v.strictObject({
  kind: v.literal('multi'),
  ...common,
  options,
  recommended: value('recommended'),
  select: preselected,
  /** How many options to pick. An empty answer must be allowed explicitly: it would look like success. */
  min: v.optional(count('min', 0, MAX_OPTIONS), 1),
  max: v.optional(count('max', 1, MAX_OPTIONS)),
});

const ConfirmSchema = v.strictObject({
  kind: v.literal('confirm'),
  ...common,
  recommended: value('recommended'),
  select: preselected,
  /** Labels of the two answers, whose values are always `yes` and `no`. */
  yes: v.optional(text('the label of yes', MAX_LABEL_BYTES), 'Yes'),
  no: v.optional(text('the label of no', MAX_LABEL_BYTES), 'No'),
  /** `yes` requires a deliberate act. */
  danger: v.optional(flag('danger'), false),
});

const InputSchema = v.strictObject({
  kind: v.literal('input'),
  ...common,
  multiline: v.optional(flag('multiline'), false),
  placeholder: v.optional(sized('the placeholder', MAX_LABEL_BYTES)),
  initial: v.optional(sized('the initial text', 4 * MAX_TEXT_LENGTH)),
  /** A regular expression (ECMAScript, with the u flag) that the whole text must match. */
  pattern: v.optional(text('the pattern', MAX_PATTERN_BYTES)),
  /** Shown when the text does not match. */
  pattern_message: v.optional(text('the pattern message', MAX_LABEL_BYTES)),
  /** In characters. */
  min_length: v.optional(count('min-length', 0, MAX_TEXT_LENGTH), 1),
  max_length: v.optional(count('max-length', 1, MAX_TEXT_LENGTH), MAX_TEXT_LENGTH),
});

export const PromptSpecSchema = v.variant(
  'kind',
  [SelectSchema, MultiSchema, ConfirmSchema, InputSchema],
  'kind must be one of: select, multi, confirm, input',
);

export type PromptSpecInput = v.InferInput<typeof PromptSpecSchema>;
/** A spec of valid shape, not yet checked for contradictions. */
export type ParsedSpec = v.InferOutput<typeof PromptSpecSchema>;

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly danger?: true;
}

interface CommonSpec {
  readonly question: string;
  readonly body?: string;
  readonly timeout_ms: number | null;
  readonly max_timeout_ms: number | null;
  readonly extendable: boolean;
  readonly hold: boolean;
  readonly fallback?: string;
  /** Absent where notes are optional. */
  readonly note?: Exclude<NoteRule, 'optional'>;
  /** Empty for an input. */
  readonly options: readonly Option[];
  readonly recommended?: string;
  /** Values that are picked when a surface first shows the prompt. */
  readonly select: readonly string[];
}

export interface SelectSpec extends CommonSpec {
  readonly kind: 'select';
  readonly other: boolean;
}

export interface MultiSpec extends CommonSpec {
  readonly kind: 'multi';
  readonly min: number;
  readonly max: number;
}

/** Its options are always `yes` and `no`. */
export interface ConfirmSpec extends CommonSpec {
  readonly kind: 'confirm';
}

export interface InputSpec extends CommonSpec {
  readonly kind: 'input';
  readonly multiline: boolean;
  readonly placeholder?: string;
  readonly initial?: string;
  readonly pattern?: string;
  readonly pattern_message?: string;
  readonly min_length: number;
  readonly max_length: number;
}

/** A PromptSpec that passed every check, with defaults filled in. */
export type PromptSpec = SelectSpec | MultiSpec | ConfirmSpec | InputSpec;

/** True when two specs ask the same question: the time limits may differ from one attempt to the next. */
export function isSameQuestion(one: PromptSpec, other: PromptSpec): boolean {
  return JSON.stringify(withoutTimes(one)) === JSON.stringify(withoutTimes(other));
}

function withoutTimes({ timeout_ms, max_timeout_ms, extendable, hold, ...question }: PromptSpec): object {
  return question;
}
