// A well-behaved peer, the client of the ws package, that misses nothing said before the test asks for it.
import type { TestContext } from 'node:test';
import { WebSocket } from 'ws';

export class WsClient {
  readonly socket: WebSocket;
  readonly opened: Promise<void>;
  /** Resolves to the close code. */
  readonly closed: Promise<number>;
  readonly #messages: string[] = [];
  #wake: () => void = () => {};

  private constructor(socket: WebSocket) {
    this.socket = socket;
    // Whatever goes wrong shows as a close.
    socket.on('error', () => {});
    socket.on('message', (data) => {
      this.#messages.push(data.toString());
      this.#wake();
    });
    this.opened = new Promise((resolve) => socket.once('open', resolve));
    this.closed = new Promise((resolve) => {
      socket.once('close', (code: number) => {
        resolve(code);
        this.#wake();
      });
    });
  }

  /** Starts to connect to a port of 127.0.0.1, or to the Unix socket of that path; cut at the end of the test. */
  static start(t: TestContext, where: number | string, path = '/', protocols: string[] = [], origin = ''): WsClient {
    const host = typeof where === 'number' ? `ws://127.0.0.1:${where}` : `ws+unix:${where}:`;
    const socket = new WebSocket(`${host}${path}`, protocols, origin === '' ? {} : { origin });
    t.after(() => socket.terminate());
    return new WsClient(socket);
  }

  static async open(t: TestContext, where: number | string, path = '/'): Promise<WsClient> {
    const client = WsClient.start(t, where, path);
    await client.opened;
    return client;
  }

  send(message: string | Uint8Array): void {
    this.socket.send(message);
  }

  /** The next message. */
  async next(): Promise<string> {
    for (;;) {
      const message = this.#messages.shift();
      if (message !== undefined) return message;
      if (this.socket.readyState === WebSocket.CLOSED) throw new Error('closed, no message left');
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Sends `message` and gives what comes back. */
  exchange(message: string): Promise<string> {
    this.send(message);
    return this.next();
  }
}
