// Finds a port for browsers: the usual one if it is free.
import { PortTakenError, type Transport } from '../transport/transport.ts';

const HOST = '127.0.0.1';

/** Listens on the first of `ports` that is free, and returns it. */
export async function listenOnFirst(transport: Transport, ports: readonly number[]): Promise<number> {
  for (const port of ports) {
    try {
      return await transport.listen(HOST, port);
    } catch (error) {
      if (!(error instanceof PortTakenError)) throw error;
    }
  }
  throw new Error('no port is free on 127.0.0.1');
}
