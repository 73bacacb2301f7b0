// This page's right to talk to the portal: a one-time code from the address becomes a token kept for the origin.
import type { ErrorBody } from '../../src/protocol/http.ts';
import { PATHS, readCode } from '../../src/protocol/paths.ts';
import { isPortalOurs, request, storedToken, TOKEN_KEY } from './portal-proof.ts';
import { remember } from './storage.ts';

const RETRY_MS = 1_000;

/** What became of a code; `twice` when somebody else has used it, too. */
export type Redeemed = 'token' | 'refused' | 'twice';

/** The code that this page came with and had no use for yet. */
let spareCode: string | null = null;
let onWait: (seconds: number | null) => void = () => {};

/** The one-time code in the address, which it is removed from before anything else can read it. */
export function takeCode(): string | null {
  const code = readCode(location.hash);
  if (location.hash !== '') history.replaceState(history.state, '', location.pathname);
  return code;
}

/** Calls `listener` when another tab of this origin has stored a token. */
export function onTokenStored(listener: () => void): void {
  addEventListener('storage', ({ key, newValue }) => {
    if (key === TOKEN_KEY && newValue !== null) listener();
  });
}

/**
 * Calls `listener` with the whole seconds for which the portal takes no more codes because of many wrong ones, and with null
 * when that is over.
 */
export function watchWait(listener: (seconds: number | null) => void): void {
  onWait = listener;
}

/**
 * Exchanges `code` for a token, unless the stored token is good or the portal does not answer: then the code is put aside,
 * and the result is null.
 */
export async function enterBy(code: string): Promise<Redeemed | null> {
  spareCode = code;
  return storedToken() !== null && (await isPortalOurs()) !== false ? null : redeemSpare();
}

/** Exchanges the code that was put aside for a token and keeps it; null when there is none. Waits while the portal is away. */
export async function redeemSpare(): Promise<Redeemed | null> {
  const code = spareCode;
  if (code === null) return null;
  spareCode = null;
  const prompt_id = /^\/choice\/([^/]+)$/.exec(location.pathname)?.[1];
  const body = JSON.stringify({ code, request_id: crypto.randomUUID(), ...(prompt_id ? { prompt_id } : {}) });
  for (;;) {
    const response = await request(PATHS.session, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    if (response?.ok) {
      const { token } = (await response.json()) as { token: string };
      remember(TOKEN_KEY, token);
      return 'token';
    }
    if (response?.status === 429) await waitFor(Number(response.headers.get('retry-after')) || 1);
    else if (response && response.status < 500) return reasonOf(response);
    else await pause();
  }
}

async function reasonOf(response: Response): Promise<Redeemed> {
  const { error } = (await response.json().catch(() => ({}))) as Partial<ErrorBody>;
  return error === 'code_twice' ? 'twice' : 'refused';
}

async function waitFor(seconds: number): Promise<void> {
  for (let left = seconds; left > 0; left -= 1) {
    onWait(left);
    await pause();
  }
  onWait(null);
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, RETRY_MS));
}
