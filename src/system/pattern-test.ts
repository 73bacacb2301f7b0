// Patterns judged within a bound: V8 stops a regular expression when the time that `node:vm` gives it is over.
import { Script } from 'node:vm';
import { type PatternTest, type PatternVerdict, wholeSource } from '../core/pattern.ts';

/** A text of 3,000 characters takes a sane pattern far less than this: ms. */
const TIME = 25;
/** A busy machine may take the time away from us. What used less than this of the processor is tried again: µs. */
const WORK = (TIME / 2) * 1_000;
const ATTEMPTS = 4;
/** A pattern that was too slow is not tried again for this long, whoever sends how many texts: ms. */
const REST = 1_000;
const MAX_RESTING = 1_000;

/**
 * A test that stops each pattern after 25 ms, and then refuses it without trying for a second: one pattern, whatever is
 * typed, takes no more than that of the thread that also keeps the deadlines. `now` gives monotonic ms; `onSlow` hears
 * of each pattern that was stopped.
 */
export function boundedPatternTest(now: () => number, onSlow: (pattern: string) => void = () => {}): PatternTest {
  const resting = new Map<string, number>();
  return (pattern, text) => {
    if (now() < (resting.get(pattern) ?? Number.NEGATIVE_INFINITY)) return 'too_slow';
    resting.delete(pattern);
    const verdict = testWithin(pattern, text);
    if (verdict === 'too_slow') {
      if (resting.size >= MAX_RESTING) resting.clear();
      resting.set(pattern, now() + REST);
      onSlow(pattern);
    }
    return verdict;
  };
}

function testWithin(pattern: string, text: string): PatternVerdict {
  // Both are literals in it, not code.
  const source = `new RegExp(${JSON.stringify(wholeSource(pattern))}, 'u').test(${JSON.stringify(text)})`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = process.cpuUsage();
    try {
      return new Script(source).runInThisContext({ timeout: TIME }) === true ? 'matches' : 'differs';
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') return 'differs';
    }
    const { user, system } = process.cpuUsage(before);
    if (user + system >= WORK) return 'too_slow';
  }
  return 'too_slow';
}
