// Cleans up what a bench started, even if it fails.
import type { Scope } from '../../test/helpers/choice.ts';

/** Runs `work`, then the clean-up tasks that it registered, in reverse order. */
export async function cleanUp<T>(work: (scope: Scope) => Promise<T>): Promise<T> {
  const tasks: (() => void | Promise<void>)[] = [];
  try {
    return await work({ after: (task) => tasks.push(task) });
  } finally {
    for (const task of tasks.reverse()) await task();
  }
}
