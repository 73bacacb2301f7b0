// The HTTP + WebSocket engine as the portal sees it. Knows nothing of prompts; every engine passes the same contract tests.
import type { SocketFile } from './socket-file.ts';

/** Head of a request, copied out of the engine: it stays valid after the handler returns. */
export interface RequestHead {
  /** Upper case. */
  readonly method: string;
  /** Path as sent: not decoded, without the query. */
  readonly path: string;
  /** The part after `?`; empty when there was none. */
  readonly query: string;
  /** By lower-case name, every occurrence in the order sent. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
}

/** The value of header `name` (lower case), or null when it is absent. The first one when it was sent twice. */
export function header(head: RequestHead, name: string): string | null {
  return head.headers.get(name)?.[0] ?? null;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** Decided from the head alone: a reply at once, or a body to be read first. */
export type RequestDecision =
  /** With `last`, the connection is closed after it, whatever else the peer has sent on it. */
  | { readonly reply: Reply; readonly last?: boolean }
  | {
      readonly maxBodyBytes: number;
      /** Sent, and the connection closed, as soon as the body is longer than `maxBodyBytes`. */
      readonly tooLarge: Reply;
      readonly handle: (body: Uint8Array) => Reply | Promise<Reply>;
    };

/** One WebSocket, as its listener uses it. Every method is safe after the close. */
export interface Socket {
  /**
   * Sends one text message, given as text or, to send the same to several sockets, as UTF-8. False when the socket is
   * closed, or its peer reads so slowly that the engine's backpressure limit was exceeded; the engine then closes it.
   */
  send(text: string | Uint8Array): boolean;
  /** Closes with `code` (1000 or 3000..4999, or 1001, 1003, 1008, 1009, 1011 as RFC 6455 §7.4.1 defines them). */
  close(code: number, reason: string): void;
}

/** Receives the events of one WebSocket: `close` exactly once, and last. If a method throws, its socket closes with 1011. */
export interface SocketListener {
  open(socket: Socket): void;
  message(text: string): void;
  close(): void;
}

/** Decided from the head of an upgrade: refused with a reply, before any 101, or accepted. */
export type UpgradeDecision =
  | { readonly reply: Reply }
  | {
      /** The sub-protocol to confirm, or null to name none. */
      readonly protocol: string | null;
      /** A longer message closes the socket with 1009. Never above the engine's own limit. */
      readonly maxMessageBytes: number;
      /** True for peers on this machine that may be stopped for long: silence alone does not close the socket. */
      readonly maySleep?: boolean;
      readonly listener: SocketListener;
    };

/** The portal's handlers for incoming requests. */
export interface TransportHandlers {
  request(head: RequestHead): RequestDecision;
  upgrade(head: RequestHead): UpgradeDecision;
  /** Called when a handler threw: returns the reply. Also the place to log the error. */
  failed(error: unknown): Reply;
  /**
   * Called when the engine itself refuses a request before `request` (malformed, head too large): returns the reply.
   * `head` is null if it could not be read.
   */
  malformed(status: 400 | 431, head: RequestHead | null): Reply;
}

export interface TransportOptions {
  /** Bound on the request line and headers together. */
  readonly maxHeadBytes: number;
  /** Bound on any WebSocket message. */
  readonly maxMessageBytes: number;
  /** Bytes that may wait for a slow peer before its socket is closed. */
  readonly maxBackpressureBytes: number;
  /** Seconds without a byte from the peer, pings unanswered, until its socket is closed: 8 to 960. */
  readonly idleTimeoutSeconds: number;
  /** Connections to the port at a time; more are closed at once. The native engine has no such limit. */
  readonly maxConnections?: number;
}

export type Engine = 'uws' | 'node';

export interface Transport {
  readonly engine: Engine;
  /**
   * Listens exclusively on `host`:`port` (0 for any free port) and resolves to the port. Rejects with `PortTakenError`
   * when another socket listens there.
   */
  listen(host: string, port: number): Promise<number>;
  /**
   * Listens on the Unix socket `path`, or the named pipe of Windows. Replaces what is at the path: a server that listened
   * there keeps its connections and gets no new ones.
   */
  listenAt(path: string): Promise<SocketFile>;
  /** Stops accepting connections; open ones stay open. */
  stopListening(): void;
  /** Stops listening, closes every WebSocket with 1001 and every connection. */
  close(): Promise<void>;
}

export type TransportFactory = (handlers: TransportHandlers, options: TransportOptions) => Transport;

/** Another process listens on this port. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
  readonly port: number;

  constructor(port: number) {
    super(`port ${port} is taken`);
    this.port = port;
  }
}
