// The portal's proof that it is the user's own: only then does the page send it the stored token.
import type { Handshake } from '../../src/protocol/http.ts';
import { PATHS } from '../../src/protocol/paths.ts';
import { PROTOCOL } from '../../src/protocol/version.ts';
import { recall } from './storage.ts';

export const TOKEN_KEY = 'choice.token';

export function storedToken(): string | null {
  return recall(TOKEN_KEY);
}

/** What a listener proved. `outdated`: it is ours, and speaks another protocol than this page. */
export type Proof = boolean | 'outdated' | null;

declare global {
  /** A proof that was asked for before this page's script was there. */
  var portalProof: Promise<Proof> | undefined;
}

/** Begins a proof for the script that comes. */
export function askForProof(): void {
  globalThis.portalProof = provePortal();
}

/** The proof that is under way, if any. */
let underway = globalThis.portalProof;

/**
 * Whether the listener on this port proves that it knows the stored token; it is never sent it, so that a stranger cannot
 * collect it. Null if nothing answers. False also for a token that the portal no longer accepts.
 */
export function isPortalOurs(): Promise<Proof> {
  underway ??= provePortal();
  void underway.then(() => {
    underway = undefined;
  });
  return underway;
}

async function provePortal(): Promise<Proof> {
  const [, issued, random, signature] = (storedToken() ?? '').split('.');
  if (!signature) return false;
  const nonce = crypto.randomUUID();
  const [response, proof] = await Promise.all([
    request(`${PATHS.health}?nonce=${nonce}&tab=${issued}.${random}`, {}),
    sign(signature, nonce),
  ]);
  if (!response?.ok) return null;
  const { tab_proof, protocol } = (await response.json().catch(() => ({}))) as Partial<Handshake>;
  // Only of a portal that is ours: a stranger has no say in what this page does.
  return tab_proof === proof && protocol !== PROTOCOL ? 'outdated' : tab_proof === proof;
}

/** HMAC-SHA-256 of `text` under `secret`, base64. */
async function sign(secret: string, text: string): Promise<string> {
  const bytes = (from: string) => new TextEncoder().encode(from);
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', bytes(secret), hmac, false, ['sign']);
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes(text)))));
}

/** Null when nothing answers. */
export async function request(path: string, init: RequestInit): Promise<Response | null> {
  try {
    return await fetch(path, { ...init, credentials: 'omit' });
  } catch {
    return null;
  }
}
