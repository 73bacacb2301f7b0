// Asking who listens on a port, and having it prove that it is the user's own portal.
import { randomBytes } from 'node:crypto';
import type { Handshake } from '../protocol/http.ts';
import { readReplyHead } from '../protocol/http-head.ts';
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

/** The body of `port`'s reply to a GET of `path`. Rejects for anything but a whole reply with status 200 in time. */
async function getText(port: number, path: string): Promise<string> {
  // A portal only asks when its port is taken.
  const { connect } = await import('node:net');
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    const finish = (act: () => void) => {
      clearTimeout(timer);
      socket.destroy();
      act();
    };
    const fail = (problem: string) => finish(() => reject(new Error(problem)));
    const timer = setTimeout(() => fail('no answer'), PATIENCE);
    let text = '';
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (text.length > MAX_REPLY_BYTES) return fail('the reply is too long');
      const head = readReplyHead(text);
      const length = Number(head?.headers.get('content-length'));
      if (!head || text.length < head.size + length) return;
      if (!Number.isInteger(length)) return fail('the reply has no length');
      const body = text.slice(head.size, head.size + length);
      if (head.status === 200) finish(() => resolve(Buffer.from(body, 'latin1').toString()));
      else fail(`status ${head.status}`);
    });
    socket.on('error', (error) => fail(error.message));
    socket.on('close', () => fail('hung up'));
  });
}
