// Sends HTTP requests to a portal.
import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import {
  HungUpError,
  isQueueFull,
  LostError,
  type PortalAddress,
  QUEUE_FULL_DELAY_MS,
  SilenceError,
} from './address.ts';

export interface PortalReply {
  readonly status: number;
  /** Parsed JSON. */
  readonly body: unknown;
}

/** Error codes of connections that were accepted and then broken. */
const HUNG_UP = ['ECONNRESET', 'EPIPE'];

/**
 * Sends one HTTP request. Rejects with `LostError`, which is a `HungUpError` if the connection was accepted, or with
 * `SilenceError` after `timeoutMs`.
 */
export async function request(
  address: PortalAddress,
  method: 'GET' | 'POST',
  path: string,
  timeoutMs: number,
  body?: object,
): Promise<PortalReply> {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const type = payload === undefined ? {} : { 'content-type': 'application/json' };
  const length = payload === undefined ? {} : { 'content-length': Buffer.byteLength(payload) };
  const signal = AbortSignal.timeout(timeoutMs);
  const options = { ...address, method, path, headers: { ...type, ...length }, agent: false, signal };
  const attempt = () =>
    new Promise<PortalReply>((resolve, reject) => {
      const sent = http.request(options, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => {
          try {
            resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) });
          } catch (error) {
            reject(error);
          }
        });
        response.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(payload);
    });
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted) throw new SilenceError('no answer');
      if (!isQueueFull(error)) throw lossOf(error);
      await delay(QUEUE_FULL_DELAY_MS);
    }
  }
}

function lossOf(error: unknown): LostError {
  const { message, code = '' } = error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error) };
  return HUNG_UP.includes(code) ? new HungUpError(message) : new LostError(message);
}
