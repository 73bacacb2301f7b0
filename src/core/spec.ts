// What an asker asks: the untrusted PromptSpec, its one schema, and the rules that a schema cannot say.
import * as v from 'valibot';
import { formatDuration } from './duration.ts';
import {
  DEFAULT_MAX_TIMEOUT,
  DEFAULT_TIMEOUT,
  MAX_LABEL_BYTES,
  MAX_OPTIONS,
  MAX_QUESTION_BYTES,
  MAX_SPEC_BYTES,
  MAX_TIMEOUT,
  MIN_TIMEOUT,
} from './limits.ts';
import { isWellFormed, shorten, utf8Length } from './text.ts';

const text = (what: string, maxBytes: number) =>
  v.pipe(
    v.string(`${what} must be text`),
    v.check((value) => value.trim() !== '', `${what} is empty; write something there`),
    v.check((value) => utf8Length(value) <= maxBytes, `${what} is longer than ${maxBytes} bytes; shorten it`),
    v.check(isWellFormed, `${what} is not valid Unicode text; remove the broken character`),
    v.check((value) => !value.includes('\0'), `${what} contains a NUL byte; remove it`),
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

export const OptionSchema = v.strictObject({
  /** Goes to stdout, byte for byte. */
  value: text('the value', MAX_LABEL_BYTES),
  /** Shown to the human; the value when absent. */
  label: v.optional(text('the label', MAX_LABEL_BYTES)),
  hint: v.optional(text('the hint', MAX_LABEL_BYTES)),
});

export const PromptSpecSchema = v.strictObject({
  kind: v.literal('select', 'kind must be "select"'),
  question: text('the question', MAX_QUESTION_BYTES),
  options: v.pipe(
    v.array(OptionSchema, 'options must be a list'),
    v.minLength(1, 'no options given; add at least one after the question'),
    v.maxLength(MAX_OPTIONS, `too many options; give at most ${MAX_OPTIONS}`),
    v.readonly(),
  ),
  /** From registration to the deadline; null for no deadline. */
  timeout_ms: v.optional(timeout('timeout'), DEFAULT_TIMEOUT),
  /** Bound on the prompt's whole life, extensions included; null for no bound. */
  max_timeout_ms: v.optional(timeout('max-timeout')),
  /** False forbids every later change of the deadline. */
  extendable: v.optional(v.boolean('extendable must be true or false'), true),
  /** The value applied when the deadline passes. */
  fallback: v.optional(v.string('fallback must be text')),
  /** The value that is marked for the human; never preselected. */
  recommended: v.optional(v.string('recommended must be text')),
});

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

/** A PromptSpec that passed every check, with its gaps filled. */
export interface PromptSpec {
  readonly kind: 'select';
  readonly question: string;
  readonly options: readonly Option[];
  readonly timeout_ms: number | null;
  readonly max_timeout_ms: number | null;
  readonly extendable: boolean;
  readonly fallback?: string;
  readonly recommended?: string;
}

export type PromptSpecInput = v.InferInput<typeof PromptSpecSchema>;

export type ValidatedSpec =
  | { readonly ok: true; readonly spec: PromptSpec }
  | { readonly ok: false; readonly problem: string };

/** Checks an untrusted spec. `problem` is one line that names what to mend. */
export function validateSpec(input: unknown): ValidatedSpec {
  const parsed = v.safeParse(PromptSpecSchema, input, { abortEarly: true });
  if (!parsed.success) return { ok: false, problem: describeIssue(parsed.issues[0]) };
  const raw = parsed.output;
  const problem = findContradiction(raw);
  if (problem !== null) return { ok: false, problem };
  const spec = fillGaps(raw);
  return utf8Length(JSON.stringify(spec)) > MAX_SPEC_BYTES
    ? { ok: false, problem: `the prompt is larger than ${MAX_SPEC_BYTES} bytes in all; give fewer or shorter options` }
    : { ok: true, spec };
}

function fillGaps(raw: v.InferOutput<typeof PromptSpecSchema>): PromptSpec {
  const { fallback, recommended } = raw;
  return {
    kind: raw.kind,
    question: raw.question,
    options: raw.options.map(({ value, label, hint }) => ({
      value,
      label: label ?? value,
      ...(hint === undefined ? {} : { hint }),
    })),
    timeout_ms: raw.timeout_ms,
    max_timeout_ms: raw.max_timeout_ms === undefined ? defaultMaxTimeout(raw.timeout_ms) : raw.max_timeout_ms,
    extendable: raw.extendable,
    ...(fallback === undefined ? {} : { fallback }),
    ...(recommended === undefined ? {} : { recommended }),
  };
}

function defaultMaxTimeout(timeoutMs: number | null): number | null {
  return timeoutMs === null ? null : Math.max(timeoutMs, DEFAULT_MAX_TIMEOUT);
}

function findContradiction(raw: v.InferOutput<typeof PromptSpecSchema>): string | null {
  const values = new Set<string>();
  for (const { value } of raw.options) {
    if (values.has(value)) return `option "${shorten(value)}" is given twice; every option value must be different`;
    values.add(value);
  }
  for (const name of ['fallback', 'recommended'] as const) {
    const value = raw[name];
    if (value !== undefined && !values.has(value)) {
      return `${name} "${shorten(value)}" is not one of the options; use one of: ${shorten([...values].join(', '), 80)}`;
    }
  }
  if (raw.timeout_ms === null && raw.fallback !== undefined) {
    return 'a fallback needs a deadline; give a timeout, or leave the fallback out';
  }
  if (typeof raw.max_timeout_ms === 'number') {
    if (raw.timeout_ms === null) return 'max-timeout needs a deadline; give a timeout, or leave max-timeout out';
    if (raw.max_timeout_ms < raw.timeout_ms) {
      const [max, wanted] = [formatDuration(raw.max_timeout_ms), formatDuration(raw.timeout_ms)];
      return `max-timeout (${max}) is shorter than timeout (${wanted}); raise max-timeout or lower timeout`;
    }
  }
  return null;
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? '';
  const option = /^options\.(\d+)(?:\.(.*))?$/s.exec(path);
  const place = option ? `option ${Number(option[1]) + 1}` : 'the prompt';
  const prefix = option ? `${place}: ` : '';
  if (issue.type !== 'strict_object') return `${prefix}${issue.message}`;
  if (issue.expected === 'Object')
    return `${place} must be an object with ${option ? '"value"' : '"question" and "options"'}`;
  const field = shorten(option ? (option[2] ?? '') : path);
  return issue.expected === 'never'
    ? `${prefix}unknown field "${field}"; remove it`
    : `${prefix}field "${field}" is missing; add it`;
}
