// Starts a portal with the parts of this machine: for the background process, and for an asker that hosts its own.
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadKey, newKey } from '../security/key.ts';
import { prepareSocket } from '../security/local-socket.ts';
import { keyMark } from '../security/token.ts';
import { bootTime } from '../system/boot-time.ts';
import { systemClock } from '../system/clock.ts';
import { keptPromptsDirectory } from '../system/kept-prompts-directory.ts';
import { logPath, openLog, silentLog } from '../system/log.ts';
import type { Paths } from '../system/paths.ts';
import { readIdleExit } from '../system/portal-environment.ts';
import { candidatePorts, forgetPortal, recordPortal, renewPorts } from '../system/portal-files.ts';
import { ensurePrivateDirectory } from '../system/private-directory.ts';
import { identify, isGone } from '../system/process-identity.ts';
import { readSettings, writeSettings } from '../system/settings-file.ts';
import { version } from '../system/version.ts';
import { selectTransport } from '../transport/select.ts';
import { type Portal, startPortal } from './portal.ts';

/** The build puts the page beside the bundle. */
const pageDirectory = join(import.meta.dirname, 'web');
/** How often a portal checks that the socket at its path is still its own: ms. */
const LOOK_INTERVAL_MS = 1_000;

/**
 * Starts the user's one background portal, which shuts down when idle. Takes over an existing socket: the process that
 * starts this one has made sure that no portal answers there.
 */
export async function hostBackgroundPortal(paths: Paths, env: NodeJS.ProcessEnv): Promise<Portal> {
  for (const directory of [paths.state, paths.run, paths.log]) ensurePrivateDirectory(directory);
  const clock = systemClock();
  const key = loadKey(paths.state);
  renewPorts(paths, keyMark(key));
  const { create, createLocal } = await selectTransport(env.CHOICE_TRANSPORT);
  const log = openLog(logPath(paths), clock.wall);
  let watch: NodeJS.Timeout | null = null;
  const portal = await startPortal({
    key,
    clock,
    version,
    pageDirectory,
    log,
    createTransport: create,
    createLocalTransport: createLocal,
    journalDirectory: join(paths.state, 'journal'),
    keptDirectory: keptPromptsDirectory(paths),
    bootTime,
    settings: { read: () => readSettings(paths).settings, write: (change) => writeSettings(paths, change) },
    ports: candidatePorts(paths),
    socketPath: prepareSocket(paths),
    idleDelay: readIdleExit(env),
    doorDirectory: paths.run,
    revokedFile: join(paths.state, 'revoked'),
    onLeave() {
      if (watch) clearInterval(watch);
      forgetPortal(paths, process.pid);
    },
  });
  recordPortal(paths, { pid: process.pid, port: portal.port });
  // Another portal was started while this process was stopped. Askers continue there, where commands find their prompts.
  watch = setInterval(() => {
    if (portal.isReachable()) return;
    log.info(`portal ${portal.instance} is shutting down: its socket was taken over or removed`);
    portal.leave();
  }, LOOK_INTERVAL_MS);
  return portal;
}

const INLINE = 'inline-';
/** How many inline portals this process has started. */
let inlinePortals = 0;

/** Starts a portal inside the asker that needs it: with its own key, on any port, for the life of the command. */
export async function hostInlinePortal(paths: Paths, env: NodeJS.ProcessEnv): Promise<Portal> {
  for (const directory of [paths.state, paths.run]) ensurePrivateDirectory(directory);
  const socketPath = prepareSocket(paths, `${INLINE}${process.pid}-${inlinePortals}`);
  if (process.platform !== 'win32') removeInlineSockets(dirname(socketPath));
  inlinePortals += 1;
  const { create, createLocal } = await selectTransport(env.CHOICE_TRANSPORT);
  return startPortal({
    key: newKey(),
    clock: systemClock(),
    version,
    pageDirectory,
    log: silentLog,
    createTransport: create,
    createLocalTransport: createLocal,
    journalDirectory: join(paths.state, 'journal'),
    settings: { read: () => readSettings(paths).settings, write: (change) => writeSettings(paths, change) },
    ports: [0],
    socketPath,
    idleDelay: null,
    doorDirectory: paths.run,
    onLeave() {},
  });
}

/** Removes the sockets of commands that were killed. */
function removeInlineSockets(directory: string): void {
  for (const name of readdirSync(directory)) {
    const pid = name.startsWith(INLINE) ? Number.parseInt(name.slice(INLINE.length), 10) : null;
    if (pid !== null && isGone(identify(pid))) rmSync(join(directory, name), { force: true });
  }
}
