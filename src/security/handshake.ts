// Asking who listens on a port, and having it prove that it is the user's own portal.
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import type { Handshake } from '../protocol/http.ts';
import { PATHS } from '../protocol/paths.ts';
import { isProof } from './token.ts';

/** A stopped process still accepts connections: whoever does not answer within this many ms counts as gone. */
const PATIENCE = 2_000;
const MAX_REPLY_BYTES = 16 * 1024;

/** What `port` answers, if it proves within 2 s that it knows `key`; else null. Sends no secret. */
export async function shakeHands(port: number, key: string): Promise<Handshake | null> {
  const nonce = randomBytes(16).toString('base64url');
  const text = await getText(port, `${PATHS.health}?nonce=${nonce}`).catch(() => null);
  const handshake = text === null ? null : parseHandshake(text);
  return handshake?.proof && isProof(key, nonce, port, handshake.proof) ? handshake : null;
}

/** The fields are checked by hand: this runs at every start, before the schemas are worth their loading time. */
function parseHandshake(text: string): Handshake | null {
  try {
    const raw: Handshake = JSON.parse(text);
    return raw.name === 'choice' &&
      typeof raw.instance === 'string' &&
      Number.isInteger(raw.protocol) &&
      typeof raw.proof === 'string'
      ? raw
      : null;
  } catch {
    return null;
  }
}

function getText(port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.get(
      { host: '127.0.0.1', port, path, agent: false, signal: AbortSignal.timeout(PATIENCE) },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          if (text.length > MAX_REPLY_BYTES) request.destroy(new Error('the reply is too long'));
        });
        response.on('end', () => resolve(text));
        response.on('error', reject);
      },
    );
    request.on('error', reject);
  });
}
