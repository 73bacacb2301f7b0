// One HTTP request to a portal.
import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { isQueueFull, LostError, type PortalAddress, QUEUE_FULL_DELAY_MS, SilenceError } from './address.ts';

export interface PortalReply {
  readonly status: number;
  /** Parsed JSON. */
  readonly body: unknown;
}

/** One HTTP request. Rejects with `LostError`, or with `SilenceError` after `timeoutMs`. */
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
      if (!isQueueFull(error)) throw new LostError(error instanceof Error ? error.message : String(error));
      await delay(QUEUE_FULL_DELAY_MS);
    }
  }
}
