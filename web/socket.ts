// The browser's WebSocket behind the face that links use. It hands over the token as a sub-protocol.
import { SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX } from '../src/protocol/version.ts';
import type { Socket, SocketEvents } from './link.ts';
import { isPortalOurs, storedToken } from './session.ts';

/** A connection that may be begun before anybody listens; what happens until then is told at once when somebody does. */
class TabSocket implements Socket {
  #socket: WebSocket | null = null;
  #isClosed = false;
  #events: SocketEvents | null = null;
  readonly #missed: ((events: SocketEvents) => void)[] = [];

  /** Connects to `path` of this origin, once the portal there has shown that it is the user's own. */
  constructor(path: string) {
    void isPortalOurs().then((isOurs) => {
      if (this.#isClosed) return;
      if (isOurs) this.#connect(location.origin.replace(/^http/, 'ws') + path);
      else this.#tell((events) => events.closed());
    });
  }

  listen(events: SocketEvents): void {
    this.#events = events;
    for (const tell of this.#missed.splice(0)) tell(events);
  }

  send(text: string): void {
    this.#socket?.send(text);
  }

  close(): void {
    this.#isClosed = true;
    const opened = this.#socket;
    // Browsers complain of a connection that is given up before it is there.
    if (opened?.readyState === WebSocket.CONNECTING) opened.onopen = () => opened.close();
    else opened?.close();
  }

  #connect(url: string): void {
    const socket = new WebSocket(url, [SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX + storedToken()]);
    socket.onopen = () => this.#tell((events) => events.opened());
    socket.onmessage = ({ data }) => {
      if (typeof data === 'string') this.#tell((events) => events.received(data));
    };
    socket.onclose = () => this.#tell((events) => events.closed());
    this.#socket = socket;
  }

  #tell(tell: (events: SocketEvents) => void): void {
    if (this.#events) tell(this.#events);
    else this.#missed.push(tell);
  }
}

/** What was begun ahead; undefined once the page opens links by itself. */
let ahead: { readonly path: string; readonly socket: TabSocket } | null | undefined = null;

/** Begins to connect to `path`, for the first link that the page will open. */
export function openAhead(path: string): void {
  if (ahead === null) ahead = { path, socket: new TabSocket(path) };
}

/** Opens a WebSocket to `path` of this origin. Its events come later, never during this call. */
export function openSocket(path: string, events: SocketEvents): Socket {
  const begun = ahead;
  ahead = undefined;
  if (begun && begun.path !== path) begun.socket.close();
  const socket = begun?.path === path ? begun.socket : new TabSocket(path);
  queueMicrotask(() => socket.listen(events));
  return socket;
}
