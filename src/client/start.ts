// Starts the user's background portal, once, even if many askers need it at the same moment.
import type { ChildProcess } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { REPORT_PIPE, type StartReport } from '../protocol/start-report.ts';
import { describeFileError } from '../system/error-words.ts';
import { tryLock, untilLockChanges } from '../system/lock.ts';
import { logPath } from '../system/log.ts';
import type { Paths } from '../system/paths.ts';
import { portalEnvironment } from '../system/portal-environment.ts';
import { ensurePrivateDirectory } from '../system/private-directory.ts';

/** How long a portal may take to start: ms. */
const START_TIME = 10_000;

/** The build puts all its files into one directory. */
const loader = join(import.meta.dirname, 'load.js');

/** No portal can be reached or started; the message gives the reason in one line. */
export class NoPortalError extends Error {
  override readonly name: string = 'NoPortalError';
}

/** The user's portal runs but does not answer, so its prompts are unknown. */
export class SilentPortalError extends NoPortalError {
  override readonly name = 'SilentPortalError';

  /** Null when no file records it. */
  readonly pid: number | null;

  constructor(pid: number | null) {
    super(`the portal${pid === null ? '' : ` (pid ${pid})`} does not answer; to see why, run: choice doctor`);
    this.pid = pid;
  }
}

/**
 * Waits until a portal has started: this process starts it if it gets the lock, otherwise the lock's holder does.
 * Returns the result of `find` if another process started it. Throws `NoPortalError`.
 */
export async function startOrFind<T>(
  paths: Paths,
  env: NodeJS.ProcessEnv,
  find: () => Promise<T | null>,
): Promise<T | 'started'> {
  for (const directory of [paths.state, paths.run, paths.log]) ensurePrivateDirectory(directory);
  const lock = join(paths.run, 'start.lock');
  const until = performance.now() + START_TIME;
  for (;;) {
    const release = tryLock(lock);
    if (release) {
      try {
        // The previous holder of the lock may have started a portal in the meantime.
        const found = await find();
        if (found !== null) return found;
        await spawnPortal(paths, env);
        return 'started';
      } finally {
        release();
      }
    }
    if (performance.now() > until)
      throw new NoPortalError(
        `another process has been starting the portal for ${START_TIME / 1000} s; if it hangs, remove ${lock}`,
      );
    // Wait instead of polling: fifty askers that keep connecting would take the CPU time that the portal needs to start.
    await untilLockChanges(lock);
    const found = await find();
    if (found !== null) return found;
  }
}

/** Starts the portal as a separate process that holds none of our streams, and waits for its report. */
async function spawnPortal(paths: Paths, env: NodeJS.ProcessEnv): Promise<void> {
  const { spawn } = await import('node:child_process');
  const log = openLogFile(logPath(paths));
  const child = spawn(process.execPath, [loader, 'portal.js'], {
    cwd: '/',
    detached: true,
    env: portalEnvironment(env),
    // An inherited stdout would keep `x=$(choice ask …)` waiting for as long as the portal lives. The portal reports
    // over the pipe, because Node's own IPC channel takes longer to set up.
    stdio: ['ignore', log, log, 'pipe'],
    windowsHide: true,
  });
  closeSync(log);
  child.unref();
  const report = await readReport(child, paths);
  if (report.type === 'failed') throw new NoPortalError(report.message);
}

/** Never blocks, for example on a FIFO without a reader. Throws `NoPortalError` if `path` is not a regular file. */
function openLogFile(path: string): number {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK = 0 } = constants;
  let log: number | null = null;
  try {
    log = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, 0o600);
    if (fstatSync(log).isFile()) return log;
    closeSync(log);
  } catch (error) {
    if (log !== null || (error as NodeJS.ErrnoException).code !== 'ENXIO')
      throw new NoPortalError(`${path} cannot be written to (${describeFileError(error)})`);
  }
  throw new NoPortalError(`${path} is not a regular file; move it away`);
}

/** Reads the one line that the portal writes once it listens, or fails to. Rejects with `NoPortalError` if none arrives. */
function readReport(child: ChildProcess, { log }: Paths): Promise<StartReport> {
  // Undefined if the process could not be started.
  const pipe = child.stdio?.[REPORT_PIPE] as Readable | undefined;
  return new Promise<StartReport>((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer);
      pipe?.destroy();
      act();
    };
    const fail = (message: string) => settle(() => reject(new NoPortalError(message)));
    const timer = setTimeout(
      () => fail(`the portal did not start within ${START_TIME / 1000} s; see ${log}`),
      START_TIME,
    );
    let text = '';
    pipe?.setEncoding('utf8');
    pipe?.on('data', (chunk: string) => {
      text += chunk;
      if (text.endsWith('\n')) settle(() => resolve(JSON.parse(text)));
    });
    child.once('error', (error) => fail(`could not start the portal (${describeFileError(error)})`));
    child.once('exit', (code, signal) => fail(`the portal exited while starting (${signal ?? code}); see ${log}`));
  });
}
