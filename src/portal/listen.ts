// Finding a port: the usual one where it can be had, and never beside another portal of this user.
import { PortTakenError, type Transport } from '../transport/transport.ts';

const HOST = '127.0.0.1';

/** Another portal of this user listens already. */
export class AlreadyRunningError extends Error {
  override readonly name = 'AlreadyRunningError';
  readonly port: number;

  constructor(port: number) {
    super(`a portal listens on port ${port} already`);
    this.port = port;
  }
}

/**
 * Listens on the first of `ports` that is free and gives it. `isOurs` is asked who holds a taken one; when it is a
 * portal of this user, throws `AlreadyRunningError` instead of starting a second one.
 */
export async function listenOnFirst(
  transport: Transport,
  ports: readonly number[],
  isOurs: (port: number) => Promise<boolean>,
): Promise<number> {
  // All at once: those who listen and say nothing are waited for together.
  let asked: ReadonlyMap<number, Promise<boolean>> | null = null;
  for (const port of ports) {
    try {
      return await transport.listen(HOST, port);
    } catch (error) {
      if (!(error instanceof PortTakenError)) throw error;
      asked ??= new Map(ports.filter((each) => each !== 0).map((each) => [each, isOurs(each)]));
      if (await asked.get(port)) throw new AlreadyRunningError(port);
    }
  }
  throw new Error('no port is free on 127.0.0.1');
}
