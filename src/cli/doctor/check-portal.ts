// Checks whether the portal runs, answers, and uses the same protocol version.
import { type Connection, findPortal } from '../../client/connect.ts';
import { SilentPortalError } from '../../client/start.ts';
import { PROTOCOL } from '../../protocol/version.ts';
import { keptPromptsDirectory, listKeptPrompts } from '../../system/kept-prompts-directory.ts';
import type { Paths } from '../../system/paths.ts';
import { UnsafeDirectoryError } from '../../system/private-directory.ts';
import { version } from '../../system/version.ts';
import type { Problem } from './problem.ts';

export interface PortalReport {
  readonly running: boolean;
  readonly pid: number | null;
  readonly url: string | null;
  readonly open: number | null;
  /** Open prompts on disk, which the next portal goes on with. */
  readonly kept: number;
  readonly version: string | null;
  readonly protocol: number | null;
  /** The process that listens at the portal's address but does not answer. */
  readonly silent_pid: number | null;
}

/** The running portal, or the error if it is silent. Null also if its directory is unsafe, which another check reports. */
export async function findAnyPortal(paths: Paths): Promise<Connection | SilentPortalError | null> {
  try {
    return await findPortal(paths);
  } catch (error) {
    if (error instanceof SilentPortalError) return error;
    if (error instanceof UnsafeDirectoryError) return null;
    throw error;
  }
}

export function examinePortal(paths: Paths, found: Connection | null, silent: SilentPortalError | null): PortalReport {
  return {
    running: found !== null,
    pid: found?.handshake.pid ?? null,
    url: found ? `http://127.0.0.1:${found.handshake.port}/` : null,
    open: found?.handshake.open ?? null,
    kept: listKeptPrompts(keptPromptsDirectory(paths)).length,
    version: found?.handshake.version ?? null,
    protocol: found?.handshake.protocol ?? null,
    silent_pid: silent?.pid ?? null,
  };
}

export function checkPortal({ protocol, version: theirs, open, silent_pid }: PortalReport): Problem[] {
  if (silent_pid !== null)
    return [
      {
        check: 'portal',
        what: `pid ${silent_pid} does not answer`,
        fix: `run: kill -CONT ${silent_pid}, in case it is suspended; if that does not help, run: kill -9 ${silent_pid} (waiting commands then start another portal)`,
      },
    ];
  if (protocol === null || protocol === PROTOCOL) return [];
  const what = `version ${theirs} is running (protocol ${protocol}); this is ${version} (protocol ${PROTOCOL})`;
  const fix =
    open === 0
      ? 'nothing: the next question replaces it'
      : `answer its open prompts (${open}); until then a second portal runs alongside it`;
  return [{ check: 'portal', what, fix }];
}

export function describePortal({ running, url, pid, open, kept, version: theirs, silent_pid }: PortalReport): string {
  if (silent_pid !== null) return `does not answer (pid ${silent_pid})`;
  if (!running && kept > 0)
    return `not running; ${kept} open ${kept === 1 ? 'prompt waits' : 'prompts wait'} on disk: to see them, run: choice dashboard`;
  if (!running) return 'not running; the next question starts it';
  const other = theirs === version ? '' : `, version ${theirs}; after choice stop, the next question starts ${version}`;
  return `${url} (pid ${pid}, ${open} open${other})`;
}
