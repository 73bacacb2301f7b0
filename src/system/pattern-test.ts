// Patterns judged within a bound: V8 stops a regular expression when the time that `node:vm` gives it is over.
import { performance } from 'node:perf_hooks';
import { Script } from 'node:vm';
import { type PatternTest, type PatternVerdict, wholeSource } from '../core/pattern.ts';
import { readProc } from './proc-file.ts';

/** A text of 3,000 characters takes a sane pattern far less than this: ms. */
const TIMEOUT_MS = 25;
/** A busy machine may take the processor away from this thread. What used it for less than this is tried again: ms. */
const LEAST_WORK_MS = TIMEOUT_MS / 2;
/** While the processor is elsewhere, attempts cost nothing. */
const ATTEMPTS = 40;
/** What a pattern used of the thread is worked off at 25 ms a second: ms for each ms. */
const WORK_OFF = 40;
/**
 * How much a pattern may have used beyond that before it is refused untried: ms of the thread. The few answers that one
 * human sends in a row cost less, and what comes all at once keeps the thread no longer than this and one run more.
 */
const BURST_MS = 100;
/** A run this short is charged as the clock shows it: to read the thread's own time takes a tenth of it. */
const SHORT_MS = 1;
const MAX_CHARGED = 1_000;

/**
 * A test with a budget for each pattern: 25 ms of this thread, which also keeps the deadlines, for each second, whatever
 * is typed. Every run is charged; where the budget is used up, the pattern is too slow without being tried. `now` gives
 * monotonic ms; `onSlow` is called with each pattern that was stopped, or has just used its budget up.
 */
export function budgetedPatternTest(now: () => number, onSlow: (pattern: string) => void = () => {}): PatternTest {
  /** Pattern → when all that it used will be worked off, on the clock of `now`. */
  const charged = new Map<string, number>();
  const isUsedUp = (pattern: string) => (charged.get(pattern) ?? 0) - now() >= BURST_MS * WORK_OFF;
  return (pattern, text) => {
    if (isUsedUp(pattern)) return 'too_slow';
    const { verdict, usedMs } = run(pattern, text);
    const from = Math.max(now(), charged.get(pattern) ?? Number.NEGATIVE_INFINITY);
    if (charged.size >= MAX_CHARGED && !charged.has(pattern)) charged.clear();
    charged.set(pattern, from + usedMs * WORK_OFF);
    if (verdict === 'too_slow' || isUsedUp(pattern)) onSlow(pattern);
    return verdict;
  };
}

/** A test that stops each run after 25 ms, without a budget: for those who choose pattern and texts themselves. */
export const stoppedPatternTest: PatternTest = (pattern, text) => run(pattern, text).verdict;

/** `usedMs`: how much of this thread it took. */
function run(pattern: string, text: string): { readonly verdict: PatternVerdict; readonly usedMs: number } {
  const before = threadTimeMs();
  const began = performance.now();
  const verdict = testWithin(pattern, text, before);
  const lasted = performance.now() - began;
  return { verdict, usedMs: lasted < SHORT_MS ? lasted : Math.min(lasted, threadTimeMs() - before) };
}

/** `began`: this thread's time as the first attempt begins. */
function testWithin(pattern: string, text: string, began: number): PatternVerdict {
  // Both are literals in it, not code.
  const source = `new RegExp(${JSON.stringify(wholeSource(pattern))}, 'u').test(${JSON.stringify(text)})`;
  let before = began;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      return new Script(source).runInThisContext({ timeout: TIMEOUT_MS }) === true ? 'matches' : 'differs';
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') return 'differs';
    }
    const after = threadTimeMs();
    if (after - before >= LEAST_WORK_MS) break;
    before = after;
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
