// The browser's WebSocket behind the interface that links use. It sends the token as a sub-protocol.
import { SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX } from '../../src/protocol/version.ts';
import { isPortalOurs, storedToken } from './portal-proof.ts';
import type { Socket, SocketEvents } from './reconnecting-link.ts';

/** Connects to `path` of this origin once the portal there has proved that it is the user's own. Events are asynchronous. */
export function openSocket(path: string, events: SocketEvents): Socket {
  let socket: WebSocket | null = null;
  let isClosed = false;
  const connect = () => {
    socket = new WebSocket(location.origin.replace(/^http/, 'ws') + path, [
      SUBPROTOCOL,
      TOKEN_SUBPROTOCOL_PREFIX + storedToken(),
    ]);
    socket.onopen = () => events.opened();
    socket.onmessage = ({ data }) => {
      if (typeof data === 'string') events.received(data);
    };
    socket.onclose = () => events.closed();
  };
  void isPortalOurs().then((isOurs) => {
    if (isClosed) return;
    if (isOurs === true) connect();
    else events.closed();
  });
  return {
    send(text) {
      socket?.send(text);
    },
    close() {
      isClosed = true;
      const opened = socket;
      // Browsers log an error when a connection is closed before it is open.
      if (opened?.readyState === WebSocket.CONNECTING) opened.onopen = () => opened.close();
      else opened?.close();
    },
  };
}
