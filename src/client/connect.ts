// Finds or starts a portal: the one entry point for every command, wherever the portal runs.
import { setTimeout as delay } from 'node:timers/promises';
import type { Portal } from '../portal/portal.ts';
import type { Handshake } from '../protocol/http.ts';
import { PATHS } from '../protocol/paths.ts';
import { PROTOCOL } from '../protocol/version.ts';
import { findOwnSocket, findSockets, identifySocket } from '../security/local-socket.ts';
import { keptPromptsDirectory, listKeptPrompts } from '../system/kept-prompts-directory.ts';
import type { Paths } from '../system/paths.ts';
import { readPortalPid } from '../system/portal-files.ts';
import { NoPortalError, SilentPortalError, startOrFind } from './start.ts';
import { HungUpError, LostError, type PortalAddress, SilenceError } from './wire/address.ts';
import { PortalLink } from './wire/link.ts';

/** A portal of this user that has answered. */
export interface Connection extends PortalAddress {
  readonly handshake: Handshake;
}

/** Where the portal runs: in the background, or inside this command. */
export type PortalMode = 'background' | 'inline';

/** A portal that does not answer within this many ms counts as silent: a stopped process still accepts connections. */
const GREETING_TIMEOUT_MS = 2_000;

/**
 * Returns the running portal, or null. Starts nothing and creates nothing. Throws `SilentPortalError` if it does not
 * answer, because null would mean that no prompt is open.
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
 * Like `findPortal`, but starts a portal if none runs and an earlier one left prompts open, as after the machine was
 * restarted: they wait for a human again. Throws `NoPortalError` when that fails.
 */
export async function reachPortal(paths: Paths, env: NodeJS.ProcessEnv): Promise<Connection | null> {
  const found = await findPortal(paths);
  if (found || listKeptPrompts(keptPromptsDirectory(paths)).length === 0) return found;
  const way = await startOrFind(paths, env, () => findPortal(paths));
  return way === 'started' ? findPortal(paths) : way;
}

/**
 * Attempts before a portal that does not answer counts as silent, and the pause between them: ms. A silent portal may be
 * on a busy machine; one that closes the connection may be shutting down, and is gone by the last attempt.
 */
const GREETINGS = { silent: { attempts: 2, pauseMs: 0 }, hung_up: { attempts: 4, pauseMs: 100 } } as const;

/** Returns the handshake of the portal at `address`; null when no portal listens there. */
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

/** Opens a link at `path` of the running portal; null if none runs or it does not answer. Throws `LinkRefusedError`. */
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

/** Opens a link at `path` of the running portal. Never starts one; throws `NoPortalError` if none runs. */
export async function openLink(paths: Paths, path: string): Promise<PortalLink> {
  const link = await findLink(paths, path);
  if (!link) throw new NoPortalError('lost the portal; try again');
  return link;
}

/** An asker's link that is opened before it is needed; null when none is. */
export type Ahead = Promise<PortalLink | null> | null;

/** Starts to open a link before the question is ready, so that the handshake runs in parallel. */
export function linkAhead(paths: Paths): Ahead {
  const ahead = findLink(paths, PATHS.askerLink);
  // Prevents an unhandled rejection; the code that awaits the link receives the error.
  ahead.catch(() => {});
  return ahead;
}

/** Closes the link of `linkAhead` when no portal is needed after all. */
export async function hangUp(ahead: Ahead): Promise<void> {
  const link = await ahead?.catch(() => null);
  link?.terminate();
}

/** How often to look for a portal when each one exits before it accepts the link. */
const ATTEMPTS = 5;

/**
 * Opens a link to the user's background portal, and starts one if none runs; calls `warn` if it runs beside another.
 * Throws `NoPortalError` when no portal can be reached or started.
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

/** Asks portals of other protocol versions to shut down. Returns those that are busy and keep running. */
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

/** Opens links to a portal; used again after each loss. */
export interface Connector {
  /** Opens a link at `path` of the portal. Throws `NoPortalError` or `LinkRefusedError`. */
  link(path: string): Promise<PortalLink>;
  /** True when another portal has taken the place of the one that was linked last. */
  isReplaced(): boolean;
  /** Closes what was started for this command alone. */
  close(): Promise<void>;
}

/** Timeout for opening a link to a portal in this process: ms. Silence only means that the process was busy. */
const INLINE_OPEN_TIMEOUT_MS = 30_000;

/** Starts an inline portal; fails with the same error as a background portal that cannot start. */
async function hostInline(paths: Paths, env: NodeJS.ProcessEnv): Promise<Portal> {
  const { hostInlinePortal } = await import('../portal/process.ts');
  try {
    return await hostInlinePortal(paths, env);
  } catch (error) {
    throw new NoPortalError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Returns a connector to a background portal, or to an inline portal that ends with this command. The first asker link to
 * a background portal is the one opened `ahead`.
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
    let linked: string | null = null;
    return {
      async link(path) {
        const first = path === PATHS.askerLink ? begun : null;
        if (first) begun = null;
        const link = await linkBackground(paths, env, warn, path, first);
        linked = identifySocket(paths);
        return link;
      },
      isReplaced: () => linked !== null && identifySocket(paths) !== linked,
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
    isReplaced: () => false,
    async close() {
      // `link` has already reported a failure to start it.
      const portal = await hosted?.catch(() => null);
      await portal?.close();
    },
  };
}
