// The browser's WebSocket behind the face that links use. It hands over the token as a sub-protocol.
import { SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX } from '../src/protocol/version.ts';
import type { Socket, SocketEvents } from './link.ts';
import { isPortalOurs, storedToken } from './session.ts';

/** Opens a WebSocket to `path` of this origin, once the portal there has shown that it is the user's own. */
export function openSocket(path: string, events: SocketEvents): Socket {
  let socket: WebSocket | null = null;
  let isClosed = false;
  void isPortalOurs().then((isOurs) => {
    if (isClosed) return;
    if (!isOurs) return events.closed();
    const url = location.origin.replace(/^http/, 'ws') + path;
    socket = new WebSocket(url, [SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX + storedToken()]);
    socket.onopen = () => events.opened();
    socket.onmessage = ({ data }) => {
      if (typeof data === 'string') events.received(data);
    };
    socket.onclose = () => events.closed();
  });
  return {
    send: (text) => socket?.send(text),
    close() {
      isClosed = true;
      const opened = socket;
      // Browsers complain of a connection that is given up before it is there.
      if (opened?.readyState === WebSocket.CONNECTING) opened.onopen = () => opened.close();
      else opened?.close();
    },
  };
}
