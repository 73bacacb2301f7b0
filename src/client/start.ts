// Starting the user's background portal, once, however many askers want it at the same moment.
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { StartReport } from '../portal/process.ts';
import { tryLock } from '../system/lock.ts';
import type { Paths } from '../system/paths.ts';
import { ensurePrivateDirectory } from '../system/private-directory.ts';
import { portalEnvironment } from '../system/settings.ts';

/** How long a portal may take to come up, and how often those who wait for another's start look again: ms. */
const START_TIME = 10_000;
const LOOK_INTERVAL = 20;

/** The bundle of the portal lies beside the one of the command line. */
const entry = fileURLToPath(new URL('./portal.js', import.meta.url));

/** No portal can be had; the message says why, in one line. */
export class NoPortalError extends Error {
  override readonly name = 'NoPortalError';
}

/** A portal that a start brought up, or met: one of ours may run though no file tells of it. */
export interface Started {
  readonly port: number;
  readonly isNew: boolean;
}

/**
 * Makes sure that a start is under way and over: by this process when it gets the lock, else by whoever holds it.
 * Gives what this process started, or null when another one did: look for it then.
 */
export async function startOrWait(
  paths: Paths,
  env: NodeJS.ProcessEnv,
  isThere: () => Promise<boolean>,
): Promise<Started | null> {
  for (const directory of [paths.state, paths.run, paths.log]) ensurePrivateDirectory(directory);
  const lock = join(paths.run, 'start.lock');
  const until = Date.now() + START_TIME;
  for (;;) {
    const release = tryLock(lock);
    if (release) {
      try {
        // Whoever held the lock before may have finished in between.
        return (await isThere()) ? null : await spawnPortal(paths, env);
      } finally {
        release();
      }
    }
    if (Date.now() > until)
      throw new NoPortalError(
        `another process has been starting the portal for ${START_TIME / 1000} s; if it hangs, remove ${lock}`,
      );
    await delay(LOOK_INTERVAL);
    if (await isThere()) return null;
  }
}

/** Starts the portal as a process of its own, holding none of our streams, and waits for its report. */
async function spawnPortal(paths: Paths, env: NodeJS.ProcessEnv): Promise<Started> {
  const log = openSync(join(paths.log, 'portal.log'), 'a', 0o600);
  const child = spawn(process.execPath, [entry], {
    cwd: '/',
    detached: true,
    env: portalEnvironment(env),
    // An inherited stdout would keep `x=$(choice ask …)` waiting for as long as the portal lives.
    stdio: ['ignore', log, log, 'ipc'],
    windowsHide: true,
  });
  closeSync(log);
  try {
    const report = await new Promise<StartReport>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new NoPortalError(`the portal did not start within ${START_TIME / 1000} s; see ${paths.log}`)),
        START_TIME,
      );
      const settle = (act: () => void) => {
        clearTimeout(timer);
        act();
      };
      child.once('message', (message: StartReport) => settle(() => resolve(message)));
      child.once('error', (error) =>
        settle(() => reject(new NoPortalError(`the portal cannot be started: ${error.message}`))),
      );
      child.once('exit', (code, signal) =>
        settle(() =>
          reject(new NoPortalError(`the portal ended while starting (${signal ?? code}); see ${paths.log}`)),
        ),
      );
    });
    if (report.type === 'failed') throw new NoPortalError(report.message);
    return { port: report.port, isNew: report.type === 'ready' };
  } finally {
    if (child.connected) child.disconnect();
    child.unref();
  }
}
