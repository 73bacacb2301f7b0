// Finding a portal, or having one: the one way in for every command, wherever the portal runs.
import { setTimeout as delay } from 'node:timers/promises';
import type { Portal } from '../portal/portal.ts';
import type { Handshake } from '../protocol/http.ts';
import { PATHS } from '../protocol/paths.ts';
import { PROTOCOL } from '../protocol/version.ts';
import { findOwnSocket, findSockets } from '../security/local-socket.ts';
import { readPortalPid } from '../system/discovery.ts';
import type { Paths } from '../system/paths.ts';
import { NoPortalError, SilentPortalError, startOrFind } from './start.ts';
import { HungUpError, LostError, type PortalAddress, SilenceError } from './wire/address.ts';
import { PortalLink } from './wire/link.ts';

/** A portal of the user that answered. */
export interface Connection extends PortalAddress {
  readonly handshake: Handshake;
}

/** Where the portal is to run: in the background, or inside this very command. */
export type PortalMode = 'background' | 'inline';

/** A stopped process still accepts connections: one that does not answer within this many ms counts as silent. */
const GREETING_TIMEOUT_MS = 2_000;

/**
 * The running portal, or null. Starts nothing and creates nothing. Throws `SilentPortalError` for one that does not
 * answer: null would claim that no prompt is open.
 */
export async function findPortal(paths: Paths): Promise<Connection | null> {
  for (const socketPath of findSockets(paths)) {
    const address = { socketPath };
    const handshake = await greet(address);
    if (handshake === 'silent') throw new SilentPortalError(readPortalPid(paths));
    if (handshake) return { socketPath, handshake };
  }
  return null;
}

/**
 * How often a portal that gives no answer is asked before it counts as silent, and how long to wait in between: ms. One
 * that is silent may be on a busy machine; one that hangs up may be leaving, and is gone by the last attempt.
 */
const GREETINGS = { silent: { attempts: 2, pauseMs: 0 }, hung_up: { attempts: 4, pauseMs: 100 } } as const;

/** Who listens at `address`; null when nobody does. */
async function greet(address: PortalAddress): Promise<Handshake | 'silent' | null> {
  for (let attempt = 1; ; attempt += 1) {
    const met = await greetOnce(address);
    if (met !== 'silent' && met !== 'hung_up') return met;
    const { attempts, pauseMs } = GREETINGS[met];
    if (attempt >= attempts) return 'silent';
    await delay(pauseMs);
  }
}

async function greetOnce(address: PortalAddress): Promise<Handshake | keyof typeof GREETINGS | null> {
  const { request } = await import('./wire/http.ts');
  try {
    const { status, body } = await request(address, 'GET', PATHS.health, GREETING_TIMEOUT_MS);
    return status === 200 ? (body as Handshake) : null;
  } catch (error) {
    if (error instanceof SilenceError) return 'silent';
    if (error instanceof HungUpError) return 'hung_up';
    if (error instanceof LostError) return null;
    throw error;
  }
}

/** A link at `path` of the running portal; null when none runs, or it does not answer. Throws `LinkRefusedError`. */
async function findLink(paths: Paths, path: string): Promise<PortalLink | null> {
  const socketPath = findOwnSocket(paths);
  if (socketPath === null) return null;
  try {
    return await PortalLink.open({ socketPath }, path);
  } catch (error) {
    if (error instanceof SilenceError || error instanceof LostError) return null;
    throw error;
  }
}

/** A link at `path` of the running portal. Starts none: throws `NoPortalError`. */
export async function openLink(paths: Paths, path: string): Promise<PortalLink> {
  const link = await findLink(paths, path);
  if (!link) throw new NoPortalError('lost the portal; try again');
  return link;
}

/** A link of an asker that was begun before it was needed; null where none was begun. */
export type Ahead = Promise<PortalLink | null> | null;

/** Begins a link to the portal before the question is ready, so that the portal answers meanwhile. */
export function linkAhead(paths: Paths): Ahead {
  const ahead = findLink(paths, PATHS.askerLink);
  // A failure is reported to the code that waits for the link.
  ahead.catch(() => {});
  return ahead;
}

/** Ends what `linkAhead` began, where no portal is needed after all. */
export async function hangUp(ahead: Ahead): Promise<void> {
  const link = await ahead?.catch(() => null);
  link?.terminate();
}

/** How often a portal is looked for that ends again before it takes the link. */
const ATTEMPTS = 5;

/**
 * A link to the user's background portal, which is started where there is none; `warn` is called for a second one. Throws
 * `NoPortalError` when none can be had.
 */
async function linkBackground(
  paths: Paths,
  env: NodeJS.ProcessEnv,
  warn: (message: string) => void,
  path: string,
  ahead: Ahead,
): Promise<PortalLink> {
  const find = () => findLink(paths, path);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const found = await ((attempt === 0 && ahead) || find());
    if (found) return found;
    const busy = await retireOthers(paths);
    const way = await startOrFind(paths, env, find);
    if (way !== 'started') return way;
    for (const { version, open } of busy)
      warn(`a portal of another version (${version}) still has open prompts (${open}); a second one runs alongside it`);
    const started = await find();
    if (started) return started;
  }
  throw new NoPortalError('the portal keeps exiting right after it starts; run: choice doctor');
}

/** Asks portals of other protocol versions to leave. Gives those that are busy, and stay. */
async function retireOthers(paths: Paths): Promise<Handshake[]> {
  const busy: Handshake[] = [];
  for (const socketPath of findSockets(paths).slice(1)) {
    const handshake = await greet({ socketPath });
    if (!handshake || handshake === 'silent' || handshake.protocol === PROTOCOL) continue;
    const { retirePortal } = await import('./api.ts');
    await retirePortal({ socketPath, handshake }, false).catch(() => busy.push(handshake));
  }
  return busy;
}

/** A way to a portal: asked again after each loss. */
export interface Connector {
  /** A link at `path` of the portal. Throws `NoPortalError`, or `LinkRefusedError`. */
  link(path: string): Promise<PortalLink>;
  /** Ends what was started for this command alone. */
  close(): Promise<void>;
}

/** How long a portal in this process may take to accept a link: ms. Its silence only means that the process had no time. */
const INLINE_OPEN_TIMEOUT_MS = 30_000;

/** Fails as a background portal that cannot start does. */
async function hostInline(paths: Paths, env: NodeJS.ProcessEnv): Promise<Portal> {
  const { hostInlinePortal } = await import('../portal/process.ts');
  try {
    return await hostInlinePortal(paths, env);
  } catch (error) {
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
      link(path) {
        const first = path === PATHS.askerLink ? begun : null;
        if (first) begun = null;
        return linkBackground(paths, env, warn, path, first);
      },
      close: async () => {},
    };
  }
  void hangUp(ahead);
  let hosted: Promise<Portal> | null = null;
  return {
    async link(path) {
      hosted ??= hostInline(paths, env);
      try {
        return await PortalLink.open(await hosted, path, INLINE_OPEN_TIMEOUT_MS);
      } catch (error) {
        if (!(error instanceof LostError || error instanceof SilenceError)) throw error;
        throw new NoPortalError('the portal inside this command does not answer');
      }
    },
    async close() {
      // A failure to start it was reported by `link`.
      const portal = await hosted?.catch(() => null);
      await portal?.close();
    },
  };
}
