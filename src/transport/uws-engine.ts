// The engine on uWebSockets.js: the only file that knows the shape of the native module.
import type { GuardedSocket, RawSocket } from './guarded-socket.ts';
import { type AcceptedUpgrade, judge, type Verdict } from './judge.ts';
import { OpenSockets } from './open-sockets.ts';
import {
  header,
  PortTakenError,
  type RequestHead,
  type Transport,
  type TransportFactory,
  type TransportHandlers,
  type TransportOptions,
} from './transport.ts';
import { failedWire, malformedWire, type WireReply, wireOfBody } from './wire-reply.ts';

/** What is used of the native module. */
export interface NativeModule {
  App(options: object): NativeApp;
  us_listen_socket_close(token: ListenToken): void;
  us_socket_local_port(token: ListenToken): number;
  readonly LIBUS_LISTEN_EXCLUSIVE_PORT: number;
  readonly DISABLED: number;
}

type ListenToken = object;
type UpgradeContext = object;

interface NativeApp {
  any(pattern: string, handler: (res: NativeResponse, req: NativeRequest) => void): NativeApp;
  ws(pattern: string, behaviour: NativeBehaviour): NativeApp;
  listen(host: string, port: number, options: number, done: (token: ListenToken | false) => void): NativeApp;
  close(): NativeApp;
}

/** Dead once its handler has returned. */
interface NativeRequest {
  getCaseSensitiveMethod(): string;
  getUrl(): string;
  getQuery(): string | undefined;
  forEach(visit: (name: string, value: string) => void): void;
}

/** Dead once aborted or ended; touching it then throws. */
interface NativeResponse {
  onAborted(handler: () => void): void;
  /** The chunk is emptied on return. */
  onData(handler: (chunk: ArrayBuffer, isLast: boolean) => void): void;
  cork(write: () => void): void;
  writeStatus(status: string): void;
  writeHeader(name: string, value: string): void;
  end(body: Uint8Array, closeConnection: boolean): void;
  /** Its optional arguments are of no use: the response stays open after a length above 0. */
  endWithoutBody(): void;
  upgrade(data: SocketData, key: string, protocol: string, extensions: string, context: UpgradeContext): void;
}

interface NativeSocket {
  getUserData(): SocketData;
  getBufferedAmount(): number;
  send(message: Uint8Array, isBinary: boolean, compress: boolean): number;
  ping(): number;
  end(code: number, reason: string): void;
  close(): void;
}

interface NativeBehaviour {
  readonly compression: number;
  readonly idleTimeout: number;
  readonly sendPingsAutomatically: boolean;
  readonly maxPayloadLength: number;
  readonly maxBackpressure: number;
  readonly closeOnBackpressureLimit: boolean;
  upgrade(res: NativeResponse, req: NativeRequest, context: UpgradeContext): void;
  open(ws: NativeSocket): void;
  message(ws: NativeSocket, message: ArrayBuffer, isBinary: boolean): void;
  ping(ws: NativeSocket): void;
  pong(ws: NativeSocket): void;
  close(ws: NativeSocket): void;
}

interface SocketData {
  readonly accepted: AcceptedUpgrade;
  socket: GuardedSocket | null;
}

/** The result of `send` for a message that was thrown away. */
const DROPPED = 2;

/** A factory of transports on the loaded native module. */
export function uwsFactory(native: NativeModule): TransportFactory {
  return (handlers, options) => new UwsTransport(native, handlers, options);
}

class UwsTransport implements Transport {
  readonly engine = 'uws';
  readonly #native: NativeModule;
  readonly #handlers: TransportHandlers;
  readonly #options: TransportOptions;
  readonly #app: NativeApp;
  readonly #sockets: OpenSockets;
  #token: ListenToken | null = null;
  #draining = false;

  constructor(native: NativeModule, handlers: TransportHandlers, options: TransportOptions) {
    this.#native = native;
    this.#handlers = handlers;
    this.#options = options;
    this.#sockets = new OpenSockets(handlers, options);
    this.#app = native.App({});
    this.#app.any('/*', (res, req) => this.#enter(res, req, null));
    this.#app.ws('/*', this.#behaviour());
  }

