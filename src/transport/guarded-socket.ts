// One open WebSocket of either engine: applies limits, allows calls after the close, and catches what a listener throws.
import type { Socket, SocketListener } from './transport.ts';

/** The operations of an engine on an open WebSocket. Never called once it is closed. */
export interface RawSocket {
  /** `sent`: in full; `waits`: buffered until the peer reads; `dropped`: the socket is already closing. */
  send(text: Uint8Array): 'sent' | 'waits' | 'dropped';
  /** Bytes buffered for the peer. */
  bufferedBytes(): number;
  ping(): void;
  close(code: number, reason: string): void;
  /** Terminates the connection without a closing handshake. */
  terminate(): void;
}

export interface SocketPolicy {
  readonly maxMessageBytes: number;
  readonly maxBackpressureBytes: number;
  /** Called with what the listener threw. */
  readonly failed: (error: unknown) => void;
  /** Called once, as soon as the socket can no longer be used. */
  readonly gone: (socket: GuardedSocket) => void;
}

/** RFC 6455 §5.5: a control frame holds 125 bytes, two of them the code. */
const MAX_REASON_BYTES = 123;
const SENDABLE_CODES = new Set([1000, 1001, 1003, 1008, 1009, 1011]);

export class GuardedSocket implements Socket {
  readonly #raw: RawSocket;
  readonly #listener: SocketListener;
  readonly #policy: SocketPolicy;
  #usable = true;
  /** False when nothing is buffered: querying the native engine for that takes half as long as a send. */
  #mayWait = false;

  constructor(raw: RawSocket, listener: SocketListener, policy: SocketPolicy) {
    this.#raw = raw;
    this.#listener = listener;
    this.#policy = policy;
  }

  send(text: string | Uint8Array): boolean {
    if (!this.#usable) return false;
    // Encoded here: the native engine would send a lone surrogate as invalid UTF-8, and peers close on that.
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    const waiting = this.#mayWait ? this.#raw.bufferedBytes() : 0;
    if (waiting + bytes.byteLength > this.#policy.maxBackpressureBytes) {
      this.terminate();
      return false;
    }
    const result = this.#raw.send(bytes);
    this.#mayWait = result === 'waits';
    return result !== 'dropped';
  }

  /** @throws {RangeError} on a code that must not be sent. */
  close(code: number, reason: string): void {
    if (!SENDABLE_CODES.has(code) && !(code >= 3000 && code <= 4999)) throw new RangeError(`close code ${code}`);
    if (!this.#usable) return;
    this.#retire();
    this.#raw.close(code, fitReason(reason));
  }

  /** Terminates the connection without a closing handshake. */
  terminate(): void {
    if (!this.#usable) return;
    this.#retire();
    this.#raw.terminate();
  }

  ping(): void {
    if (this.#usable) this.#raw.ping();
  }

  /** The engine has completed the handshake. */
  opened(): void {
    this.#guard(() => this.#listener.open(this));
  }

  /** The engine has answered a ping. A peer that pings and never reads must not fill the memory with pongs. */
  pinged(): void {
    if (this.#usable && this.#raw.bufferedBytes() > this.#policy.maxBackpressureBytes) this.terminate();
  }

  /** The engine has read a whole message; `bytes` are not kept. */
  received(bytes: Uint8Array, isBinary: boolean): void {
    if (!this.#usable) return;
    if (isBinary) {
      this.close(1003, 'text messages only');
    } else if (bytes.byteLength > this.#policy.maxMessageBytes) {
      this.close(1009, 'message too long');
    } else {
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
      this.#guard(() => this.#listener.message(text));
    }
  }

  /** The engine has lost the connection, for any reason. */
  closed(): void {
    if (this.#usable) this.#retire();
  }

  /** Notifies the listener of the close in a microtask: never from inside its own `send` or `close`. */
  #retire(): void {
    this.#usable = false;
    this.#policy.gone(this);
    queueMicrotask(() => {
      try {
        this.#listener.close();
      } catch (error) {
        this.#policy.failed(error);
      }
    });
  }

  #guard(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#policy.failed(error);
      this.close(1011, 'internal error');
    }
  }
}

function fitReason(reason: string): string {
  let fitting = reason;
  while (Buffer.byteLength(fitting) > MAX_REASON_BYTES) fitting = fitting.slice(0, -1);
  return fitting;
}
