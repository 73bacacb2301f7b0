// Cleaning up after a test in the reverse order of making, so that nothing is taken away from under what still uses it.
import type { Scope } from './choice.ts';

type Cleanup = () => void | Promise<void>;

const stacks = new WeakMap<Scope, Cleanup[]>();

/** Runs `cleanup` when the test ends, after everything that was registered later. All run, even when one fails. */
export function atEnd(t: Scope, cleanup: Cleanup): void {
  const known = stacks.get(t);
  if (known) {
    known.push(cleanup);
    return;
  }
  const stack = [cleanup];
  stacks.set(t, stack);
  t.after(async () => {
    const failures: unknown[] = [];
    for (const next of stack.reverse()) {
      try {
        await next();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'the test left something behind');
  });
}
