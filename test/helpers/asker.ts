// An asker without a command: its link to the portal, spoken by hand.
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { PortalToAsker } from '../../src/protocol/asker.ts';
import { SUBPROTOCOL } from '../../src/protocol/version.ts';

type Message<Type extends PortalToAsker['type']> = Extract<PortalToAsker, { type: Type }>;

/** How long a test waits for a message before it fails with what came instead: ms. */
const WAIT_TIMEOUT_MS = 60_000;

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

  /** Connects to the portal at `socketPath`; registers nothing yet. */
  static async connect(socketPath: string): Promise<Asker> {
    const asker = new Asker(new WebSocket(`ws+unix:${socketPath}:/ask`, SUBPROTOCOL));
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
    return this.#wait(type, isIt);
  }

  #wait<Wanted extends PortalToAsker>(
    what: string,
    isIt: (message: PortalToAsker) => message is Wanted,
  ): Promise<Wanted> {
    return new Promise((resolve, reject) => {
      const end = (act: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        act();
      };
      const fail = (when: string) =>
        end(() => reject(new Error(`did not hear ${what} ${when}; told: ${JSON.stringify(this.told)}`)));
      const look = () => {
        const found = this.told.find(isIt);
        if (found) end(() => resolve(found));
        else if (this.socket.readyState === WebSocket.CLOSED) fail('before it closed');
      };
      const timer = setTimeout(() => fail(`within ${WAIT_TIMEOUT_MS} ms`), WAIT_TIMEOUT_MS);
      this.#waiting.add(look);
      look();
    });
  }

  send(message: object | string): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Registers a prompt; `more` carries `resume` or another `may_open`. Rejects when the portal refuses it. */
  async open(id: string, spec: object, more: object = {}): Promise<Message<'opened'>> {
    const before = this.told.length;
    const isVerdict = (message: PortalToAsker): message is Message<'opened'> | Message<'refused'> =>
      (message.type === 'opened' || message.type === 'refused') && this.told.indexOf(message) >= before;
    this.send({ type: 'open', id, spec, may_open: false, ...more });
    const verdict = await this.#wait('a verdict on open', isVerdict);
    if (verdict.type === 'refused') throw new Error(`${id} was refused: ${verdict.reason}, ${verdict.detail}`);
    return verdict;
  }

  /** Dies as a killed process does: without a word. */
  die(): void {
    this.socket.terminate();
  }
}
