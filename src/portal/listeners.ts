// Where the portal listens: on a port for browsers, on a Unix socket for this user's other processes.
import type { SocketFile } from '../transport/socket-file.ts';
import { PortTakenError, type Transport } from '../transport/transport.ts';

const HOST = '127.0.0.1';

export class Listeners {
  readonly #browsers: Transport;
  readonly #processes: Transport;
  #socket: SocketFile | null = null;

  constructor(browsers: Transport, processes: Transport) {
    this.#browsers = browsers;
    this.#processes = processes;
  }

  get engine(): Transport['engine'] {
    return this.#browsers.engine;
  }

  /** False once another portal has taken the socket's path, or it was removed. */
  get isReachable(): boolean {
    return this.#socket?.isInPlace() === true;
  }

  /** Listens on the first of `ports` that is free, which is returned, and at `socketPath`. Rejects when either fails. */
  async listen(ports: readonly number[], socketPath: string): Promise<number> {
    const port = await listenOnFirst(this.#browsers, ports);
    this.#socket = await this.#processes.listenAt(socketPath);
    return port;
  }

  /** The socket's path goes first: commands that find none start the next portal, and connections under way are served. */
  stopListening(): void {
    this.#socket?.remove();
    this.#processes.stopListening();
    this.#browsers.stopListening();
  }

  /** Closes every connection. */
  async close(): Promise<void> {
    await Promise.all([this.#browsers.close(), this.#processes.close()]);
  }
}

/** Listens on the first of `ports` that is free, which is returned. */
export async function listenOnFirst(transport: Transport, ports: readonly number[]): Promise<number> {
  for (const port of ports) {
    try {
      return await transport.listen(HOST, port);
    } catch (error) {
      if (!(error instanceof PortTakenError)) throw error;
    }
  }
  throw new Error(`no port is free on ${HOST}`);
}
