// The engine on node:http and ws, for machines where the native one does not load.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, ListenOptions, Socket as TcpSocket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { RawSocket } from './guarded-socket.ts';
import { type AcceptedUpgrade, judge, type Verdict } from './judge.ts';
import { OpenSockets } from './open-sockets.ts';
import { bindSocketFile, type SocketFile } from './socket-file.ts';
import {
  PortTakenError,
  type RequestHead,
  type Transport,
  type TransportFactory,
  type TransportHandlers,
  type TransportOptions,
} from './transport.ts';
import { failedWire, malformedWire, type WireReply, wireOfBody } from './wire-reply.ts';

/** node:http reads heads of up to this many times the allowed size. */
const READ_HEADS = 4;
const HEAD_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const TIMEOUT_CHECK_MS = 5_000;
const KEEP_ALIVE_MS = 10_000;
/** How long a peer may take to answer a close frame, in ms. */
const CLOSE_TIMEOUT_MS = 4_000;
/** The same when the whole transport closes, in ms. */
const CLOSE_GRACE_MS = 500;

/** A transport on node:http and ws. */
export const createNodeTransport: TransportFactory = (handlers, options) => new NodeTransport(handlers, options);

class NodeTransport implements Transport {
  readonly engine = 'node';
  readonly #handlers: TransportHandlers;
  readonly #options: TransportOptions;
  readonly #server: Server;
  readonly #sockets: OpenSockets;
  readonly #connections = new Set<TcpSocket>();
  /** Connections with a response in progress, to which nothing else may be written. */
  readonly #busy = new WeakSet<Duplex>();
  /** Connections that end with the response in progress: further requests on them are ignored (RFC 9112 §9.6). */
  readonly #leaving = new WeakSet<Duplex>();
  #draining = false;

