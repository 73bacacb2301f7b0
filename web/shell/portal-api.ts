// The portal's HTTP API, for the views that read it.
import type { ErrorBody } from '../../src/protocol/http.ts';
import { isPortalOurs, storedToken } from './portal-proof.ts';

/** `refusal` is null when the portal did not answer at all. */
export type ApiReply<T> =
  | { readonly ok: true; readonly body: T }
  | { readonly ok: false; readonly status: number; readonly refusal: ErrorBody | null };

/** Calls `path`: a POST of `body` as JSON if there is one, else a GET. Never rejects. */
export async function callPortal<T>(path: string, body?: object): Promise<ApiReply<T>> {
  const headers = { authorization: `Bearer ${storedToken() ?? ''}`, 'content-type': 'application/json' };
  try {
    if ((await isPortalOurs()) !== true) return { ok: false, status: 0, refusal: null };
    const response = await fetch(path, {
      headers,
      credentials: 'omit',
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    });
    const parsed: unknown = await response.json();
    return response.ok
      ? { ok: true, body: parsed as T }
      : { ok: false, status: response.status, refusal: parsed as ErrorBody };
  } catch {
    return { ok: false, status: 0, refusal: null };
  }
}
