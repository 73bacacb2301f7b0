// Builds the replies of the portal, with security headers on all of them, errors included.
import type { ErrorBody } from '../../protocol/http.ts';
import { SECURITY_HEADERS } from '../../security/headers.ts';
import type { Reply } from '../../transport/transport.ts';

/** Returns a reply with the security headers; `headers` may override caching and add others. */
export function reply(status: number, body: string | Uint8Array, headers: Readonly<Record<string, string>>): Reply {
  return { status, headers: { ...SECURITY_HEADERS, ...headers }, body };
}

export function json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Reply {
  return reply(status, JSON.stringify(body), { ...headers, 'content-type': 'application/json; charset=utf-8' });
}

/** Returns a refusal: `error` is a name for programs, `message` a sentence that explains what to fix. */
export function refuse(status: number, body: ErrorBody, headers: Readonly<Record<string, string>> = {}): Reply {
  return json(status, body, headers);
}
