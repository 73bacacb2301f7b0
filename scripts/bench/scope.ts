// What a bench starts ends with it, whatever happens.
import type { Scope } from '../../test/helpers/choice.ts';

/** Runs `work`; what it asked to be cleaned up is, last things first. */
export async function cleanUp<T>(work: (scope: Scope) => Promise<T>): Promise<T> {
  const tasks: (() => void | Promise<void>)[] = [];
  try {
    return await work({ after: (task) => tasks.push(task) });
  } finally {
    for (const task of tasks.reverse()) await task();
  }
}
