// How this machine's own processes reconnect to the portal: soon after the first failure, later once a second.
import { Reconnect, type ReconnectOptions } from '../session/reconnect.ts';
import { after, monotonicMs } from '../system/clock.ts';

const FIRST_RETRY_MS = 50;
export const LONGEST_RETRY_MS = 1_000;

type Choices = Pick<ReconnectOptions, 'connect'> & Partial<Pick<ReconnectOptions, 'now' | 'after'>>;

export function portalReconnect(choices: Choices): Reconnect {
  return new Reconnect({
    firstWaitMs: FIRST_RETRY_MS,
    longestWaitMs: LONGEST_RETRY_MS,
    now: monotonicMs,
    after,
    ...choices,
  });
}
