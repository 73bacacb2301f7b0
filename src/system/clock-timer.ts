// A timer by a clock that counts time spent suspended, which Node's own timers do not.
import type { Clock } from '../core/clock.ts';
import { MINUTE } from '../core/limits.ts';

/** How often the clock is checked: ms. Also keeps within the longest delay of setTimeout. */
const CHECK_INTERVAL_MS = MINUTE / 2;

/** Runs `run` once `clock` has advanced by `ms`; the returned function cancels that. */
export function afterOnClock(clock: Clock, ms: number, run: () => void): () => void {
  const until = clock.now() + ms;
  let timer: NodeJS.Timeout;
  const look = () => {
    const left = until - clock.now();
    if (left <= 0) run();
    else timer = setTimeout(look, Math.min(left, CHECK_INTERVAL_MS));
  };
  timer = setTimeout(look, Math.min(Math.max(0, ms), CHECK_INTERVAL_MS));
  return () => clearTimeout(timer);
}