  constructor(handlers: TransportHandlers, options: TransportOptions) {
    this.#handlers = handlers;
    this.#options = options;
    this.#sockets = new OpenSockets(handlers, options);
    this.#server = createServer({
      // headFault checks the size: only a head that was read can be refused in a form that its sender understands.
      maxHeaderSize: READ_HEADS * options.maxHeadBytes,
      // headFault checks this, because node:http would reply by itself.
      requireHostHeader: false,
      headersTimeout: HEAD_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    });
    this.#attach();
  }

  async listen(host: string, port: number): Promise<number> {
    const { maxConnections } = this.#options;
    if (maxConnections !== undefined) this.#server.maxConnections = maxConnections;
    try {
      await this.#listen({ host, port, exclusive: true });
    } catch (error) {
      throw isTaken(error) ? new PortTakenError(port) : error;
    }
    return (this.#server.address() as AddressInfo).port;
  }

  listenAt(path: string): Promise<SocketFile> {
    return bindSocketFile(path, (name) => this.#listen({ path: name }));
  }

  async #listen(where: ListenOptions): Promise<void> {
    this.#server.listen(where);
    await once(this.#server, 'listening');
    // From now on, an error means that a connection could not be accepted, which must not end the process.
    this.#server.on('error', (error) => failedWire(this.#handlers, error));
  }

  stopListening(): void {
    this.#draining = true;
    if (this.#server.listening) this.#server.close();
  }

  async close(): Promise<void> {
    this.stopListening();
    this.#sockets.closeAll();
    this.#server.closeAllConnections();
    const open = [...this.#connections];
    const cut = setTimeout(() => open.forEach((connection) => void connection.destroy()), CLOSE_GRACE_MS);
    await Promise.all(open.map((connection) => new Promise((resolve) => connection.once('close', resolve))));
    clearTimeout(cut);
  }

  #attach(): void {
    const serve = (req: IncomingMessage, res: ServerResponse) => this.#onRequest(req, res);
    this.#server
      .on('connection', (connection: TcpSocket) => {
        this.#connections.add(connection);
        connection.once('close', () => this.#connections.delete(connection));
      })
      .on('request', serve)
      .on('checkContinue', serve)
      .on('checkExpectation', serve)
      .on('upgrade', (req: IncomingMessage, connection: Duplex, first: Buffer) =>
        this.#onUpgrade(req, connection, first),
      )
      .on('connect', (_req: IncomingMessage, connection: Duplex) => this.#refuse(connection, 400))
      .on('clientError', (error: NodeJS.ErrnoException, connection: Duplex) => {
        // Browsers open connections in advance: they would take a reply on an unused one for the response to their next
        // request on it.
        if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') connection.destroy();
        else this.#refuse(connection, error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400);
      });
  }

  #onRequest(req: IncomingMessage, res: ServerResponse): void {
    if (this.#leaving.has(req.socket)) return;
    this.#busy.add(req.socket);
    res.once('close', () => this.#busy.delete(req.socket));
    const verdict = this.#judge(copyHead(req));
    switch (verdict.type) {
      case 'reply':
        if (verdict.last) this.#leaving.add(req.socket);
        writeReply(res, verdict.wire, verdict.last || this.#draining);
        break;
      case 'body':
        if (req.headers.expect !== undefined) res.writeContinue();
        readBody(
          req,
          verdict.maxBodyBytes,
          () => writeReply(res, verdict.tooLarge, true),
          async (body) => writeReply(res, await wireOfBody(this.#handlers, verdict.handle, body), this.#draining),
        );
        break;
      case 'upgrade':
        // The headers are valid, but node:http did not treat the request as a handshake.
        writeReply(res, malformedWire(this.#handlers, 400), true);
        break;
    }
  }

  #onUpgrade(req: IncomingMessage, connection: Duplex, first: Buffer): void {
    const head = copyHead(req);
    const verdict = this.#judge(head);
    switch (verdict.type) {
      case 'reply':
        // Also an upgrade to something other than a WebSocket, which may be ignored (RFC 9110 §7.8).
        writeLast(connection, verdict.wire, head.method === 'HEAD');
        break;
      case 'body':
        // The body of such an upgrade: node:http no longer reads it.
        this.#refuse(connection, 400);
        break;
      case 'upgrade':
        this.#accept(verdict.accepted, req, connection, first);
        break;
    }
  }

  #judge(head: RequestHead): Verdict {
    return judge(head, this.#handlers, this.#options.maxHeadBytes);
  }

  #accept(accepted: AcceptedUpgrade, req: IncomingMessage, connection: Duplex, first: Buffer): void {
    const settings = {
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: Math.min(accepted.maxMessageBytes, this.#options.maxMessageBytes),
      closeTimeout: CLOSE_TIMEOUT_MS,
      handleProtocols: () => accepted.protocol ?? false,
    } as const;
    // One server per socket, because each has its own limit and sub-protocol; it keeps no state after the handshake.
    new WebSocketServer(settings).handleUpgrade(req, connection, first, (ws) => this.#adopt(ws, accepted));
  }

  #adopt(ws: WebSocket, accepted: AcceptedUpgrade): void {
    // Attached before the socket is adopted, because the socket's listener may write or close at once.
    ws.on('error', () => {});
    const socket = this.#sockets.adopt(rawSocket(ws), accepted);
    ws.on('message', (data: Buffer, isBinary) => {
      this.#sockets.heard(socket);
      socket.received(data, isBinary);
    });
    ws.on('ping', () => {
      this.#sockets.heard(socket);
      socket.pinged();
    });
    ws.on('pong', () => this.#sockets.heard(socket));
    ws.on('close', () => socket.closed());
  }

  #refuse(connection: Duplex, status: 400 | 431): void {
    if (!connection.writable || this.#busy.has(connection)) connection.destroy();
    else writeLast(connection, malformedWire(this.#handlers, status));
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function copyHead(req: IncomingMessage): RequestHead {
  const [path = '', ...query] = (req.url ?? '').split('?');
  const headers = new Map<string, string[]>();
  for (let i = 0; i < req.rawHeaders.length; i += 2) {
    const name = (req.rawHeaders[i] ?? '').toLowerCase();
    const value = req.rawHeaders[i + 1] ?? '';
    const values = headers.get(name);
    if (values) values.push(value);
    else headers.set(name, [value]);
  }
  return { method: req.method ?? '', path, query: query.join('?'), headers };
}

/** Collects the body; calls `tooLong` as soon as it is longer than `maxBytes` and reads no further, else `whole`. */
function readBody(
  req: IncomingMessage,
  maxBytes: number,
  tooLong: () => void,
  whole: (body: Uint8Array) => void,
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const collect = (chunk: Buffer) => {
    bytes += chunk.byteLength;
    if (bytes <= maxBytes) {
      chunks.push(chunk);
      return;
    }
    req.off('data', collect).off('end', finish).pause();
    tooLong();
  };
  const finish = () => whole(Buffer.concat(chunks));
  req.on('data', collect).once('end', finish);
}

function writeReply(res: ServerResponse, wire: WireReply, closeConnection: boolean): void {
  if (res.destroyed || res.headersSent) return;
  for (const [name, value] of wire.headers) res.setHeader(name, value);
  if (closeConnection) res.setHeader('Connection', 'close');
  if (wire.body) res.setHeader('Content-Length', wire.body.byteLength);
  res.writeHead(wire.status, wire.statusText);
  res.end(wire.body ?? undefined);
}

/** Writes `wire` directly to `connection`, which node:http has detached, and closes it. */
function writeLast(connection: Duplex, wire: WireReply, headOnly = false): void {
  connection.on('error', () => connection.destroy());
  const lines = wire.headers.map(([name, value]) => `${name}: ${value}`);
  if (wire.body) lines.push(`Content-Length: ${wire.body.byteLength}`);
  const head = [`HTTP/1.1 ${wire.status} ${wire.statusText}`, ...lines, 'Connection: close', '', ''].join('\r\n');
  connection.end(Buffer.concat([Buffer.from(head), (!headOnly && wire.body) || new Uint8Array()]), () => {
    connection.destroy();
  });
}

function rawSocket(ws: WebSocket): RawSocket {
  return {
    send: (text) => {
      if (ws.readyState !== ws.OPEN) return 'dropped';
      ws.send(text, { binary: false });
      return ws.bufferedAmount > 0 ? 'waits' : 'sent';
    },
    bufferedBytes: () => ws.bufferedAmount,
    ping: () => ws.ping(),
    close: (code, reason) => ws.close(code, reason),
    terminate: () => ws.terminate(),
  };
}
