// A WebSocket client for the portal (RFC 6455), on node:net alone: a full client with HTTP, TLS and compression takes longer
// to load than everything else that an asker does until its prompt is open.
import { createHash, randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { ErrorBody } from '../../protocol/http.ts';
import { type ReplyHead, readReplyHead } from '../../protocol/http-head.ts';
import { SUBPROTOCOL } from '../../protocol/version.ts';
import {
  isQueueFull,
  LinkRefusedError,
  LostError,
  type PortalAddress,
  QUEUE_FULL_DELAY_MS,
  SilenceError,
} from './address.ts';
import { maskedFrame, OPCODE, parseFrame } from './frames.ts';

/** Timeout for opening a link: ms. */
const OPEN_TIMEOUT_MS = 2_000;
const MAX_HEAD_BYTES = 16 * 1024;
const NORMAL_CLOSURE = 1000;
/** RFC 6455, section 1.3. */
const ACCEPT_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export interface LinkListener {
  message(text: string): void;
  /** The last call, once; with an error if the connection failed or the portal violated the protocol. */
  close(error: Error | null): void;
}

/** An open WebSocket to a portal. Supports text, ping and close frames, as the portal does. */
export class PortalLink {
  readonly #socket: Socket;
  #received: Buffer;
  #listener: LinkListener | null = null;
  #isOpen = true;
  #error: Error | null = null;

  /** Opens a link at `path`. Rejects with `LostError`, `LinkRefusedError`, or after `timeoutMs` with `SilenceError`. */
  static async open(address: PortalAddress, path: string, timeoutMs = OPEN_TIMEOUT_MS): Promise<PortalLink> {
    const until = performance.now() + timeoutMs;
    for (;;) {
      try {
        return await upgrade(address, path, until - performance.now());
      } catch (error) {
        if (!isQueueFull(error)) throw error;
        if (performance.now() + QUEUE_FULL_DELAY_MS > until) throw new SilenceError('no answer');
        await delay(QUEUE_FULL_DELAY_MS);
      }
    }
  }

  /** `socket` has completed the handshake; `received` holds the bytes that followed it. */
  constructor(socket: Socket, received: Buffer) {
    this.#socket = socket;
    this.#received = received;
    socket.on('data', (chunk) => {
      this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
      this.#readFrames();
    });
    socket.on('error', (error) => {
      this.#error ??= error;
    });
    socket.on('close', () => {
      this.#isOpen = false;
      this.#listener?.close(this.#error);
    });
  }

  /** False once the link is lost or closed. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Passes the messages received so far, and all later ones, to `listener`. */
  listen(listener: LinkListener): void {
    this.#listener = listener;
    this.#readFrames();
    if (this.#socket.closed) process.nextTick(() => listener.close(this.#error));
  }

  send(text: string): void {
    this.#write(OPCODE.text, Buffer.from(text));
  }

  /** Sends a close frame; the portal then closes the connection. */
  close(): void {
    const status = Buffer.alloc(2);
    status.writeUInt16BE(NORMAL_CLOSURE);
    if (this.#isOpen) this.#write(OPCODE.close, status);
    else this.terminate();
  }

  /** Closes the connection without a close frame. */
  terminate(): void {
    this.#socket.destroy();
  }

  #readFrames(): void {
    while (this.#listener && this.#isOpen && this.#readFrame());
  }

  /** Processes one received frame; returns false if it is incomplete or invalid. */
  #readFrame(): boolean {
    const frame = parseFrame(this.#received);
    if (frame === null) return false;
    if (typeof frame === 'string') return this.#fail(frame);
    this.#received = this.#received.subarray(frame.size);
    switch (frame.opcode) {
      case OPCODE.text:
        this.#listener?.message(frame.payload.toString());
        break;
      case OPCODE.ping:
        this.#write(OPCODE.pong, frame.payload);
        break;
      case OPCODE.pong:
        break;
      case OPCODE.close:
        // Section 5.5.1: a close frame is answered with the same status.
        this.#write(OPCODE.close, frame.payload.subarray(0, 2));
        this.#isOpen = false;
        this.#socket.end();
        break;
      default:
        return this.#fail(`it sent a frame with unknown opcode ${frame.opcode}`);
    }
    return true;
  }

  #fail(problem: string): false {
    this.#error ??= new Error(problem);
    this.#isOpen = false;
    this.#socket.destroy();
    return false;
  }

  #write(opcode: number, payload: Uint8Array): void {
    this.#socket.write(maskedFrame(opcode, payload));
  }
}

/** Attempts one handshake. Rejects with the system's error EAGAIN if too many connections are already waiting. */
function upgrade({ socketPath }: PortalAddress, path: string, timeoutMs: number): Promise<PortalLink> {
  return new Promise((resolve, reject) => {
    const key = randomBytes(16).toString('base64');
    const socket = connect(socketPath);
    const settle = (act: () => void) => {
      clearTimeout(timer);
      socket.off('data', receive).off('error', lose).off('close', lose);
      act();
    };
    const fail = (error: Error) =>
      settle(() => {
        socket.on('error', () => {}).destroy();
        reject(error);
      });
    const lose = (error?: unknown) =>
      fail(isQueueFull(error) ? error : new LostError(error instanceof Error ? error.message : 'connection closed'));
    const timer = setTimeout(() => fail(new SilenceError('no answer')), timeoutMs);
    let received: Buffer = Buffer.alloc(0);
    const receive = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const head = readReplyHead(received.toString('latin1', 0, MAX_HEAD_BYTES));
      if (!head) return received.length > MAX_HEAD_BYTES && fail(new LostError('not an HTTP reply'));
      const rest = received.subarray(head.size);
      if (isAccepted(head, key)) return settle(() => resolve(new PortalLink(socket, rest)));
      const reason = readRefusal(head, rest);
      return reason !== null && fail(new LinkRefusedError(reason));
    };
    socket.on('data', receive).on('error', lose).on('close', lose);
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Protocol: ${SUBPROTOCOL}\r\n\r\n`,
    );
  });
}

function isAccepted({ status, headers }: ReplyHead, key: string): boolean {
  const accept = createHash('sha1').update(`${key}${ACCEPT_GUID}`).digest('base64');
  return (
    status === 101 &&
    headers.get('sec-websocket-accept') === accept &&
    headers.get('sec-websocket-protocol') === SUBPROTOCOL
  );
}

/** Returns why the portal refused a link: its message, or the status if the body is unusable; null until complete. */
function readRefusal({ status, headers }: ReplyHead, body: Buffer): string | null {
  if (status === 101) return 'it uses another protocol';
  if (body.length < Number(headers.get('content-length') ?? 0)) return null;
  try {
    const { message }: ErrorBody = JSON.parse(body.toString());
    return message;
  } catch {
    return `status ${status}`;
  }
}
