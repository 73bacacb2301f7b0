// Finding a portal, or having one: the one way in for every command, wherever the portal runs.
import type { Socket } from 'node:net';
import type { Portal } from '../portal/portal.ts';
import type { Handshake } from '../protocol/http.ts';
import { PROTOCOL } from '../protocol/version.ts';
import { type Met, meet } from '../security/handshake.ts';
import { findKey, loadKey } from '../security/key.ts';
import { askerToken } from '../security/token.ts';
import { type Discovery, readDiscovery } from '../system/discovery.ts';
import type { Paths } from '../system/paths.ts';
import { UnsafeDirectoryError } from '../system/private-directory.ts';
import { NoPortalError, SilentPortalError, startOrFind } from './start.ts';

/** A portal that proved to be the user's own, and the token that it takes from us. */
export interface Connection {
  readonly port: number;
  readonly token: string;
  readonly handshake: Handshake;
  /** The connection by which it proved itself, where that was left open. */
  readonly socket?: Socket;
}

/** Where the portal is to run: in the background, or inside this very command. */
export type PortalMode = 'background' | 'inline';

/**
 * The running portal, or null. Starts nothing and creates nothing. Throws `SilentPortalError` for one that does not
 * answer: null would claim that no prompt is open.
 */
export async function findPortal(paths: Paths): Promise<Connection | null> {
  const known = whereabouts(paths);
  if (!known) return null;
  let met = await meet(known.port, known.key);
  if (met === 'silent' && (await isPortal(known))) {
    // The machine may be busy: try once more before calling it silent.
    met = await meet(known.port, known.key);
    if (met === 'silent') throw new SilentPortalError(known.pid);
  }
  if (met === null || met === 'silent') return null;
  met.socket.destroy();
  return toConnection(met, known.port, known.key);
}

/** Where the portal is by its files; null when they tell of none. */
function whereabouts(paths: Paths): (Discovery & { readonly key: string }) | null {
  const discovery = readDiscovery(paths);
  const key = discovery && findKey(paths.state);
  return discovery && key ? { ...discovery, key } : null;
}

/** True while the process that the files tell of runs and, where that can be seen, has the port. */
async function isPortal({ pid, port }: Discovery): Promise<boolean> {
  const [{ findPortOwner }, { identify, isGone }] = await Promise.all([
    import('../system/port-owner.ts'),
    import('../system/process-identity.ts'),
  ]);
  return (findPortOwner(port)?.pid ?? pid) === pid && !isGone(identify(pid));
}

/** The running portal, with the connection left open; null also for one that does not answer. */
async function meetPortal(paths: Paths): Promise<Connection | null> {
  const known = whereabouts(paths);
  return known && reach(known.port, known.key);
}

async function reach(port: number, key: string): Promise<Connection | null> {
  const met = await meet(port, key);
  return met === null || met === 'silent' ? null : toConnection(met, port, key);
}

function toConnection(met: Met, port: number, key: string): Connection {
  return { ...met, port, token: askerToken(key, met.handshake.instance) };
}

/** A search for the portal that began before it was needed; null where none began. */
export type Ahead = Promise<Connection | null> | null;

/** Starts looking for the portal before it is needed, so that it answers meanwhile. */
export function meetAhead(paths: Paths): Ahead {
  const ahead = meetPortal(paths);
  // A failure is reported to the code that waits for the portal.
  ahead.catch(() => {});
  return ahead;
}

/** Ends what `meetAhead` began, where no portal is needed after all. */
export async function hangUp(ahead: Ahead): Promise<void> {
  const found = await ahead?.catch(() => null);
  found?.socket?.destroy();
}

function isUsable({ handshake }: Connection): boolean {
  return handshake.protocol === PROTOCOL && !handshake.draining;
}

/** The connection when it can be used; hangs up otherwise. */
function keepUsable(connection: Connection | null): Connection | null {
  if (connection && isUsable(connection)) return connection;
  connection?.socket?.destroy();
  return null;
}

/** Attempts to meet a portal that is neither leaving nor lost again before we talk to it. */
const ATTEMPTS = 5;

/** Asks a portal of another protocol version to leave. False for a busy one, which stays. */
async function retireOther(found: Connection): Promise<boolean> {
  const { retirePortal } = await import('./api.ts');
  return retirePortal(found, false).then(
    () => true,
    () => false,
  );
}

/**
 * The user's background portal, started when there is none; `warn` hears of a second one. Throws `NoPortalError` when
 * none can be had.
 */
async function connectBackground(
  paths: Paths,
  env: NodeJS.ProcessEnv,
  warn: (message: string) => void,
  ahead: Ahead,
): Promise<Connection> {
  const meetUsable = async () => keepUsable(await meetPortal(paths));
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const found = await ((attempt === 0 && ahead) || meetPortal(paths));
    if (found && isUsable(found)) return found;
    found?.socket?.destroy();
    const other =
      found && found.handshake.protocol !== PROTOCOL && !(await retireOther(found)) ? found.handshake : null;
    const way = await startOrFind(paths, env, meetUsable);
    if ('found' in way) return way.found;
    const { port, isNew } = way.started;
    if (other && isNew)
      warn(
        `a portal of another version (${other.version}) is busy with ${other.open} prompts; a second one runs beside it`,
      );
    const connection = keepUsable(await reach(port, loadKey(paths.state)));
    if (connection) return connection;
  }
  throw new NoPortalError('the portal keeps ending right after its start; run: choice doctor');
}

/** A way to a portal: asked again after each loss. */
export interface Connector {
  connect(): Promise<Connection>;
  /** Ends what was started for this command alone. */
  close(): Promise<void>;
}

/** Fails as a background portal that cannot start does. */
async function hostInline(paths: Paths, env: NodeJS.ProcessEnv): Promise<{ portal: Portal; key: string }> {
  const { hostInlinePortal } = await import('../portal/host.ts');
  try {
    return await hostInlinePortal(paths, env);
  } catch (error) {
    if (error instanceof UnsafeDirectoryError) throw error;
    throw new NoPortalError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * The one way in: a portal in the background, or one inside this very command, gone with it. The first connection to the
 * former is the one that began `ahead`.
 */
export function connector(
  mode: PortalMode,
  paths: Paths,
  env: NodeJS.ProcessEnv,
  warn: (message: string) => void,
  ahead: Ahead = null,
): Connector {
  if (mode === 'background') {
    let begun = ahead;
    return {
      connect() {
        const first = begun;
        begun = null;
        return connectBackground(paths, env, warn, first);
      },
      close: async () => {},
    };
  }
  void hangUp(ahead);
  let hosted: Promise<{ portal: Portal; key: string }> | null = null;
  return {
    async connect() {
      hosted ??= hostInline(paths, env);
      const { portal, key } = await hosted;
      const connection = await reach(portal.port, key);
      if (!connection) throw new NoPortalError('the portal inside this command does not answer');
      return connection;
    },
    async close() {
      // Whoever wanted to connect was told why there is none.
      const found = await hosted?.catch(() => null);
      await found?.portal.close();
    },
  };
}
