// The engine on uWebSockets.js.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { GuardedSocket, RawSocket } from './guarded-socket.ts';
import { type AcceptedUpgrade, judge, type Verdict } from './judge.ts';
import { OpenSockets } from './open-sockets.ts';
import { bindSocketFile, type SocketFile } from './socket-file.ts';
import {
  header,
  PortTakenError,
  type RequestHead,
  type Transport,
  type TransportFactory,
  type TransportHandlers,
  type TransportOptions,
} from './transport.ts';
import type {
  ListenToken,
  NativeApp,
  NativeBehaviour,
  NativeModule,
  NativeRequest,
  NativeResponse,
  NativeSocket,
  UpgradeContext,
} from './uws-native.ts';
import { failedWire, malformedWire, type WireReply, wireOfBody } from './wire-reply.ts';

interface SocketData {
  readonly accepted: AcceptedUpgrade;
  socket: GuardedSocket | null;
}

/** Another process may take a free port before we listen on it. */
const FREE_PORT_ATTEMPTS = 5;

/** The return values of the native `send`. */
const RESULTS = { 0: 'waits', 1: 'sent', 2: 'dropped' } as const;

/** A factory of transports on the loaded native module. */
export function uwsFactory(native: NativeModule): TransportFactory {
  return (handlers, options) => new UwsTransport(native, handlers, options);
}

class UwsTransport implements Transport {
  readonly engine = 'uws';
  readonly #native: NativeModule;
  readonly #handlers: TransportHandlers;
  readonly #options: TransportOptions;
  readonly #app: NativeApp<SocketData>;
  readonly #sockets: OpenSockets;
  #token: ListenToken | null = null;
  #draining = false;

  constructor(native: NativeModule, handlers: TransportHandlers, options: TransportOptions) {
    this.#native = native;
    this.#handlers = handlers;
    this.#options = options;
    this.#sockets = new OpenSockets(handlers, options);
    this.#app = native.App<SocketData>({});
    this.#app.any('/*', (res, req) => this.#enter(res, req, null));
    this.#app.ws('/*', this.#behaviour());
  }

  async listen(host: string, port: number): Promise<number> {
    if (port !== 0) return this.#listen(host, port);
    // For port 0 the engine does not set SO_REUSEADDR, and nobody could listen on the port for a minute after a close.
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#listen(host, await findFreePort(host));
      } catch (error) {
        if (attempt === FREE_PORT_ATTEMPTS) throw error;
      }
    }
  }

  listenAt(path: string): Promise<SocketFile> {
    return bindSocketFile(path, (name) => this.#listenAt(name));
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

  #listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      // Without the flag the port would be shared (SO_REUSEPORT). The engine reports no cause when it fails.
      this.#app.listen(host, port, this.#native.LIBUS_LISTEN_EXCLUSIVE_PORT, (token) => {
        if (token) {
          this.#token = token;
          resolve(port);
        } else {
          reject(new PortTakenError(port));
        }
      });
    });
  }

  #listenAt(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#app.listen_unix((token) => {
        if (!token) return reject(new Error(`cannot listen on ${path}`));
        this.#token = token;
        resolve();
      }, path);
    });
  }

  #behaviour(): NativeBehaviour<SocketData> {
    const heard = (ws: NativeSocket<SocketData>) => {
      const { socket } = ws.getUserData();
      if (socket) this.#sockets.heard(socket);
    };
    return {
      compression: this.#native.DISABLED,
      // OpenSockets handles idle sockets.
      idleTimeout: 0,
      sendPingsAutomatically: false,
      // The engine terminates a socket on a longer message, without a close frame: the extra room allows a close with 1009.
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
      ping: (ws) => {
        heard(ws);
        ws.getUserData().socket?.pinged();
      },
      pong: heard,
      close: (ws) => ws.getUserData().socket?.closed(),
    };
  }

  /** Handles every request; `context` is set when the engine treats it as a WebSocket handshake. */
  #enter(res: NativeResponse<SocketData>, req: NativeRequest, context: UpgradeContext | null): void {
    // Must be first: if something below throws, a response without an abort handler ends the process.
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
        // Without a context, the engine did not treat the request as a handshake, although its headers are valid.
        if (context) exchange.upgrade(verdict.accepted, header(head, 'sec-websocket-key') ?? '', context);
        else exchange.reply(malformedWire(this.#handlers, 400), true);
        break;
    }
  }
}

/** One response, accessed only while the engine allows it. */
class Exchange {
  headOnly = false;
  readonly #res: NativeResponse<SocketData>;
  #over = false;

  constructor(res: NativeResponse<SocketData>) {
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
      // Only announced: the peer closes the connection, or the engine does after 10 s of silence.
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

async function findFreePort(host: string): Promise<number> {
  const { createServer } = await import('node:net');
  const probe = createServer().listen({ host, port: 0, exclusive: true });
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
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

function rawSocket(ws: NativeSocket<SocketData>): RawSocket {
  return {
    send: (text) => RESULTS[ws.send(text, false, false)],
    bufferedBytes: () => ws.getBufferedAmount(),
    ping: () => void ws.ping(),
    close: (code, reason) => ws.end(code, reason),
    terminate: () => ws.close(),
  };
}
