// Limits the message rate of a WebSocket. Pages send a draft at most about seven times a second; all else is rarer.
import type { Socket, SocketListener } from '../../transport/transport.ts';

/** How many invalid messages on one link close it. */
export const MAX_BAD_MESSAGES = 5;
const MESSAGES_PER_SECOND = 20;
const BURST = 40;

/** Wraps `listener`: a peer that exceeds the rate is closed with 1008. `now` returns monotonic ms. */
export function limitRate(listener: SocketListener, now: () => number, exceeded: () => void): SocketListener {
  let socket: Socket | null = null;
  let allowance = BURST;
  let at = now();
  return {
    open(opened) {
      socket = opened;
      listener.open(opened);
    },
    message(text) {
      const time = now();
      allowance = Math.min(BURST, allowance + ((time - at) / 1_000) * MESSAGES_PER_SECOND);
      at = time;
      if (allowance < 1) {
        exceeded();
        socket?.close(1008, `too many messages; send at most ${MESSAGES_PER_SECOND} a second`);
        return;
      }
      allowance -= 1;
      listener.message(text);
    },
    close: () => listener.close(),
  };
}
