// Tracks the links opened with each tab's token, to close them when the token is revoked.
import { encode } from '../../protocol/codec.ts';
import type { PortalToTab } from '../../protocol/tab.ts';
import type { Socket, SocketListener } from '../../transport/transport.ts';

export class TokenLinks {
  readonly #sockets = new Map<string, Set<Socket>>();

  /** Tracks the link of `listener` under the `name` of the token that opened it. */
  keep(name: string, listener: SocketListener): SocketListener {
    let opened: Socket | null = null;
    return {
      open: (socket) => {
        opened = socket;
        this.#sockets.set(name, (this.#sockets.get(name) ?? new Set()).add(socket));
        listener.open(socket);
      },
      message: (text) => listener.message(text),
      close: () => {
        const sockets = this.#sockets.get(name);
        if (opened && sockets?.delete(opened) && sockets.size === 0) this.#sockets.delete(name);
        listener.close();
      },
    };
  }

  /** Sends the reason to each link of the token, then closes it. */
  close(name: string): void {
    const message = encode({ type: 'revoked' } satisfies PortalToTab);
    for (const socket of this.#sockets.get(name) ?? []) {
      socket.send(message);
      socket.close(1008, 'token revoked');
    }
  }
}
