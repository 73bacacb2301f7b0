// Formats an outcome for scripts: text for stdout and an exit code, computed together so that they always agree. Pure.
import { defined } from '../../core/defined.ts';
import type { Outcome } from '../../core/prompt.ts';
import type { PromptSpec } from '../../core/spec.ts';
import { printableJson } from '../../core/visible-text.ts';
import { EXIT } from '../exit-codes.ts';

export interface OutputStyle {
  readonly json: boolean;
  /** Leave stdout empty on every non-zero exit. */
  readonly noStatus: boolean;
  /** End the output with the note: a line break after it, or NUL with `print0`. */
  readonly printNote?: boolean;
  /** End each value with NUL instead of a newline. */
  readonly print0?: boolean;
  /** Print the positions of the picked options, from 0, instead of their values. */
  readonly index?: boolean;
  /** Order of several values: that of the options, or that in which they were picked. */
  readonly order?: 'options' | 'picked';
}

export interface Result {
  readonly stdout: string;
  readonly exitCode: number;
}

export interface SettledPrompt {
  readonly id: string;
  /** Wall-clock ms. */
  readonly opened_at: number;
  readonly outcome: Outcome;
}

/** The parts of a spec needed to print an outcome. */
type Printable = Pick<PromptSpec, 'kind' | 'options'>;

export function formatOutcome({ id, opened_at, outcome }: SettledPrompt, spec: Printable, style: OutputStyle): Result {
  const exitCode = exitCodeOf(outcome, spec);
  const values = orderValues(outcome.values, spec, style);
  if (exitCode !== EXIT.ok && style.noStatus) return { stdout: '', exitCode };
  if (style.json) return { stdout: `${printableJson(describe(id, opened_at, { ...outcome, values }))}\n`, exitCode };
  const isAnswer = exitCode === EXIT.ok || exitCode === EXIT.no;
  const texts = isAnswer ? answerTexts(outcome.text, values, spec, style) : [outcome.status];
  if (style.printNote) texts.push(outcome.note ?? '');
  // A status word alone is a line even with `print0`, but no field of several.
  const end = style.print0 && (isAnswer || style.printNote) ? '\0' : '\n';
  return { stdout: texts.map((text) => text + end).join(''), exitCode };
}

function answerTexts(
  text: string | null,
  values: readonly string[],
  spec: Printable,
  { index }: OutputStyle,
): string[] {
  if (text !== null) return [text];
  return values.map((value) => (index ? positionOf(value, spec) : value));
}

function exitCodeOf({ status, fallback, values }: Outcome, { kind }: Printable): number {
  if (status === 'cancelled') return EXIT.cancelled;
  if (status === 'timeout' && !fallback) return EXIT.timeout;
  return kind === 'confirm' && values[0] === 'no' ? EXIT.no : EXIT.ok;
}

function orderValues(values: readonly string[], spec: Printable, { order }: OutputStyle): readonly string[] {
  if (order === 'picked' || values.length < 2) return values;
  const picked = new Set(values);
  return spec.options.flatMap(({ value }) => (picked.has(value) ? [value] : []));
}

function positionOf(value: string, { options }: Printable): string {
  return String(options.findIndex((option) => option.value === value));
}

/** The object of `--json`; its keys are a contract. */
function describe(id: string, opened_at: number, outcome: Outcome): object {
  const { status, values, text, note, notes, fallback, by, cause, who, settled_at } = outcome;
  const { elapsed_ms, extended_ms, seen_at } = outcome;
  return {
    id,
    status,
    values,
    text,
    note,
    notes,
    fallback,
    by,
    ...defined({ cause }),
    who,
    opened_at,
    settled_at,
    elapsed_ms,
    extended_ms,
    seen_at,
  };
}
