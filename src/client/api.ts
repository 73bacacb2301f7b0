// The portal's HTTP API, as the command line calls it.
import http from 'node:http';
import type { Answer, Outcome } from '../core/prompt.ts';
import type { HistoryDetail, HistoryPage, HistoryQuery } from '../protocol/history.ts';
import type { ErrorBody, JournalHealth } from '../protocol/http.ts';
import { PATHS } from '../protocol/paths.ts';
import type { Settings, SettingsChange } from '../protocol/settings.ts';
import type { PromptListing, PromptView } from '../protocol/view.ts';
import { newRequestId } from '../system/ids.ts';
import type { Connection } from './connect.ts';
import { NoPortalError, SilentPortalError } from './start.ts';

const PATIENCE = 5_000;
/** When to ask again a portal that has too much to do just now: ms. */
const BUSY_DELAY = 50;

/** The portal refused a call; `status` is HTTP's. */
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

export async function listPrompts(connection: Connection): Promise<readonly ListedPrompt[]> {
  const { prompts } = await call<{ prompts: ListedPrompt[] }>(connection, 'GET', PATHS.prompts);
  return prompts;
}

/** One prompt, open or settled of late; null when the portal does not know it. */
export async function readPrompt(connection: Connection, id: string): Promise<PromptView | null> {
  const reply = await orNull(call<{ prompt: PromptView }>(connection, 'GET', promptPath(id)));
  return reply?.prompt ?? null;
}

/** How a prompt stands after a request about it. */
export interface Accepted {
  /** Ms until the deadline; null without one, and for a settled prompt. */
  readonly remaining_ms: number | null;
  readonly outcome: Outcome | null;
}

/** Throws `ApiError` when the answer does not fit (422), or another decision came first (409). */
export function answerPrompt(connection: Connection, id: string, answer: Answer): Promise<Accepted> {
  return call(connection, 'POST', `${promptPath(id)}/answer`, { request_id: newRequestId(), answer });
}

/** Throws `ApiError` when another decision came first (409). */
export function cancelPrompt(connection: Connection, id: string): Promise<Accepted> {
  return call(connection, 'POST', `${promptPath(id)}/cancel`, { request_id: newRequestId() });
}

/** A later deadline by so many ms; or the time left, in ms, null for no deadline. */
export type DeadlineChange = { readonly by_ms: number } | { readonly remaining_ms: number | null };

/** Throws `ApiError` when the deadline cannot be moved so (422), or the prompt is settled (409). */
export function moveDeadline(connection: Connection, id: string, change: DeadlineChange): Promise<Accepted> {
  return call(connection, 'POST', `${promptPath(id)}/extend`, { request_id: newRequestId(), ...change });
}

export function readHistoryPage(connection: Connection, { text, ...query }: HistoryQuery): Promise<HistoryPage> {
  const fields = new URLSearchParams(text ? { q: text } : {});
  for (const [name, value] of Object.entries(query)) fields.set(name, String(value));
  return call(connection, 'GET', `${PATHS.history}?${fields}`);
}

/** How the portal's journal stands. */
export async function readJournalHealth(connection: Connection): Promise<JournalHealth> {
  return (await call<{ journal: JournalHealth }>(connection, 'GET', PATHS.journal)).journal;
}

/** One prompt with all that is known of it; null when the journals do not have it. */
export async function readHistoryOf(connection: Connection, id: string): Promise<HistoryDetail | null> {
  const reply = await orNull(
    call<{ prompt: HistoryDetail }>(connection, 'GET', `${PATHS.history}/${encodeURIComponent(id)}`),
  );
  return reply?.prompt ?? null;
}

/** Changes settings, so that every page hears of it. Gives all of them. */
export async function changeSettings(connection: Connection, change: SettingsChange): Promise<Settings> {
  return (await call<{ settings: Settings }>(connection, 'POST', PATHS.settings, change)).settings;
}

/** Ways to the dashboard: `url`, for the human, has a code that works once, for 60 s; `open_url` is for a browser's arguments. */
export function inviteToDashboard(
  connection: Connection,
): Promise<{ readonly url: string; readonly open_url: string }> {
  return call(connection, 'POST', PATHS.invite, {});
}

/** Asks the portal to leave; with `force` it cancels open prompts first, else it stays while some are open. */
export async function retirePortal(connection: Connection, force: boolean): Promise<{ cancelled: number }> {
  return call(connection, 'POST', PATHS.retire, { force });
}

function promptPath(id: string): string {
  return `${PATHS.prompts}/${encodeURIComponent(id)}`;
}

/** What `reply` brings, or null when the portal says that there is no such thing. */
async function orNull<T>(reply: Promise<T>): Promise<T | null> {
  try {
    return await reply;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

/** Asks again for 5 s where more requests came at once than the portal takes: it has not looked at those refused. */
async function call<T>(connection: Connection, method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  for (let waited = 0; ; waited += BUSY_DELAY) {
    try {
      return await callOnce<T>(connection, method, path, body);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 429 || waited >= PATIENCE) throw error;
      await new Promise((resolve) => setTimeout(resolve, BUSY_DELAY));
    }
  }
}

/** Throws `SilentPortalError` when the portal does not answer within 5 s, `NoPortalError` when it is lost. */
function callOnce<T>(
  { port, token, handshake }: Connection,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<T> {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${token}`,
    ...(payload === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
  };
  return new Promise((resolve, reject) => {
    const lost = (error: Error) =>
      reject(
        error.name === 'AbortError' || error.name === 'TimeoutError'
          ? new SilentPortalError(handshake.pid)
          : new NoPortalError(`the portal does not answer (${error.message})`),
      );
    const options = {
      host: '127.0.0.1',
      port,
      method,
      path,
      headers,
      agent: false,
      signal: AbortSignal.timeout(PATIENCE),
    } as const;
    const request = http.request(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        try {
          const reply = JSON.parse(text);
          if (response.statusCode === 200) resolve(reply);
          else reject(new ApiError(response.statusCode ?? 0, reply));
        } catch (error) {
          reject(error);
        }
      });
      response.on('error', lost);
    });
    request.on('error', lost);
    request.end(payload);
  });
}
