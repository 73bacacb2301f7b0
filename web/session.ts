// This page's right to talk to the portal: a one-time code from the address becomes a token kept for the origin.
import { PATHS, readCode } from '../src/protocol/paths.ts';
import { recall, remember } from './storage.ts';

const KEY = 'choice.token';
const RETRY_MS = 1_000;

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
    if (response && response.status < 500 && response.status !== 429) return false;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/** True when the portal says that the kept token is not good; false also when it says nothing. */
export async function isTokenRefused(): Promise<boolean> {
  const response = await request(PATHS.prompts, { headers: { authorization: `Bearer ${storedToken() ?? ''}` } });
  return response?.status === 401;
}

async function request(path: string, init: RequestInit): Promise<Response | null> {
  try {
    return await fetch(path, { ...init, credentials: 'omit' });
  } catch {
    return null;
  }
}
