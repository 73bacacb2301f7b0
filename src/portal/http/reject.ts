// Refuses requests that lack access or exceed a limit: logs them, and replies with status 429 to token guessing.
import type { Refused } from '../../security/guard.ts';
import type { Reply } from '../../transport/transport.ts';
import type { PortalContext } from '../context.ts';
import { refuse } from './replies.ts';

/**
 * Returns the reply to a request that the guard refused. While many wrong tokens arrive, it is 429, so that no 401 shows
 * which of them is wrong.
 */
export function reject(context: PortalContext, { status, error, message }: Refused): Reply {
  const wait = status === 401 ? context.access.failedTokens.wait() : null;
  if (wait !== null) {
    const body = {
      error: 'too_many_tokens',
      message: `too many wrong tokens or codes; wait ${wait} s, then open the link that choice printed`,
    };
    return turnAwayFlood(context, 429, body, { 'retry-after': String(wait) });
  }
  context.refusals.note(error, message);
  return refuse(status, { error, message }, status === 401 ? { 'www-authenticate': 'Bearer' } : {});
}

/** Returns the reply to a request that exceeds a limit. */
export function turnAwayFlood(
  { refusals }: PortalContext,
  status: 413 | 429 | 503,
  body: { readonly error: string; readonly message: string },
  headers: Readonly<Record<string, string>> = {},
): Reply {
  refusals.note(body.error, body.message);
  return refuse(status, body, headers);
}
