// The browser's WebSocket behind the face that links use. It hands over the token as a sub-protocol.
import { SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX } from '../src/protocol/version.ts';
import type { Socket, SocketEvents } from './link.ts';

/** Opens a WebSocket to `path` of this origin. */
export function openSocket(path: string, token: string, events: SocketEvents): Socket {
  const url = location.origin.replace(/^http/, 'ws') + path;
  const socket = new WebSocket(url, [SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX + token]);
  socket.onopen = () => events.opened();
  socket.onmessage = ({ data }) => {
    if (typeof data === 'string') events.received(data);
  };
  socket.onclose = () => events.closed();
  return socket;
}
