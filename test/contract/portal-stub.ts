// A transport with handlers of a test's own, and listeners that record what they hear.
import type { TestContext } from 'node:test';
import type {
  Reply,
  RequestHead,
  Socket,
  SocketListener,
  Transport,
  TransportHandlers,
  TransportOptions,
} from '../../src/transport/transport.ts';
import type { EngineUnderTest } from './engines.ts';

export const OPTIONS: TransportOptions = {
  maxHeadBytes: 4096,
  maxMessageBytes: 64 * 1024,
  maxBackpressureBytes: 256 * 1024,
  idleTimeoutSeconds: 60,
};

export interface Running {
  readonly transport: Transport;
  readonly port: number;
  /** What the handlers and listeners threw, in order. */
  readonly failures: unknown[];
}

export function text(status: number, body: string, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'content-type': 'text/plain', ...headers }, body };
}

/** Handlers that answer everything in one word; a test overrides those it is about. */
export function handlersWith(own: Partial<TransportHandlers>, failures: unknown[] = []): TransportHandlers {
  return {
    request: () => ({ reply: text(200, 'hello') }),
    upgrade: () => ({ reply: text(403, 'no sockets here') }),
    failed: (error) => {
      failures.push(error);
      return text(500, 'failed');
    },
    malformed: (status) => text(status, `malformed ${status}`, { 'x-refused': 'engine' }),
    ...own,
  };
}

/** Listens on a free port of 127.0.0.1 until the test ends. */
export async function start(
  t: TestContext,
  under: EngineUnderTest,
  own: Partial<TransportHandlers>,
  options: Partial<TransportOptions> = {},
): Promise<Running> {
  const failures: unknown[] = [];
  const transport = under.create(handlersWith(own, failures), { ...OPTIONS, ...options });
  t.after(() => transport.close());
  return { transport, failures, port: await transport.listen('127.0.0.1', 0) };
}

type Heard = { type: 'open' } | { type: 'message'; text: string } | { type: 'close' };

/** A listener that writes down what it hears. */
export class RecordingListener implements SocketListener {
  readonly heard: Heard[] = [];
  /** Settled once each. */
  readonly opened: Promise<Socket>;
  readonly closed: Promise<void>;
  #open: (socket: Socket) => void = () => {};
  #close: () => void = () => {};
  readonly #own: Partial<SocketListener>;

  constructor(own: Partial<SocketListener> = {}) {
    this.#own = own;
    this.opened = new Promise((resolve) => {
      this.#open = resolve;
    });
    this.closed = new Promise((resolve) => {
      this.#close = resolve;
    });
  }

  open(socket: Socket): void {
    this.heard.push({ type: 'open' });
    this.#open(socket);
    this.#own.open?.(socket);
  }

  message(received: string): void {
    this.heard.push({ type: 'message', text: received });
    this.#own.message?.(received);
  }

  close(): void {
    this.heard.push({ type: 'close' });
    this.#close();
    this.#own.close?.();
  }

  get messages(): string[] {
    return this.heard.flatMap((event) => (event.type === 'message' ? [event.text] : []));
  }

  get types(): string {
    return this.heard.map((event) => event.type).join(' ');
  }
}

/** Accepts every upgrade with what `listenerFor` gives. */
export function accepting(
  listenerFor: (head: RequestHead) => SocketListener,
  own: { protocol?: string | null; maxMessageBytes?: number; maySleep?: (head: RequestHead) => boolean } = {},
): Pick<TransportHandlers, 'upgrade'> {
  return {
    upgrade: (head) => ({
      protocol: own.protocol ?? null,
      maxMessageBytes: own.maxMessageBytes ?? OPTIONS.maxMessageBytes,
      maySleep: own.maySleep?.(head) ?? false,
      listener: listenerFor(head),
    }),
  };
}

/** A listener that sends back what it receives. */
export function echo(): RecordingListener {
  let socket: Socket | undefined;
  return new RecordingListener({
    open: (opened) => {
      socket = opened;
    },
    message: (received) => void socket?.send(received),
  });
}

/** A promise and the function that resolves it. */
export function deferred<T = void>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
