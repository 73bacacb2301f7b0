// Tests patterns within a time limit: V8 interrupts a regular expression when the timeout of `node:vm` expires.
import { performance } from 'node:perf_hooks';
import { Script } from 'node:vm';
import { type PatternTest, type PatternVerdict, wholeSource } from '../core/pattern.ts';
import { readProc } from './proc-file.ts';

/** A sane pattern needs far less than this for a text of 3,000 characters: ms. */
const TIMEOUT_MS = 25;
/** A busy machine may preempt this thread. A run is retried until all its attempts have used this much CPU time: ms. */
const LEAST_WORK_MS = TIMEOUT_MS / 2;
/** While the thread is preempted, attempts cost nothing. */
const ATTEMPTS = 40;
/** The debt of used thread time decreases by 25 ms per second: ms of waiting for each ms used. */
const WORK_OFF = 40;
/**
 * How much a pattern may have used beyond that before it is refused without a run: ms of thread time. The few answers
 * that one human sends in a row cost less, and a burst of answers blocks the thread no longer than this plus one run.
 */
const BURST_MS = 100;
/** A shorter run is charged by elapsed time, in ms: reading the thread's CPU time takes a tenth of this. */
const SHORT_MS = 1;
const MAX_CHARGED = 1_000;

/**
 * A test with a budget for each pattern, whatever the texts: 25 ms per second of this thread, which also serves the
 * deadlines. Every run is charged; once the budget is used up, the pattern is reported as too slow without a run. `now`
 * returns monotonic ms; `onSlow` is called with each pattern that was stopped, or has just used up its budget.
 */
export function budgetedPatternTest(now: () => number, onSlow: (pattern: string) => void = () => {}): PatternTest {
  /** Pattern → when its debt will be zero, on the clock of `now`. */
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

/** A test that stops each run after 25 ms, without a budget: for callers that choose pattern and texts themselves. */
export const stoppedPatternTest: PatternTest = (pattern, text) => run(pattern, text).verdict;

/** `usedMs`: how much time of this thread it used. */
function run(pattern: string, text: string): { readonly verdict: PatternVerdict; readonly usedMs: number } {
  const before = threadTimeMs();
  const began = performance.now();
  const verdict = testWithin(pattern, text, before);
  const lasted = performance.now() - began;
  return { verdict, usedMs: lasted < SHORT_MS ? lasted : Math.min(lasted, threadTimeMs() - before) };
}

/** `began`: this thread's CPU time at the start of the first attempt. */
function testWithin(pattern: string, text: string, began: number): PatternVerdict {
  // Pattern and text become string literals in it, not code.
  const source = `new RegExp(${JSON.stringify(wholeSource(pattern))}, 'u').test(${JSON.stringify(text)})`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      return new Script(source).runInThisContext({ timeout: TIMEOUT_MS }) === true ? 'matches' : 'differs';
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') return 'differs';
    }
    if (threadTimeMs() - began >= LEAST_WORK_MS) break;
  }
  return 'too_slow';
}

/** CPU time of this thread: ms. That of the whole process if it is unknown. */
function threadTimeMs(): number {
  // proc(5): the first number, in ns.
  const [used] = readProc('/proc/thread-self/schedstat').split(' ');
  if (used) return Number(used) / 1e6;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
