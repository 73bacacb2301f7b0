// Verifies that the portal is the user's own: only then does the page send it the stored token.
import type { Handshake } from '../../src/protocol/http.ts';
import { PATHS } from '../../src/protocol/paths.ts';
import { PROTOCOL } from '../../src/protocol/version.ts';
import { recall } from './storage.ts';

export const TOKEN_KEY = 'choice.token';

export function storedToken(): string | null {
  return recall(TOKEN_KEY);
}

/** What a listener proved. `outdated`: it is ours, but has another protocol version than this page. */
export type Proof = boolean | 'outdated' | null;

declare global {
  /** A proof that was requested before this page's script was loaded. */
  var portalProof: Promise<Proof> | undefined;
}

/** Starts a proof for the page's script to pick up. */
export function askForProof(): void {
  globalThis.portalProof = provePortal();
}

/** The proof in progress, if any. */
let underway = globalThis.portalProof;

/**
 * Whether the listener on this port proves that it knows the stored token. The token itself is not sent, so that another
 * program cannot collect it. Null if nothing answers. False also for a token that the portal no longer accepts.
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
  return proveKnowledge('tab_proof', signature, `tab=${issued}.${random}`);
}

/**
 * Whether the listener proves that it knows the `code` of the page of the prompt `promptId`. The code itself is not sent.
 * Null if nothing answers.
 */
export async function isCodeKnown(code: string, promptId: string | undefined): Promise<Proof> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(code)));
  const name = [...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return proveKnowledge('code_proof', code, `code=${name}${promptId ? `&prompt=${promptId}` : ''}`);
}

/**
 * Sends a nonce and the `named` id of the `secret`. Returns whether the reply has the HMAC of the nonce under the secret;
 * null if nothing answers.
 */
async function proveKnowledge(proof: 'tab_proof' | 'code_proof', secret: string, named: string): Promise<Proof> {
  const nonce = crypto.randomUUID();
  const [response, wanted] = await Promise.all([
    request(`${PATHS.health}?nonce=${nonce}&${named}`, {}),
    sign(secret, nonce),
  ]);
  if (!response?.ok) return null;
  const reply = (await response.json().catch(() => ({}))) as Partial<Handshake>;
  if (reply[proof] !== wanted) return false;
  // Checked only for a portal that is ours: another program must not influence this page.
  return reply.protocol === PROTOCOL ? true : 'outdated';
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
