// Does the portal run, does it answer, and does it speak as we do?
import { type Connection, findPortal } from '../../client/connect.ts';
import { SilentPortalError } from '../../client/start.ts';
import { PROTOCOL } from '../../protocol/version.ts';
import { readDiscovery } from '../../system/discovery.ts';
import type { Paths } from '../../system/paths.ts';
import { findPortOwner } from '../../system/port-owner.ts';
import { UnsafeDirectoryError } from '../../system/private-directory.ts';
import { version } from '../../system/version.ts';
import type { Problem } from './problem.ts';

export interface PortalReport {
  readonly running: boolean;
  readonly pid: number | null;
  readonly url: string | null;
  readonly open: number | null;
  readonly version: string | null;
  readonly protocol: number | null;
  /** A process that listens where the portal should, and does not answer. */
  readonly silent_pid: number | null;
}

/** The running portal; null also when its key cannot be trusted, or it does not answer, which other checks tell. */
export async function findAnyPortal(paths: Paths): Promise<Connection | null> {
  try {
    return await findPortal(paths);
  } catch (error) {
    if (error instanceof UnsafeDirectoryError || error instanceof SilentPortalError) return null;
    throw error;
  }
}

export function examinePortal(found: Connection | null, paths: Paths): PortalReport {
  const discovery = found ? null : readDiscovery(paths);
  const owner = discovery && findPortOwner(discovery.port);
  return {
    running: found !== null,
    pid: found?.handshake.pid ?? null,
    url: found ? `http://127.0.0.1:${found.port}/` : null,
    open: found?.handshake.open ?? null,
    version: found?.handshake.version ?? null,
    protocol: found?.handshake.protocol ?? null,
    silent_pid: owner && owner.pid === discovery?.pid ? owner.pid : null,
  };
}

export function checkPortal({ protocol, version: theirs, open, silent_pid }: PortalReport): Problem[] {
  if (silent_pid !== null)
    return [
      {
        check: 'portal',
        what: `pid ${silent_pid} does not answer`,
        fix: `run: kill -CONT ${silent_pid}, in case it was stopped; else kill -9 ${silent_pid}: those who wait start another`,
      },
    ];
  if (protocol === null || protocol === PROTOCOL) return [];
  const what = `version ${theirs} runs (protocol ${protocol}); this is ${version} (protocol ${PROTOCOL})`;
  const fix =
    open === 0
      ? 'nothing: the next ask replaces it'
      : `answer its ${open} open prompts; until then a second portal runs beside it`;
  return [{ check: 'portal', what, fix }];
}

export function describePortal({ running, url, pid, open, version: theirs, silent_pid }: PortalReport): string {
  if (silent_pid !== null) return `does not answer (pid ${silent_pid})`;
  if (!running) return 'not running; the next ask starts it';
  const other = theirs === version ? '' : `, version ${theirs}: choice stop, and the next ask starts ${version}`;
  return `${url} (pid ${pid}, ${open} open${other})`;
}
