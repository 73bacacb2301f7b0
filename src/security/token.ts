// Tokens and proofs, all derived from the user's key, so that they hold across portals and need no table.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Who a token speaks for. An asker may do what a tab may, and more. */
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

/** Proof to whoever chose `nonce` that the one who listens on `port` knows the key. */
export function proveIdentity(key: string, nonce: string, port: number): string {
  return sign(key, 'portal', nonce, String(port));
}

/** True when `proof` answers `nonce`. */
export function isProof(key: string, nonce: string, port: number, proof: string): boolean {
  return isSame(proof, proveIdentity(key, nonce, port));
}

/** Tells one key from another, and nothing of either. */
export function keyMark(key: string): string {
  return sign(key, 'mark').slice(0, 16);
}

/** The token by which askers and the command line speak to the portal `instance`. */
export function askerToken(key: string, instance: string): string {
  return `a.${sign(key, 'asker', instance)}`;
}

/** A portal as tokens know it. The port is the one it listens on, whatever a forward makes of it. */
export interface PortalIdentity {
  readonly key: string;
  readonly instance: string;
  readonly port: number;
}

type KeyAndPort = Pick<PortalIdentity, 'key' | 'port'>;

/**
 * A token for one browser: `t.`, its name, its signature. Good for 30 days from `wall` (ms), at every portal of this
 * user on this port: a browser keeps it per origin, so whoever took the port meanwhile may have read it there.
 */
export function newTabToken(portal: KeyAndPort, wall: number): string {
  const name = `${Math.floor(wall).toString(36)}.${randomBytes(12).toString('base64url')}`;
  return `t.${name}.${signTab(portal, name)}`;
}

/** The role that `token` gives at `portal` at `wall` (ms), or null. */
export function roleOf(portal: PortalIdentity, token: string, wall: number): Role | null {
  if (isSame(token, askerToken(portal.key, portal.instance))) return 'asker';
  const [kind, issued, nonce, signature, ...rest] = token.split('.');
  if (kind !== 't' || !issued || !nonce || !signature || rest.length > 0) return null;
  const name = `${issued}.${nonce}`;
  return isSame(signature, signTab(portal, name)) && isFresh(name, wall) ? 'tab' : null;
}

/** The name of a tab's token, which is no secret; null for what is none. */
export function tabName(token: string): string | null {
  return /^t\.([0-9a-z]+\.[\w-]+)\./.exec(token)?.[1] ?? null;
}

/**
 * Proof to the page that has the token `name` that the portal knows that token, before it is sent: HMAC-SHA-256 of
 * `nonce` under the token's signature, base64. Null when the token is too old at `wall` (ms) to be taken.
 */
export function proveToTab(portal: KeyAndPort, name: string, nonce: string, wall: number): string | null {
  return isFresh(name, wall) ? createHmac('sha256', signTab(portal, name)).update(nonce).digest('base64') : null;
}

function signTab({ key, port }: KeyAndPort, name: string): string {
  return sign(key, 'tab', String(port), name);
}

/** True when the token `name` may still be taken at `wall` (ms). */
export function isFresh(name: string, wall: number): boolean {
  return wall - Number.parseInt(name, 36) < TAB_TOKEN_LIFE;
}

/** The code in the URL that is printed for the human who answers prompt `id`. */
export function printedCode({ key, port }: KeyAndPort, id: string): string {
  return sign(key, 'printed', String(port), id).slice(0, 22);
}

/** True when `code` is the printed code of prompt `id`. */
export function isPrintedCode(portal: KeyAndPort, id: string, code: string): boolean {
  return isSame(code, printedCode(portal, id));
}
