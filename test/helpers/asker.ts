// An asker without a command: its link to the portal, spoken by hand.
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { PortalToAsker } from '../../src/protocol/asker.ts';
import { SUBPROTOCOL } from '../../src/protocol/version.ts';

type Message<Type extends PortalToAsker['type']> = Extract<PortalToAsker, { type: Type }>;

/** One connected link. Keeps everything that it was told. */
export class Asker {
  readonly socket: WebSocket;
  readonly told: PortalToAsker[] = [];
  /** The code and reason with which the link was closed. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly #waiting = new Set<() => void>();

  private constructor(socket: WebSocket) {
    this.socket = socket;
    const wake = () => {
      for (const look of this.#waiting) look();
    };
    socket.on('message', (data) => {
      this.told.push(JSON.parse(String(data)));
      wake();
    });
    this.closed = once(socket, 'close').then(([code, reason]) => ({ code, reason: String(reason) }));
    socket.on('close', wake);
  }

  /** Connects to the portal on `port` of this machine; registers nothing yet. */
  static async connect(port: number, token: string): Promise<Asker> {
    const headers = { authorization: `Bearer ${token}` };
    const asker = new Asker(new WebSocket(`ws://127.0.0.1:${port}/ask`, SUBPROTOCOL, { headers }));
    await once(asker.socket, 'open');
    return asker;
  }

  /** The first message of `type`, told already or later, that `accept` takes. Rejects once the link is closed. */
  heard<Type extends PortalToAsker['type']>(
    type: Type,
    accept: (message: Message<Type>) => boolean = () => true,
  ): Promise<Message<Type>> {
    const isIt = (message: PortalToAsker): message is Message<Type> =>
      message.type === type && accept(message as Message<Type>);
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = this.told.find(isIt);
        if (!found && this.socket.readyState !== WebSocket.CLOSED) return;
        this.#waiting.delete(look);
        if (found) resolve(found);
        else reject(new Error(`closed before it heard ${type}; told: ${JSON.stringify(this.told)}`));
      };
      this.#waiting.add(look);
      look();
    });
  }

  send(message: object | string): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Registers a prompt; `more` carries `resume` or another `may_open`. Resolves with the portal's first reply to it. */
  open(id: string, spec: object, more: object = {}): Promise<Message<'opened'>> {
    const before = this.told.length;
    this.send({ type: 'open', id, spec, may_open: false, ...more });
    return this.heard('opened', (message) => this.told.indexOf(message) >= before);
  }

  /** Dies as a killed process does: without a word. */
  die(): void {
    this.socket.terminate();
  }
}
