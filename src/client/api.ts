// The portal's HTTP API, as the command line calls it.
import type { Answer, Device, Outcome } from '../core/prompt.ts';
import type { HistoryDetail, HistoryPage, HistoryQuery } from '../protocol/history.ts';
import type { ErrorBody, JournalHealth } from '../protocol/http.ts';
import { PATHS } from '../protocol/paths.ts';
import type { Settings, SettingsChange } from '../protocol/settings.ts';
import type { PromptListing, PromptView } from '../protocol/view.ts';
import { newRequestId } from '../system/ids.ts';
import type { Connection } from './connect.ts';
import { NoPortalError, SilentPortalError } from './start.ts';
import { LostError, SilenceError } from './wire/address.ts';
import { request } from './wire/http.ts';

/** Timeout of a request: ms. */
const TIMEOUT_MS = 5_000;

/** Thrown when the portal refuses a call; `status` is the HTTP status. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly body: ErrorBody;

  constructor(status: number, body: ErrorBody) {
    super(body.message);
    this.status = status;
    this.body = body;
  }
}

export type ListedPrompt = PromptListing & { readonly url: string };

/** Returns all open prompts, page by page. */
export async function listPrompts(connection: Connection): Promise<readonly ListedPrompt[]> {
  const found = new Map<string, ListedPrompt>();
  let after: string | null = null;
  do {
    const path: string = after === null ? PATHS.prompts : `${PATHS.prompts}?after=${after}`;
    const page: { prompts: ListedPrompt[]; next?: string | null } = await call(connection, 'GET', path);
    for (const prompt of page.prompts) found.set(prompt.id, prompt);
    after = page.next ?? null;
  } while (after !== null);
  return [...found.values()];
}

/** Returns one prompt, open or recently settled; null when the portal does not know it. */
export async function readPrompt(connection: Connection, id: string): Promise<PromptView | null> {
  const reply = await orNull(call<{ prompt: PromptView }>(connection, 'GET', promptPath(id)));
  return reply?.prompt ?? null;
}

/** The state of a prompt after an accepted request. */
export interface Accepted {
  /** Ms until the deadline; null without one, and for a settled prompt. */
  readonly remaining_ms: number | null;
  readonly outcome: Outcome | null;
}

/** Throws `ApiError` when the answer does not fit the prompt (422), or the prompt is already settled (409). */
export function answerPrompt(
  connection: Connection,
  id: string,
  answer: Answer,
  device?: Device | undefined,
): Promise<Accepted> {
  return call(connection, 'POST', `${promptPath(id)}/answer`, { request_id: newRequestId(), answer, device });
}

/** Throws `ApiError` when the note is too long (422), or the prompt is already settled (409). */
export function cancelPrompt(
  connection: Connection,
  id: string,
  why: { readonly note?: string | undefined; readonly device?: Device | undefined } = {},
): Promise<Accepted> {
  return call(connection, 'POST', `${promptPath(id)}/cancel`, { request_id: newRequestId(), ...why });
}

/** `by_ms`: ms to add to the deadline. `remaining_ms`: the new time left in ms; null for no deadline. */
export type DeadlineChange = { readonly by_ms: number } | { readonly remaining_ms: number | null };

/** Throws `ApiError` when the deadline cannot be moved this way (422), or the prompt is settled (409). */
export function moveDeadline(connection: Connection, id: string, change: DeadlineChange): Promise<Accepted> {
  return call(connection, 'POST', `${promptPath(id)}/extend`, { request_id: newRequestId(), ...change });
}

export function readHistoryPage(connection: Connection, { text, ...query }: HistoryQuery): Promise<HistoryPage> {
  const fields = new URLSearchParams(text ? { q: text } : {});
  for (const [name, value] of Object.entries(query)) fields.set(name, String(value));
  return call(connection, 'GET', `${PATHS.history}?${fields}`);
}

/** Returns the health of the portal's journal. */
export async function readJournalHealth(connection: Connection): Promise<JournalHealth> {
  return (await call<{ journal: JournalHealth }>(connection, 'GET', PATHS.journal)).journal;
}

/** Returns everything recorded about one prompt; null when the journals do not have it. */
export async function readHistoryOf(connection: Connection, id: string): Promise<HistoryDetail | null> {
  const reply = await orNull(
    call<{ prompt: HistoryDetail }>(connection, 'GET', `${PATHS.history}/${encodeURIComponent(id)}`),
  );
  return reply?.prompt ?? null;
}

/** Changes settings; the portal notifies every page. Returns all settings. */
export async function changeSettings(connection: Connection, change: SettingsChange): Promise<Settings> {
  return (await call<{ settings: Settings }>(connection, 'POST', PATHS.settings, change)).settings;
}

/** Returns two dashboard URLs: `url`, for the human, has a one-time code valid for 60 s; `open_url` is to open a browser. */
export function inviteToDashboard(
  connection: Connection,
): Promise<{ readonly url: string; readonly open_url: string }> {
  return call(connection, 'POST', PATHS.invite, {});
}

/** How many prompts a portal that shuts down cancelled, and how many it keeps for the next one. */
export interface Retirement {
  readonly cancelled: number;
  readonly kept: number;
}

/**
 * Asks the portal to shut down. With `force` it cancels open prompts first; otherwise it refuses while a command waits, or
 * a prompt is open that would end with it.
 */
export async function retirePortal(connection: Connection, force: boolean): Promise<Retirement> {
  return call(connection, 'POST', PATHS.retire, { force });
}

function promptPath(id: string): string {
  return `${PATHS.prompts}/${encodeURIComponent(id)}`;
}

/** Resolves to the result of `reply`, or to null on status 404. */
async function orNull<T>(reply: Promise<T>): Promise<T | null> {
  try {
    return await reply;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

/** Throws `ApiError`, `SilentPortalError` when no answer arrives within 5 s, `NoPortalError` when the connection fails. */
async function call<T>(connection: Connection, method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  try {
    const reply = await request(connection, method, path, TIMEOUT_MS, body);
    if (reply.status === 200) return reply.body as T;
    throw new ApiError(reply.status, reply.body as ErrorBody);
  } catch (error) {
    if (error instanceof SilenceError) throw new SilentPortalError(connection.handshake.pid);
    if (error instanceof LostError) throw new NoPortalError(`the portal does not answer (${error.message})`);
    throw error;
  }
}
