// The pattern of an input: an untrusted regular expression, which may practically never finish on some texts.
import { boundSteps } from './pattern-cost.ts';

export type PatternVerdict = 'matches' | 'differs' | 'too_slow';

/**
 * Checks whether a whole text matches a pattern. Callers that have a clock pass a test that stops a slow pattern:
 * nothing in the language itself bounds how long a regular expression runs.
 */
export type PatternTest = (pattern: string, text: string) => PatternVerdict;

/** The regular expression that the whole text must match, or null when `pattern` is invalid. */
export function patternOf(pattern: string): RegExp | null {
  try {
    // Compile it alone too: `a)|(?:b` is valid only inside the parentheses.
    new RegExp(pattern, 'u');
    return new RegExp(wholeSource(pattern), 'u');
  } catch {
    return null;
  }
}

/** Source of the regular expression (flag u) that the whole text must match. */
export function wholeSource(pattern: string): string {
  return `^(?:${pattern})$`;
}

/** Runs without a time limit: for trusted patterns and texts. */
export const testAtLeisure: PatternTest = (pattern, text) => (patternOf(pattern)?.test(text) ? 'matches' : 'differs');

/** Steps that take a few hundredths of a second at most. */
const MAX_STEPS = 10_000_000;

/** For surfaces, which cannot stop a pattern: runs those known to finish soon, and leaves the rest to the portal. */
export const testWhereSafe: PatternTest = (pattern, text) =>
  boundSteps(pattern, text.length) <= MAX_STEPS ? testAtLeisure(pattern, text) : 'matches';

/** Characters of a probe: at this length `(a+)+` practically never finishes, while a cubic pattern takes 1 ms. */
const PROBE_LENGTH = 100;
const MAX_UNITS = 24;
/**
 * Texts beyond Latin-1 make the engine compile a pattern a second time, for all of Unicode. With many classes that takes
 * seconds and cannot be interrupted. There are two because V8 compiles to bytecode at the first test and to machine code at
 * the second.
 */
const WIDE_SAMPLES = ['\u6f22', 'a\u{1F600}'];
/** Sample characters for the classes that a pattern names by escapes. */
const CLASS_SAMPLES = ['a', 'A', '0', ' ', '_', '-'];

/**
 * Texts that make a pattern with nested repetitions backtrack without end: a possible prefix, then a possible unit of the
 * repetition, many times, then a character that matches nothing. The first two texts detect a pattern that is slow to
 * compile. The texts detect the common mistakes, not every slow pattern.
 */
export function probeTexts(pattern: string, minLength: number, maxLength: number): string[] {
  const sample = pattern
    .replace(/\\d/g, '0')
    .replace(/\\s/g, ' ')
    .replace(/\\[a-zA-Z](?:\{[^}]*\})?|\./g, 'a')
    .replace(/\\(.)/gu, '$1')
    .replace(/\(\?<?[:=!]|[[\](){}^$?*+|]/g, '');
  const words = sample.match(/[\p{L}\p{N}]{2,8}/gu) ?? [];
  const units = [...new Set([...sample, ...words, ...CLASS_SAMPLES])].slice(0, MAX_UNITS);
  const length = Math.max(minLength, Math.min(PROBE_LENGTH, maxLength));
  const repeated = ['', sample].flatMap((before) =>
    units.map((unit) => `${before}${unit.repeat(length).slice(0, Math.max(0, length - before.length - 1))}\0`),
  );
  return [...WIDE_SAMPLES.map((unit) => unit.repeat(length).slice(0, length)), ...repeated];
}
