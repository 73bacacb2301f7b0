// Turns untrusted input into a PromptSpec, or into one line that names what to correct.
import * as v from 'valibot';
import { checkContent } from './answer.ts';
import { defined } from './defined.ts';
import { formatDuration } from './duration.ts';
import { DEFAULT_MAX_TIMEOUT, MAX_SPEC_BYTES } from './limits.ts';
import { type PatternTest, patternOf, testAtLeisure } from './pattern.ts';
import type { Option, ParsedSpec, PromptSpec } from './spec.ts';
import { PromptSpecSchema } from './spec.ts';
import { shorten, utf8Length } from './text.ts';

export type ValidatedSpec =
  | { readonly ok: true; readonly spec: PromptSpec }
  | { readonly ok: false; readonly problem: string };

/** Checks an untrusted spec. `problem` is one line that names what to correct. `test` checks the pattern of an input. */
export function validateSpec(input: unknown, test: PatternTest = testAtLeisure): ValidatedSpec {
  const parsed = v.safeParse(PromptSpecSchema, input, { abortEarly: true });
  if (!parsed.success) return { ok: false, problem: describeIssue(parsed.issues[0]) };
  const spec = fillGaps(parsed.output);
  const problem = findContradiction(spec, test);
  return problem === null ? { ok: true, spec } : { ok: false, problem };
}

/** Fields that are undefined are dropped, so that a spec is the same before and after JSON. */
function fillGaps(raw: ParsedSpec): PromptSpec {
  const max_timeout_ms = raw.max_timeout_ms === undefined ? defaultMaxTimeout(raw.timeout_ms) : raw.max_timeout_ms;
  const note = raw.note === 'optional' ? undefined : raw.note;
  const filled = { ...raw, max_timeout_ms, note };
  switch (filled.kind) {
    case 'select':
      return defined({ ...filled, options: filled.options.map(fillOption) });
    case 'multi':
      return defined({
        ...filled,
        options: filled.options.map(fillOption),
        max: Math.min(filled.max ?? filled.options.length, filled.options.length),
      });
    case 'confirm': {
      const { yes, no, danger, ...rest } = filled;
      return defined({
        ...rest,
        options: [fillOption({ value: 'yes', label: yes, danger }), { value: 'no', label: no }],
      });
    }
    case 'input':
      return defined({ ...filled, options: [], select: [] });
    default:
      return filled satisfies never;
  }
}

function fillOption({
  value,
  label,
  hint,
  danger,
}: {
  value: string;
  label?: string | undefined;
  hint?: string | undefined;
  danger: boolean;
}): Option {
  return defined({ value, label: label ?? value, hint, danger: danger ? (true as const) : undefined });
}

function defaultMaxTimeout(timeoutMs: number | null): number | null {
  return timeoutMs === null ? null : Math.max(timeoutMs, DEFAULT_MAX_TIMEOUT);
}

function findContradiction(spec: PromptSpec, test: PatternTest): string | null {
  return (
    checkOptions(spec) ??
    checkTimes(spec) ??
    checkKind(spec) ??
    checkNote(spec) ??
    checkFallback(spec, test) ??
    checkSize(spec)
  );
}

function checkOptions({ options, select, recommended }: PromptSpec): string | null {
  const values = new Set<string>();
  for (const { value } of options) {
    if (values.has(value)) return `option "${shorten(value)}" is given twice; every option value must be different`;
    values.add(value);
  }
  for (const [name, value] of [
    ['recommended', recommended],
    ...select.map((each) => ['select', each] as const),
  ] as const) {
    if (value !== undefined && !values.has(value)) return notAnOption(name, value, values);
  }
  const repeated = select.find((each, index) => select.indexOf(each) < index);
  if (repeated !== undefined) return `select "${shorten(repeated)}" is given twice; give it once`;
  const dangerous = options.find(({ value, danger }) => danger && select.includes(value));
  return dangerous ? `select "${shorten(dangerous.value)}" is dangerous; a human must choose it` : null;
}

