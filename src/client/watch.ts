// Hearing of every change of the list of open prompts.
import { WebSocket } from 'ws';
import { PATHS } from '../protocol/paths.ts';
import { SUBPROTOCOL } from '../protocol/version.ts';
import type { Connection } from './connect.ts';

/** Calls `onChange` at once and at every change, `onEnd` when the portal is gone. Gives the way to stop. */
export function watchPrompts({ port, token }: Connection, onChange: () => void, onEnd: () => void): () => void {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${PATHS.listLink}`, SUBPROTOCOL, {
    origin: `http://127.0.0.1:${port}`,
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  let isStopped = false;
  socket.on('message', onChange);
  socket.on('error', () => {});
  socket.on('close', () => isStopped || onEnd());
  return () => {
    isStopped = true;
    socket.terminate();
  };
}
