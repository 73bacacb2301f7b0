// The portal's HTTP API, as the command line calls it.
import http from 'node:http';
import type { ErrorBody } from '../protocol/http.ts';
import { PATHS } from '../protocol/paths.ts';
import type { PromptSummary } from '../protocol/view.ts';
import type { Connection } from './connect.ts';

const PATIENCE = 5_000;

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

export type ListedPrompt = PromptSummary & { readonly url: string };

export async function listPrompts(connection: Connection): Promise<readonly ListedPrompt[]> {
  const { prompts } = await call<{ prompts: ListedPrompt[] }>(connection, 'GET', PATHS.prompts);
  return prompts;
}

/** A URL of the dashboard whose code works once, for 60 s. */
export async function inviteToDashboard(connection: Connection): Promise<string> {
  return (await call<{ url: string }>(connection, 'POST', PATHS.invite, {})).url;
}

/** Asks the portal to leave; with `force` it cancels open prompts first, else it stays while some are open. */
export async function retirePortal(connection: Connection, force: boolean): Promise<{ cancelled: number }> {
  return call(connection, 'POST', PATHS.retire, { force });
}

function call<T>({ port, token }: Connection, method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${token}`,
    ...(payload === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
  };
  return new Promise((resolve, reject) => {
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
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(payload);
  });
}
