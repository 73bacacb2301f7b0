// Tab tokens and printed codes, all derived from the user's key, so that they are valid across portals and need no table.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** The caller: a tab with its token, or a process of this user through the socket, which has a tab's rights, and more. */
export type Role = 'tab' | 'asker';

/** How long a tab keeps its token: 30 days, in ms. */
const TAB_TOKEN_LIFE = 30 * 24 * 60 * 60 * 1000;

/** HMAC-SHA-256 of `purpose` and `parts` under `key`, base64url. */
function sign(key: string, purpose: string, ...parts: string[]): string {
  return createHmac('sha256', key)
    .update(JSON.stringify([purpose, ...parts]))
    .digest('base64url');
}

function isSame(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Distinguishes keys without revealing anything about them. */
export function keyMark(key: string): string {
  return sign(key, 'mark').slice(0, 16);
}

/** What tokens of a portal are bound to. The port is the one it listens on, even if a forward changes it. */
export interface PortalIdentity {
  readonly key: string;
  readonly port: number;
}

/**
 * A token for one browser: `t.`, its name, its signature. Valid for 30 days from `wall` (ms), at every portal of this
 * user on this port only: a browser stores it per origin, so another process that took the port may have read it there.
 */
export function newTabToken(portal: PortalIdentity, wall: number): string {
  const name = `${Math.floor(wall).toString(36)}.${randomBytes(12).toString('base64url')}`;
  return `t.${name}.${signTab(portal, name)}`;
}

/** The role that `token` grants at `portal` at `wall` (ms), or null. */
export function roleOf(portal: PortalIdentity, token: string, wall: number): Role | null {
  const [kind, issued, nonce, signature, ...rest] = token.split('.');
  if (kind !== 't' || !issued || !nonce || !signature || rest.length > 0) return null;
  const name = `${issued}.${nonce}`;
  return isSame(signature, signTab(portal, name)) && isFresh(name, wall) ? 'tab' : null;
}

/** The name of a tab's token, which is not secret; null if `token` is not one. */
export function tabName(token: string): string | null {
  return /^t\.([0-9a-z]+\.[\w-]+)\./.exec(token)?.[1] ?? null;
}

/**
 * Proves to the page that has the token `name` that the portal knows that token, before it is sent: HMAC-SHA-256 of
 * `nonce` under the token's signature, base64. Null when the token has expired at `wall` (ms).
 */
export function proveToTab(portal: PortalIdentity, name: string, nonce: string, wall: number): string | null {
  return isFresh(name, wall) ? createHmac('sha256', signTab(portal, name)).update(nonce).digest('base64') : null;
}

function signTab({ key, port }: PortalIdentity, name: string): string {
  return sign(key, 'tab', String(port), name);
}

/** True when the token `name` has not expired at `wall` (ms). */
export function isFresh(name: string, wall: number): boolean {
  return wall - Number.parseInt(name, 36) < TAB_TOKEN_LIFE;
}

/** The code in the URL that is printed for the human who answers prompt `id`. */
export function printedCode({ key, port }: PortalIdentity, id: string): string {
  return sign(key, 'printed', String(port), id).slice(0, 22);
}

/** True when `code` is the printed code of prompt `id`. */
export function isPrintedCode(portal: PortalIdentity, id: string, code: string): boolean {
  return isSame(code, printedCode(portal, id));
}