  listen(host: string, port: number): Promise<number> {
    const { us_socket_local_port, LIBUS_LISTEN_EXCLUSIVE_PORT } = this.#native;
    return new Promise((resolve, reject) => {
      // Without the flag the port would be shared (SO_REUSEPORT). The engine names no cause when it fails.
      this.#app.listen(host, port, LIBUS_LISTEN_EXCLUSIVE_PORT, (token) => {
        if (token) {
          this.#token = token;
          resolve(us_socket_local_port(token));
        } else {
          reject(new PortTakenError(port));
        }
      });
    });
  }

  stopListening(): void {
    this.#draining = true;
    if (this.#token) this.#native.us_listen_socket_close(this.#token);
    this.#token = null;
  }

  async close(): Promise<void> {
    this.stopListening();
    this.#sockets.closeAll();
    this.#app.close();
  }

  #behaviour(): NativeBehaviour {
    const heard = (ws: NativeSocket) => {
      const { socket } = ws.getUserData();
      if (socket) this.#sockets.heard(socket);
    };
    return {
      compression: this.#native.DISABLED,
      // Silence is the business of OpenSockets.
      idleTimeout: 0,
      sendPingsAutomatically: false,
      // The engine cuts a longer message without a close frame: some room above the limit lets 1009 be said.
      maxPayloadLength: 2 * this.#options.maxMessageBytes,
      maxBackpressure: this.#options.maxBackpressureBytes,
      closeOnBackpressureLimit: true,
      upgrade: (res, req, context) => this.#enter(res, req, context),
      open: (ws) => {
        const data = ws.getUserData();
        data.socket = this.#sockets.adopt(rawSocket(ws), data.accepted);
      },
      message: (ws, message, isBinary) => {
        heard(ws);
        ws.getUserData().socket?.received(new Uint8Array(message), isBinary);
      },
      ping: heard,
      pong: heard,
      close: (ws) => ws.getUserData().socket?.closed(),
    };
  }

  /** Every request comes through here; `context` is set when the engine takes it for a WebSocket handshake. */
  #enter(res: NativeResponse, req: NativeRequest, context: UpgradeContext | null): void {
    // First of all: a response that nobody watches ends the process when something below throws.
    const exchange = new Exchange(res);
    try {
      const head = copyHead(req);
      exchange.headOnly = head.method === 'HEAD';
      this.#follow(judge(head, this.#handlers, this.#options.maxHeadBytes), exchange, head, context);
    } catch (error) {
      exchange.reply(failedWire(this.#handlers, error), true);
    }
  }

  #follow(verdict: Verdict, exchange: Exchange, head: RequestHead, context: UpgradeContext | null): void {
    switch (verdict.type) {
      case 'reply':
        exchange.reply(verdict.wire, verdict.last || this.#draining);
        break;
      case 'body':
        exchange.readBody(
          verdict.maxBodyBytes,
          () => exchange.reply(verdict.tooLarge, true),
          async (body) => exchange.reply(await wireOfBody(this.#handlers, verdict.handle, body), this.#draining),
        );
        break;
      case 'upgrade':
        // Without a context the engine did not take for a handshake what is sound by its headers.
        if (context) exchange.upgrade(verdict.accepted, header(head, 'sec-websocket-key') ?? '', context);
        else exchange.reply(malformedWire(this.#handlers, 400), true);
        break;
    }
  }
}

/** One response, touched only while the engine allows it. */
class Exchange {
  headOnly = false;
  readonly #res: NativeResponse;
  #over = false;

  constructor(res: NativeResponse) {
    this.#res = res;
    res.onAborted(() => {
      this.#over = true;
    });
  }

  /** Sends `wire`, unless the peer is gone or was answered. */
  reply(wire: WireReply, closeConnection: boolean): void {
    if (this.#over) return;
    this.#over = true;
    const res = this.#res;
    res.cork(() => {
      res.writeStatus(`${wire.status} ${wire.statusText}`);
      for (const [name, value] of wire.headers) res.writeHeader(name, value);
      if (wire.body && !this.headOnly) {
        res.end(wire.body, closeConnection);
        return;
      }
      if (wire.body) res.writeHeader('Content-Length', String(wire.body.byteLength));
      // Only said: the peer closes, or the engine after 10 s of silence.
      if (closeConnection) res.writeHeader('Connection', 'close');
      res.endWithoutBody();
    });
  }

  /** Collects the body; calls `tooLong` as soon as it is longer than `maxBytes`, else `whole`. */
  readBody(maxBytes: number, tooLong: () => void, whole: (body: Uint8Array) => void): void {
    const chunks: Buffer[] = [];
    let bytes = 0;
    this.#res.onData((chunk, isLast) => {
      if (this.#over) return;
      bytes += chunk.byteLength;
      if (bytes > maxBytes) {
        tooLong();
        return;
      }
      chunks.push(Buffer.from(new Uint8Array(chunk)));
      if (isLast) whole(Buffer.concat(chunks));
    });
  }

  upgrade(accepted: AcceptedUpgrade, key: string, context: UpgradeContext): void {
    this.#over = true;
    this.#res.upgrade({ accepted, socket: null }, key, accepted.protocol ?? '', '', context);
  }
}

function copyHead(req: NativeRequest): RequestHead {
  const headers = new Map<string, string[]>();
  req.forEach((name, value) => {
    const values = headers.get(name);
    if (values) values.push(value);
    else headers.set(name, [value]);
  });
  return { method: req.getCaseSensitiveMethod(), path: req.getUrl(), query: req.getQuery() ?? '', headers };
}

function rawSocket(ws: NativeSocket): RawSocket {
  return {
    send: (text) => ws.send(text, false, false) !== DROPPED,
    bufferedBytes: () => ws.getBufferedAmount(),
    ping: () => void ws.ping(),
    close: (code, reason) => ws.end(code, reason),
    terminate: () => ws.close(),
  };
}
