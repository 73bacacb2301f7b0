// A peer that writes exactly the given bytes: HTTP heads, bodies in pieces, WebSocket frames of any kind.
import { connect, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

export interface RawResponse {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

export interface RawFrame {
  readonly opcode: number;
  readonly payload: Buffer;
}

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** How long a test waits for the portal before it fails: ms. */
const WAIT_TIMEOUT_MS = 20_000;

const HANDSHAKE_KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

export class RawClient {
  readonly socket: Socket;
  /** Resolved when the connection is gone, in whatever way; to what was received and not yet taken. */
  readonly closed: Promise<string>;
  #received = Buffer.alloc(0);
  #wake: () => void = () => {};
  #isClosed = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    // A reset is one way of being closed: 'close' follows.
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#isClosed = true;
        this.#wake();
        resolve(this.#received.toString('latin1'));
      });
    });
  }

  /** Connects to a port of 127.0.0.1, or to the Unix socket of that path; destroyed at the end of the test. */
  static open(t: TestContext, where: number | string): Promise<RawClient> {
    return new Promise((resolve, reject) => {
      const socket = typeof where === 'number' ? connect(where, '127.0.0.1') : connect(where);
      t.after(() => socket.destroy());
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        socket.setNoDelay(true);
        resolve(new RawClient(socket));
      });
    });
  }

  /** Connects and completes a WebSocket handshake. */
  static async upgraded(t: TestContext, where: number | string, path = '/'): Promise<RawClient> {
    const client = await RawClient.open(t, where);
    client.write(handshake(path));
    const { status } = await client.response();
    if (status !== 101) throw new Error(`upgrade answered ${status}`);
    return client;
  }

  write(data: string | Uint8Array): void {
    this.socket.write(data);
  }

  /** Writes, and resolves once the kernel has the bytes: what follows is another packet. */
  writePiece(data: string | Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => this.socket.write(data, (error) => (error ? reject(error) : resolve())));
  }

  /** The next response; `toHead` for one that has no body whatever its Content-Length says. */
  async response(toHead = false): Promise<RawResponse> {
    const head = await this.#until(() => {
      const end = this.#received.indexOf('\r\n\r\n');
      return end < 0 ? null : this.#take(end + 4).toString('latin1');
    });
    const [statusLine = '', ...lines] = head.trimEnd().split('\r\n');
    const headers = new Map(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    const length = toHead ? 0 : Number(headers.get('content-length') ?? 0);
    const body = await this.#until(() => (this.#received.length < length ? null : this.#take(length)));
    return { status: Number(statusLine.split(' ')[1]), headers, body };
  }

  /** The next frame. Servers do not mask. */
  frame(): Promise<RawFrame> {
    return this.#until(() => {
      const [first, second] = this.#received;
      if (first === undefined || second === undefined) return null;
      const extended = { 126: 2, 127: 8 }[second] ?? 0;
      if (this.#received.length < 2 + extended) return null;
      const length =
        extended === 0 ? second : this.#received.readUIntBE(extended === 8 ? 4 : 2, extended === 8 ? 6 : 2);
      if (this.#received.length < 2 + extended + length) return null;
      return { opcode: first & 0x0f, payload: this.#take(2 + extended + length).subarray(2 + extended) };
    });
  }

  #take(bytes: number): Buffer {
    const taken = this.#received.subarray(0, bytes);
    this.#received = this.#received.subarray(bytes);
    return taken;
  }

  async #until<T>(attempt: () => T | null): Promise<T> {
    for (;;) {
      const found = attempt();
      if (found !== null) return found;
      if (this.#isClosed) throw new Error(`closed with ${JSON.stringify(this.#received.toString('latin1'))} left`);
      await this.#more();
    }
  }

  /** Waits for bytes or the close. */
  #more(): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = () =>
        reject(new Error(`nothing came within ${WAIT_TIMEOUT_MS} ms; ${this.#received.length} bytes wait`));
      const timer = setTimeout(fail, WAIT_TIMEOUT_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** A request head; `Host` is added unless `headers` name one. */
export function head(method: string, target: string, headers: readonly string[] = []): string {
  const host = headers.some((line) => /^host:/i.test(line)) ? [] : ['Host: 127.0.0.1'];
  return [`${method} ${target} HTTP/1.1`, ...host, ...headers, '', ''].join('\r\n');
}

/** A sound handshake, or one whose headers are replaced by `own`; null leaves a header out. */
export function handshake(path: string, own: Record<string, string | null> = {}, method = 'GET'): string {
  const headers = {
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': HANDSHAKE_KEY,
    ...own,
  };
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  return head(method, path, lines);
}

/** A client's frame, masked with zeros: the payload stands in it as it is. */
export function frame(opcode: number, payload: string | Uint8Array = '', final = true): Buffer {
  const bytes = Buffer.from(payload);
  const start = Buffer.alloc(bytes.length < 126 ? 2 : bytes.length < 65_536 ? 4 : 10);
  start[0] = (final ? 0x80 : 0) | opcode;
  start[1] = 0x80 | (bytes.length < 126 ? bytes.length : bytes.length < 65_536 ? 126 : 127);
  if (start.length === 4) start.writeUInt16BE(bytes.length, 2);
  if (start.length === 10) start.writeBigUInt64BE(BigInt(bytes.length), 2);
  return Buffer.concat([start, Buffer.alloc(4), bytes]);
}
