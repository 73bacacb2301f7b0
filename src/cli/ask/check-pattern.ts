// Whether the pattern of an input is fit to judge what humans type.
import { type PatternTest, probeTexts } from '../../core/pattern.ts';
import type { PromptSpec } from '../../core/spec.ts';
import { shorten } from '../../core/text.ts';
import { usageError } from '../errors.ts';

/** Throws a usage error for a pattern that runs wild on the texts that try it; better now than before a human. */
export function checkPattern(spec: PromptSpec, test: PatternTest): void {
  if (spec.kind !== 'input' || spec.pattern === undefined) return;
  const { pattern, min_length, max_length } = spec;
  if (probeTexts(pattern, min_length, max_length).every((text) => test(pattern, text) !== 'too_slow')) return;
  throw usageError(
    `the pattern "${shorten(pattern)}" takes too long on some texts; repeat nothing that is repeated itself, as in (a+)+`,
  );
}
