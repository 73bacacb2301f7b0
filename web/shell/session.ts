// This page's access to the portal: exchanges a one-time code from the URL for a token, which is stored for the origin.
import type { ErrorBody } from '../../src/protocol/http.ts';
import { codeFragment, PATHS, readCode } from '../../src/protocol/paths.ts';
import { isCodeKnown, isPortalOurs, type Proof, request, storedToken, TOKEN_KEY } from './portal-proof.ts';
import { parseRoute } from './route.ts';
import { remember } from './storage.ts';

const RETRY_MS = 1_000;

/** Result of redeeming a code; `twice` when someone else has used it, too. */
export type Redeemed = 'token' | 'refused' | 'twice';

let onWait: (seconds: number | null) => void = () => {};

/** Returns the one-time code in the URL, and removes it from there before anything else can read it. */
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
 * Calls `listener` with the whole seconds for which the portal accepts no codes because of many wrong ones, and with null
 * when that is over.
 */
export function watchWait(listener: (seconds: number | null) => void): void {
  onWait = listener;
}

/**
 * Exchanges the `code` in the URL of a page that has just been loaded for a token, and stores the token. Returns null,
 * without using the code, if the stored token is valid, or if nothing answers that could check it.
 */
export async function enterBy(code: string): Promise<Redeemed | null> {
  return storedToken() !== null && (await isPortalOurs()) !== false ? null : redeem(code);
}

/**
 * The same for a code that reaches an open page. If its stored token is not valid, another program may have taken the
 * portal's port: the page then reloads from the current listener and does not redeem the code, since it may hold input that
 * was not sent.
 */
export async function enterOpenPageBy(code: string): Promise<Redeemed | null> {
  if (storedToken() === null) return redeem(code);
  if ((await isPortalOurs()) !== false) return null;
  history.replaceState(history.state, '', location.pathname + codeFragment(code));
  location.reload();
  return null;
}

/**
 * Redeems the code, and retries while the portal is away. After a failed request another program may be listening on the
 * portal's port, so the listener must prove that it knows the code before the code is sent again.
 */
async function redeem(code: string): Promise<Redeemed> {
  const route = parseRoute(location.pathname);
  const prompt_id = route.name === 'prompt' ? route.id : undefined;
  const body = JSON.stringify({ code, request_id: crypto.randomUUID(), ...(prompt_id ? { prompt_id } : {}) });
  for (let isKnown: Proof = true; isKnown !== false; isKnown = await isCodeKnown(code, prompt_id)) {
    const response = isKnown ? await send(body) : null;
    if (response?.ok) {
      const { token } = (await response.json()) as { token: string };
      remember(TOKEN_KEY, token);
      return 'token';
    }
    if (response?.status === 429) await waitFor(Number(response.headers.get('retry-after')) || 1);
    else if (response && response.status < 500) return reasonOf(response);
    else await pause();
  }
  return 'refused';
}

function send(body: string): Promise<Response | null> {
  return request(PATHS.session, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
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
