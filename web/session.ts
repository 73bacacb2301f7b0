// This page's right to talk to the portal: a one-time code from the address becomes a token kept for the origin.
import { signal } from '@preact/signals';
import type { Handshake } from '../src/protocol/http.ts';
import { PATHS, readCode } from '../src/protocol/paths.ts';
import { recall, remember } from './storage.ts';

const KEY = 'choice.token';
const RETRY_MS = 1_000;

/** True once the code of a link was refused: it was used up, is too old, or its prompt is over. */
export const isCodeRefused = signal(false);

/** The one-time code in the address, which it is removed from before anything else can read it. */
export function takeCode(): string | null {
  const code = readCode(location.hash);
  if (location.hash !== '') history.replaceState(history.state, '', location.pathname + location.search);
  return code;
}

export function storedToken(): string | null {
  return recall(KEY);
}

/** Tells when another tab of this origin was given a token. */
export function onTokenStored(listener: () => void): void {
  addEventListener('storage', ({ key, newValue }) => {
    if (key === KEY && newValue !== null) listener();
  });
}

/** Exchanges `code` for a token and keeps it. False when the code is refused; waits while the portal is away. */
export async function redeem(code: string): Promise<boolean> {
  for (;;) {
    const response = await request(PATHS.session, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    if (response?.ok) {
      const { token } = (await response.json()) as { token: string };
      remember(KEY, token);
      return true;
    }
    if (response && response.status < 500 && response.status !== 429) {
      isCodeRefused.value = true;
      return false;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/**
 * Whether the one who listens knows the kept token without being told it, so that a stranger on this port cannot
 * collect it; null when nobody answers. False also for a token that the portal takes no more.
 */
export async function isPortalOurs(): Promise<boolean | null> {
  const [, issued, random, signature] = (storedToken() ?? '').split('.');
  if (!signature) return false;
  const nonce = crypto.randomUUID();
  const [response, proof] = await Promise.all([
    request(`${PATHS.health}?nonce=${nonce}&tab=${issued}.${random}`, {}),
    sign(signature, nonce),
  ]);
  if (!response?.ok) return null;
  const { tab_proof } = (await response.json().catch(() => ({}))) as Partial<Handshake>;
  return tab_proof === proof;
}

/** HMAC-SHA-256 of `text` under `secret`, base64. */
async function sign(secret: string, text: string): Promise<string> {
  const bytes = (from: string) => new TextEncoder().encode(from);
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', bytes(secret), hmac, false, ['sign']);
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes(text)))));
}

async function request(path: string, init: RequestInit): Promise<Response | null> {
  try {
    return await fetch(path, { ...init, credentials: 'omit' });
  } catch {
    return null;
  }
}
