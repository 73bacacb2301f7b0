// The asker's end of a WebSocket (RFC 6455), on node:net alone: a whole client with its HTTP, TLS and compression takes
// longer to load than all else that an asker does. Speaks text, ping and close, as the portal does.
import { createHash, randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { ErrorBody } from '../protocol/http.ts';
import { type ReplyHead, readReplyHead } from '../protocol/http-head.ts';
import { SUBPROTOCOL } from '../protocol/version.ts';

const OPCODE = { text: 1, close: 8, ping: 9, pong: 10 } as const;
const FINAL = 0x80;
const MASKED = 0x80;
/** RFC 6455, section 1.3. */
const ACCEPT_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const NORMAL_CLOSURE = 1000;
/** What a portal sends at most at once is an outcome: a text of 16 KiB, notes and values beside it. */
const MAX_FRAME_BYTES = 8 * 1024 * 1024;
const MAX_HEAD_BYTES = 16 * 1024;

/** The portal does not take this asker; the message is its own. */
export class LinkRefusedError extends Error {
  override readonly name = 'LinkRefusedError';
}

export interface AskerSocketListener {
  open(): void;
  message(text: string): void;
  /** The last call, once: with an error when the portal refused the link or broke the rules. */
  close(error: Error | null): void;
}

export interface AskerSocketOptions {
  readonly port: number;
  readonly path: string;
  readonly token: string;
  /** How long the portal may take to accept the link: ms. */
  readonly patience: number;
  /** The connection by which the portal proved itself, to go on by. Another one would have to prove itself anew. */
  readonly socket?: Socket | null;
}

export class AskerSocket {
  readonly #socket: Socket;
  readonly #listener: AskerSocketListener;
  readonly #key = randomBytes(16).toString('base64');
  readonly #timer: NodeJS.Timeout;
  #received: Buffer = Buffer.alloc(0);
  #isOpen = false;
  #error: Error | null = null;

  constructor({ port, path, token, patience, socket }: AskerSocketOptions, listener: AskerSocketListener) {
    this.#listener = listener;
    this.#timer = setTimeout(() => this.#fail('it does not answer'), patience);
    this.#socket = socket ?? connect({ host: '127.0.0.1', port, noDelay: true });
    if (socket?.writable === false) {
      clearTimeout(this.#timer);
      process.nextTick(() => listener.close(null));
      return;
    }
    this.#socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${this.#key}\r\nSec-WebSocket-Protocol: ${SUBPROTOCOL}\r\n` +
        `Authorization: Bearer ${token}\r\n\r\n`,
    );
    this.#socket.on('data', (chunk) => this.#receive(chunk));
    this.#socket.on('error', (error) => {
      this.#error ??= error;
    });
    this.#socket.on('close', () => {
      clearTimeout(this.#timer);
      this.#isOpen = false;
      listener.close(this.#error);
    });
  }

  /** True from `open` until the link is lost or closed. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  send(text: string): void {
    this.#write(OPCODE.text, Buffer.from(text));
  }

  /** Takes leave; the portal hangs up. */
  close(): void {
    const status = Buffer.alloc(2);
    status.writeUInt16BE(NORMAL_CLOSURE);
    if (this.#isOpen) this.#write(OPCODE.close, status);
    else this.terminate();
  }

  /** Hangs up at once. */
  terminate(): void {
    this.#socket.destroy();
  }

  #fail(problem: string): void {
    this.#error ??= new Error(problem);
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    if (!this.#isOpen && !this.#readHead()) return;
    while (this.#isOpen && this.#readFrame());
  }

  /** True once the portal accepted the link. */
  #readHead(): boolean {
    const head = readReplyHead(this.#received.toString('latin1', 0, MAX_HEAD_BYTES));
    if (!head) {
      if (this.#received.length > MAX_HEAD_BYTES) this.#fail('it speaks no HTTP');
      return false;
    }
    if (head.status !== 101) {
      this.#readRefusal(head);
      return false;
    }
    const accept = createHash('sha1').update(`${this.#key}${ACCEPT_GUID}`).digest('base64');
    const isAccepted =
      head.headers.get('sec-websocket-accept') === accept && head.headers.get('sec-websocket-protocol') === SUBPROTOCOL;
    if (!isAccepted) {
      this.#fail('it speaks another protocol');
      return false;
    }
    clearTimeout(this.#timer);
    this.#received = this.#received.subarray(head.size);
    this.#isOpen = true;
    this.#listener.open();
    return true;
  }

  /** What a portal says instead of opening a link, or its status when it says nothing of use. */
  #readRefusal({ status, headers, size }: ReplyHead): void {
    const body = this.#received.subarray(size);
    if (body.length < Number(headers.get('content-length') ?? 0)) return;
    let reason = `status ${status}`;
    try {
      const { message }: ErrorBody = JSON.parse(body.toString());
      reason = message;
    } catch {
      // Not one of ours.
    }
    this.#error ??= new LinkRefusedError(reason);
    this.#socket.destroy();
  }

  /** Takes one frame off what was received; false when it is not whole yet. */
  #readFrame(): boolean {
    const frame = parseFrame(this.#received);
    if (frame === null) return false;
    if (typeof frame === 'string') {
      this.#fail(frame);
      return false;
    }
    this.#received = this.#received.subarray(frame.size);
    switch (frame.opcode) {
      case OPCODE.text:
        this.#listener.message(frame.payload.toString());
        break;
      case OPCODE.ping:
        this.#write(OPCODE.pong, frame.payload);
        break;
      case OPCODE.pong:
        break;
      case OPCODE.close:
        // Section 5.5.1: a close is answered by the same status.
        this.#write(OPCODE.close, frame.payload.subarray(0, 2));
        this.#isOpen = false;
        this.#socket.end();
        break;
      default:
        this.#fail(`it sent a frame of kind ${frame.opcode}`);
    }
    return true;
  }

  #write(opcode: number, payload: Uint8Array): void {
    this.#socket.write(maskedFrame(opcode, payload));
  }
}

/** The frame at the beginning of `bytes`; null while it is not whole; a sentence when it breaks the rules. */
function parseFrame(bytes: Buffer): { opcode: number; payload: Buffer; size: number } | string | null {
  if (bytes.length < 2) return null;
  const [first = 0, second = 0] = bytes;
  // A portal's messages come in one piece, without extensions, and what a server sends is never masked.
  if ((first & 0xf0) !== FINAL || second >= MASKED) return 'it sent a frame that was not agreed on';
  const short = second & 0x7f;
  const offset = short === 127 ? 10 : short === 126 ? 4 : 2;
  if (bytes.length < offset) return null;
  const length = short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short;
  if (length > MAX_FRAME_BYTES) return 'it sent a frame that is too long';
  const size = offset + length;
  return bytes.length < size ? null : { opcode: first & 0x0f, payload: bytes.subarray(offset, size), size };
}

/** A whole message in one frame, masked as a client must (section 5.3). */
function maskedFrame(opcode: number, payload: Uint8Array): Buffer {
  const { length } = payload;
  const offset = length > 0xffff ? 10 : length > 125 ? 4 : 2;
  const frame = Buffer.alloc(offset + 4 + length);
  frame[0] = FINAL | opcode;
  frame[1] = MASKED | (offset === 10 ? 127 : offset === 4 ? 126 : length);
  if (offset === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  if (offset === 4) frame.writeUInt16BE(length, 2);
  const mask = randomBytes(4);
  mask.copy(frame, offset);
  for (let index = 0; index < length; index += 1) {
    frame[offset + 4 + index] = (payload[index] ?? 0) ^ (mask[index & 3] ?? 0);
  }
  return frame;
}
