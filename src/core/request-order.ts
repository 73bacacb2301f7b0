// The order in which requests of one turn of the event loop are processed. Pure.
import type { PromptEvent } from './transition.ts';

/** An event for the prompt `id`. */
interface PromptRequest {
  readonly id: string;
  readonly event: PromptEvent;
}

const PRECEDENCE: Readonly<Record<PromptEvent['type'], number>> = {
  answer: 0,
  cancel: 1,
  extend: 2,
  update_timeout: 2,
  draft: 2,
  seen: 2,
  expire: 3,
};

/**
 * Yields requests for prompts whose deadline has passed, then the others: a deadline does not wait for answers to other
 * prompts, which may be slow to check. Sorts lazily, since processing one request may move a deadline, and thereby change
 * what `isLate` returns.
 */
export function* inOrder<T extends PromptRequest>(
  requests: readonly T[],
  isLate: (request: T) => boolean,
): Generator<T> {
  const due = new Set(requests.filter(({ event }) => event.type === 'expire').map(({ id }) => id));
  for (const isDue of [true, false])
    yield* inTimeFirst(
      requests.filter(({ id }) => due.has(id) === isDue),
      isLate,
    );
}

function* inTimeFirst<T extends PromptRequest>(requests: readonly T[], isLate: (request: T) => boolean): Generator<T> {
  let waiting = requests;
  while (waiting.length > 0) {
    const inTime = waiting.filter((request) => !isLate(request));
    const round = inTime.length > 0 ? inTime : waiting;
    waiting = inTime.length > 0 ? waiting.filter(isLate) : [];
    yield* [...round].sort((a, b) => PRECEDENCE[a.event.type] - PRECEDENCE[b.event.type]);
  }
}
