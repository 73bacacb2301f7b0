// Asking who listens on a port, and having it prove that it is the user's own portal.
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Handshake } from '../protocol/http.ts';
import { readReplyHead } from '../protocol/http-head.ts';
import { PATHS } from '../protocol/paths.ts';
import { isProof } from './token.ts';

/** A stopped process still accepts connections: whoever does not answer within this many ms counts as gone. */
const PATIENCE = 2_000;
const MAX_REPLY_BYTES = 16 * 1024;
/** When to ask again whoever has too much to do just now: ms. */
const BUSY_DELAY = 50;

/** No reply in time, neither yes nor no. */
class SilenceError extends Error {
  override readonly name = 'SilenceError';
}

/** Somebody is there, and takes no more requests at this moment. */
class BusyError extends Error {
  override readonly name = 'BusyError';
}

/** A portal that proved itself, and the connection by which it did: still open, for whoever has more to say to it. */
export interface Met {
  readonly handshake: Handshake;
  readonly socket: Socket;
}

/**
 * Meets the listener on `port`, if it proves within 2 s that it knows `key`; null if it does not, or if there is none;
 * `silent` if that is unknown, as something listens but does not answer. Sends no secret.
 */
export async function meet(port: number, key: string): Promise<Met | 'silent' | null> {
  const nonce = randomBytes(16).toString('base64url');
  const answer = await askUntilHeard(port, `${PATHS.health}?nonce=${nonce}`);
  if (answer === null || answer === 'silent') return answer;
  const handshake = parseHandshake(answer.text);
  if (handshake?.proof && isProof(key, nonce, port, handshake.proof)) return { handshake, socket: answer.socket };
  answer.socket.destroy();
  return null;
}

/** The answer of `port` to a GET of `path`; a busy one is asked again. Takes 2 s at most, however often it asks. */
async function askUntilHeard(port: number, path: string): Promise<{ text: string; socket: Socket } | 'silent' | null> {
  const until = performance.now() + PATIENCE;
  for (;;) {
    try {
      return await getText(port, path, until - performance.now());
    } catch (error) {
      if (error instanceof SilenceError) return 'silent';
      if (!(error instanceof BusyError)) return null;
      if (performance.now() + BUSY_DELAY >= until) return 'silent';
      await new Promise((resolve) => setTimeout(resolve, BUSY_DELAY));
    }
  }
}

/** What `port` answers to `meet`, and no more to do with it. */
export async function shakeHands(port: number, key: string): Promise<Handshake | null> {
  const met = await meet(port, key);
  if (met === null || met === 'silent') return null;
  met.socket.destroy();
  return met.handshake;
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

/** The body of `port`'s reply to a GET of `path`. Rejects for anything but a whole reply with status 200 in `patience` ms. */
async function getText(port: number, path: string, patience: number): Promise<{ text: string; socket: Socket }> {
  // A portal only asks when its port is taken.
  const { connect } = await import('node:net');
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    const fail = (problem: string, Problem: new (problem: string) => Error = Error) => {
      clearTimeout(timer);
      socket.destroy();
      reject(new Problem(problem));
    };
    const timer = setTimeout(() => fail('no answer', SilenceError), patience);
    let received = '';
    const hear = (chunk: Buffer) => {
      received += chunk.toString('latin1');
      if (received.length > MAX_REPLY_BYTES) return fail('the reply is too long');
      const head = readReplyHead(received);
      const length = Number(head?.headers.get('content-length'));
      if (!head || received.length < head.size + length) return;
      if (!Number.isInteger(length)) return fail('the reply has no length');
      if (head.status !== 200) return fail(`status ${head.status}`, head.status === 429 ? BusyError : Error);
      clearTimeout(timer);
      socket.off('data', hear);
      resolve({ text: Buffer.from(received.slice(head.size, head.size + length), 'latin1').toString(), socket });
    };
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    socket.on('data', hear);
    socket.on('error', (error) => fail(error.message));
    socket.on('close', () => fail('hung up'));
  });
}
