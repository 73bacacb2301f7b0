// Patterns judged within a bound: V8 stops a regular expression when the time that `node:vm` gives it is over.
import { Script } from 'node:vm';
import { type PatternTest, type PatternVerdict, wholeSource } from '../core/pattern.ts';
import { readProc } from './proc-file.ts';

/** A text of 3,000 characters takes a sane pattern far less than this: ms. */
const TIMEOUT_MS = 25;
/** A busy machine may take the processor away from this thread. What used it for less than this is tried again: ms. */
const LEAST_WORK_MS = TIMEOUT_MS / 2;
/** While the processor is elsewhere, attempts cost nothing. */
const ATTEMPTS = 40;
/** A pattern that was too slow is not tried again for this long, whoever sends how many texts: ms. */
const REST_MS = 1_000;
const MAX_RESTING = 1_000;

/**
 * A test that stops each pattern after 25 ms, and then refuses it without trying for a second: one pattern, whatever is
 * typed, takes no more than that of the thread that also keeps the deadlines. `now` gives monotonic ms; `onSlow` is called
 * with each pattern that was stopped.
 */
export function boundedPatternTest(now: () => number, onSlow: (pattern: string) => void = () => {}): PatternTest {
  const resting = new Map<string, number>();
  return (pattern, text) => {
    if (now() < (resting.get(pattern) ?? Number.NEGATIVE_INFINITY)) return 'too_slow';
    resting.delete(pattern);
    const verdict = testWithin(pattern, text);
    if (verdict === 'too_slow') {
      if (resting.size >= MAX_RESTING) resting.clear();
      resting.set(pattern, now() + REST_MS);
      onSlow(pattern);
    }
    return verdict;
  };
}

function testWithin(pattern: string, text: string): PatternVerdict {
  // Both are literals in it, not code.
  const source = `new RegExp(${JSON.stringify(wholeSource(pattern))}, 'u').test(${JSON.stringify(text)})`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = threadTimeMs();
    try {
      return new Script(source).runInThisContext({ timeout: TIMEOUT_MS }) === true ? 'matches' : 'differs';
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') return 'differs';
    }
    if (threadTimeMs() - before >= LEAST_WORK_MS) break;
  }
  return 'too_slow';
}

/** How long this thread has used a processor: ms. Of the whole process where that is not known. */
function threadTimeMs(): number {
  // proc(5): its first number, in ns.
  const [used] = readProc('/proc/thread-self/schedstat').split(' ');
  if (used) return Number(used) / 1e6;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