/** Explains why `value`, given as `name`, is invalid, and lists the allowed `values`. */
export function notAnOption(name: string, value: string, values: ReadonlySet<string>): string {
  return `${name} "${shorten(value)}" is not one of the options; use one of: ${shorten([...values].join(', '), 80)}`;
}

function checkTimes({ timeout_ms, max_timeout_ms, fallback }: PromptSpec): string | null {
  if (timeout_ms === null && fallback !== undefined) {
    return 'a fallback needs a deadline; give a timeout, or leave the fallback out';
  }
  if (max_timeout_ms === null) return null;
  if (timeout_ms === null) return 'max-timeout needs a deadline; give a timeout, or leave max-timeout out';
  if (max_timeout_ms >= timeout_ms) return null;
  const [max, wanted] = [formatDuration(max_timeout_ms), formatDuration(timeout_ms)];
  return `max-timeout (${max}) is shorter than timeout (${wanted}); raise max-timeout or lower timeout`;
}

function checkKind(spec: PromptSpec): string | null {
  switch (spec.kind) {
    case 'multi':
      if (spec.min > spec.max) return `min (${spec.min}) is more than can be picked (${spec.max}); lower min`;
      return spec.select.length > spec.max
        ? `select is given more than ${spec.max} ${spec.max === 1 ? 'time' : 'times'}; leave some out`
        : null;
    case 'input':
      if (spec.min_length > spec.max_length)
        return `min-length (${spec.min_length}) is more than max-length (${spec.max_length}); lower it`;
      if (spec.pattern !== undefined && patternOf(spec.pattern) === null)
        return `the pattern "${shorten(spec.pattern)}" is not a valid regular expression; correct it`;
      return spec.initial !== undefined && !spec.multiline && /[\r\n]/.test(spec.initial)
        ? 'the initial text has several lines; add multiline'
        : null;
    default:
      return spec.select.length > 1 ? 'select is given more than once; only one option can be picked' : null;
  }
}

function checkNote({ kind, note }: PromptSpec): string | null {
  return note === 'for-no' && kind !== 'confirm'
    ? 'note "for-no" is for a confirm only; use required or optional'
    : null;
}

/** A fallback must be a valid answer, without a note, and not a dangerous one, because nobody could confirm it. */
function checkFallback(spec: PromptSpec, test: PatternTest): string | null {
  const { fallback, options } = spec;
  if (fallback === undefined) return null;
  if (spec.kind === 'input') {
    return checkContent(spec, { values: [], text: fallback }, test) === null
      ? null
      : `fallback "${shorten(fallback)}" does not fit the input; use a text that does`;
  }
  const option = options.find(({ value }) => value === fallback);
  if (!option) return notAnOption('fallback', fallback, new Set(options.map(({ value }) => value)));
  if (option.danger) return `fallback "${shorten(fallback)}" is dangerous; a human must choose it`;
  return spec.kind === 'multi' && spec.min > 1
    ? `a fallback is one value, but min is ${spec.min}; lower min or leave the fallback out`
    : null;
}

function checkSize(spec: PromptSpec): string | null {
  return utf8Length(JSON.stringify(spec)) > MAX_SPEC_BYTES
    ? `the prompt is larger than ${MAX_SPEC_BYTES} bytes in total; give fewer or shorter options`
    : null;
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? '';
  const option = /^options\.(\d+)(?:\.(.*))?$/s.exec(path);
  const place = option ? `option ${Number(option[1]) + 1}` : 'the prompt';
  const prefix = option ? `${place}: ` : '';
  if (issue.expected === 'Object') {
    return `${place} must be an object with ${option ? '"value"' : '"kind" and "question"'}`;
  }
  if (issue.type !== 'strict_object') return `${prefix}${issue.message}`;
  const field = shorten(option ? (option[2] ?? '') : path);
  return issue.expected === 'never'
    ? `${prefix}unknown field "${field}"; remove it`
    : `${prefix}field "${field}" is missing; add it`;
}
