// Access control. Maps the headers of a request to a role, or to a refusal that names the fault and the fix. Pure.
import { SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX } from '../protocol/version.ts';
import { header, type RequestHead } from '../transport/transport.ts';
import type { Role } from './token.ts';

/**
 * What a route requires of a browser: `public` nothing beyond a valid Host, `session` a same-origin page, `tab` a token.
 * `socket` is a tab's WebSocket: token, and an exact Origin. `local` is not for browsers at all.
 */
export type Access = 'public' | 'session' | 'tab' | 'local' | 'socket';

export interface Refused {
  readonly status: 400 | 401 | 403 | 415 | 421;
  readonly error: string;
  readonly message: string;
}

/** Host names by which a portal on loopback may be addressed; any port, because SSH forwards change it. */
const LOCAL_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/;
const SINGLE_HEADERS = ['host', 'origin', 'authorization', 'content-length'];

/** Checks before routing: headers that must not repeat, and Host (CVE-2018-5702, CVE-2025-66414). */
export function checkHost(head: RequestHead): Refused | null {
  const repeated = SINGLE_HEADERS.find((name) => (head.headers.get(name)?.length ?? 0) > 1);
  if (repeated)
    return { status: 400, error: 'duplicate_header', message: `header ${repeated} is given twice; send it once` };
  const host = header(head, 'host');
  if (host === null) return { status: 400, error: 'no_host', message: 'header Host is missing; send it' };
  if (LOCAL_HOST.test(host)) return null;
  return {
    status: 421,
    error: 'wrong_host',
    message: 'header Host is not a name of this machine; use http://127.0.0.1 with the port',
  };
}

/** Checks after routing, in this order: Origin, Sec-Fetch-Site, token. Returns the caller's role. */
export function checkCaller(
  head: RequestHead,
  access: Access,
  roleOf: (token: string) => Role | null,
): Refused | { readonly role: Role | null } {
  const refused = checkOrigin(head, access) ?? checkFetchSite(head, access);
  if (refused) return refused;
  if (access === 'public' || access === 'session') return { role: null };
  const token = access === 'socket' ? socketToken(head) : bearerToken(head);
  const role = token === null ? null : roleOf(token);
  if (role === null) {
    return {
      status: 401,
      error: 'unauthorized',
      message: `header ${tokenHeader(access)} has no valid token; open the link that choice printed, or run: choice dashboard --open`,
    };
  }
  return { role };
}

function checkOrigin(head: RequestHead, access: Access): Refused | null {
  const origin = header(head, 'origin');
  const wanted = `http://${header(head, 'host')}`;
  const required = access === 'socket' || access === 'session';
  if (origin === wanted || (origin === null && !required)) return null;
  return {
    status: 403,
    error: 'wrong_origin',
    message: 'header Origin is not this portal; open the page from the portal itself',
  };
}

function checkFetchSite(head: RequestHead, access: Access): Refused | null {
  const site = header(head, 'sec-fetch-site');
  if (access === 'public' || site === null || site === 'same-origin' || site === 'none') return null;
  return {
    status: 403,
    error: 'cross_site',
    message: 'header Sec-Fetch-Site says that another site sent this; open the page from the portal itself',
  };
}

function tokenHeader(access: Access): string {
  return access === 'socket' ? 'Sec-WebSocket-Protocol' : 'Authorization';
}

function bearerToken(head: RequestHead): string | null {
  return /^Bearer ([\w.~+/-]+=*)$/i.exec(header(head, 'authorization') ?? '')?.[1] ?? null;
}

/** A browser cannot set headers on a WebSocket: it sends the token as a second sub-protocol. Others may use a bearer. */
function socketToken(head: RequestHead): string | null {
  const offered = (header(head, 'sec-websocket-protocol') ?? '').split(',').map((name) => name.trim());
  const entry = offered.find((name) => name.startsWith(TOKEN_SUBPROTOCOL_PREFIX));
  return entry?.slice(TOKEN_SUBPROTOCOL_PREFIX.length) ?? bearerToken(head);
}

/** The sub-protocol to confirm, or null when the caller offered none that we support. */
export function agreeSubprotocol(head: RequestHead): string | null {
  const offered = (header(head, 'sec-websocket-protocol') ?? '').split(',').map((name) => name.trim());
  return offered.includes(SUBPROTOCOL) ? SUBPROTOCOL : null;
}

/** Accepts bodies of type JSON only: any page may post a form or plain text (CSRF). */
export function checkContentType(head: RequestHead): Refused | null {
  if (/^application\/json(?:\s*;\s*charset=utf-8)?$/i.test(header(head, 'content-type') ?? '')) return null;
  return { status: 415, error: 'not_json', message: 'header Content-Type must be application/json' };
}
