// Refusing those who may not come in, or ask for too much: logged, and by status 429 when they guess.
import type { Refused } from '../../security/guard.ts';
import type { Reply } from '../../transport/transport.ts';
import type { PortalContext } from '../context.ts';
import { refuse } from './replies.ts';

/** The reply to what the guard refused. While many wrong tokens come, no 401 says which of them is wrong. */
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

/** The reply to one more than a limit allows. */
export function turnAwayFlood(
  { refusals }: PortalContext,
  status: 413 | 429 | 503,
  body: { readonly error: string; readonly message: string },
  headers: Readonly<Record<string, string>> = {},
): Reply {
  refusals.note(body.error, body.message);
  return refuse(status, body, headers);
}
