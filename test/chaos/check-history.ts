// Whether a run kept the promises: pure, from its history alone.
import { checkAskers } from './check-askers.ts';
import { checkKept } from './check-kept.ts';
import { checkOutcomes } from './check-outcomes.ts';
import { checkTimes } from './check-times.ts';
import { checkWaiters } from './check-waiters.ts';
import type { History, Violation } from './history.ts';
import { byPrompt } from './prompt-history.ts';

/** Every promise that the run broke; none for a good one. */
export function checkHistory(history: History): Violation[] {
  const prompts = byPrompt(history);
  return [
    ...prompts.flatMap((prompt) => checkOutcomes(prompt, history)),
    ...prompts.flatMap((prompt) => checkTimes(prompt)),
    ...checkAskers(prompts, history),
    ...checkKept(prompts, history),
    ...checkWaiters(prompts, history),
  ];
}
