// Starting a portal with this machine's own parts: for the background process and for an asker that hosts its own.
import { join } from 'node:path';
import { PROTOCOL } from '../protocol/version.ts';
import { shakeHands } from '../security/handshake.ts';
import { loadKey, newKey } from '../security/key.ts';
import { keyMark } from '../security/token.ts';
import { machineTime, systemClock } from '../system/clock.ts';
import { candidatePorts, readDiscovery, removeDiscovery, renewPorts, writeDiscovery } from '../system/discovery.ts';
import { openLog, silentLog } from '../system/log.ts';
import type { Paths } from '../system/paths.ts';
import { ensurePrivateDirectory } from '../system/private-directory.ts';
import { readIdleExit } from '../system/settings.ts';
import { readSettings, writeSettings } from '../system/settings-file.ts';
import { version } from '../system/version.ts';
import { selectTransport } from '../transport/select.ts';
import { type Portal, startPortal } from './portal.ts';
import { Succession } from './succession.ts';

/** The build puts the page beside the bundle. */
const pageDirectory = join(import.meta.dirname, 'web');

/** The user's one background portal: known by its discovery file, leaving when idle. */
export async function hostBackgroundPortal(paths: Paths, env: NodeJS.ProcessEnv): Promise<Portal> {
  for (const directory of [paths.state, paths.run, paths.log]) ensurePrivateDirectory(directory);
  const clock = systemClock();
  const key = loadKey(paths.state);
  renewPorts(paths, keyMark(key));
  const { create } = await selectTransport(env.CHOICE_TRANSPORT);
  const log = openLog(join(paths.log, 'portal.log'), clock.wall);
  /** There is nothing to take back until the portal is known. */
  let withdraw = () => {};
  const portal = await startPortal({
    key,
    clock,
    version,
    pageDirectory,
    log,
    createTransport: create,
    journalDirectory: join(paths.state, 'journal'),
    settings: { read: () => readSettings(paths).settings, write: (change) => writeSettings(paths, change) },
    ports: candidatePorts(paths),
    isOurs: async (port) => (await shakeHands(port, key))?.protocol === PROTOCOL,
    idleDelay: readIdleExit(env),
    doorDirectory: paths.run,
    revokedFile: join(paths.state, 'revoked'),
    onLeave: () => withdraw(),
  });
  const { instance, port } = portal;
  const started = machineTime();
  const claim = () => writeDiscovery(paths, { pid: process.pid, port, instance, started });
  claim();
  const succession = new Succession({
    instance,
    started,
    claim,
    read: () => readDiscovery(paths),
    greet: (port) => shakeHands(port, key),
    yield() {
      log.info(`portal ${instance} leaves its prompts to an elder one, which is back`);
      portal.leave();
    },
  });
  withdraw = () => {
    succession.stop();
    removeDiscovery(paths, instance);
  };
  return portal;
}

/** A portal inside the asker that needs it: a key of its own, any port, gone with the command. */
export async function hostInlinePortal(paths: Paths, env: NodeJS.ProcessEnv): Promise<{ portal: Portal; key: string }> {
  for (const directory of [paths.state, paths.run]) ensurePrivateDirectory(directory);
  const key = newKey();
  const { create } = await selectTransport(env.CHOICE_TRANSPORT);
  const portal = await startPortal({
    key,
    clock: systemClock(),
    version,
    pageDirectory,
    log: silentLog,
    createTransport: create,
    journalDirectory: join(paths.state, 'journal'),
    settings: { read: () => readSettings(paths).settings, write: (change) => writeSettings(paths, change) },
    ports: [0],
    isOurs: async () => false,
    idleDelay: null,
    doorDirectory: paths.run,
    onLeave() {},
  });
  return { portal, key };
}
