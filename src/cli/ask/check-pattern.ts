// Checks that the pattern of an input is fast enough to validate what humans type.
import { type PatternTest, probeTexts } from '../../core/pattern.ts';
import type { PromptSpec } from '../../core/spec.ts';
import { shorten } from '../../core/text.ts';
import { usageError } from '../errors.ts';

/** Throws a usage error if the pattern backtracks too long on probe texts, before a human runs into it. */
export function checkPattern(spec: PromptSpec, test: PatternTest): void {
  if (spec.kind !== 'input' || spec.pattern === undefined) return;
  const { pattern, min_length, max_length } = spec;
  if (probeTexts(pattern, min_length, max_length).every((text) => test(pattern, text) !== 'too_slow')) return;
  throw usageError(
    `the pattern "${shorten(pattern)}" is too slow on some texts; avoid nested repetition such as (a+)+`,
  );
}
