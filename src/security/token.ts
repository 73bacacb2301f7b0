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

/** The token by which askers and the command line speak to the portal `instance`. */
export function askerToken(key: string, instance: string): string {
  return `a.${sign(key, 'asker', instance)}`;
}

/** A token for one browser, good for 30 days from `wall` (ms). */
export function newTabToken(key: string, wall: number): string {
  const body = `${Math.floor(wall).toString(36)}.${randomBytes(12).toString('base64url')}`;
  return `t.${body}.${sign(key, 'tab', body)}`;
}

/** The role that `token` gives at the portal `instance` at `wall` (ms), or null. */
export function roleOf(key: string, instance: string, token: string, wall: number): Role | null {
  if (isSame(token, askerToken(key, instance))) return 'asker';
  const [kind, issued, nonce, signature, ...rest] = token.split('.');
  if (kind !== 't' || !issued || !nonce || !signature || rest.length > 0) return null;
  const age = wall - Number.parseInt(issued, 36);
  return isSame(signature, sign(key, 'tab', `${issued}.${nonce}`)) && age < TAB_TOKEN_LIFE ? 'tab' : null;
}

/** The code in the URL that is printed for the human who answers prompt `id`. */
export function printedCode(key: string, id: string): string {
  return sign(key, 'printed', id).slice(0, 22);
}

/** True when `code` is the printed code of prompt `id`. */
export function isPrintedCode(key: string, id: string, code: string): boolean {
  return isSame(code, printedCode(key, id));
}
