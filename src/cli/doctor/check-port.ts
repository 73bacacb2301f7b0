// Checks that the portal's usual port is available: browsers keep permissions and settings per port.
import type { Connection } from '../../client/connect.ts';
import type { Paths } from '../../system/paths.ts';
import { findPortOwner, isPortFree, type PortOwner } from '../../system/port-owner.ts';
import { candidatePorts, lastPort } from '../../system/portal-files.ts';
import type { Problem } from './problem.ts';

export interface PortReport {
  readonly port: number;
  readonly state: 'portal' | 'free' | 'taken';
  /** The process that holds it, if known. */
  readonly owner: PortOwner | null;
}

export async function examinePort(found: Connection | null, paths: Paths): Promise<PortReport> {
  const port = found?.handshake.port ?? lastPort(paths) ?? (await firstFree(candidatePorts(paths)));
  const state = found ? 'portal' : (await isPortFree(port)) ? 'free' : 'taken';
  return { port, state, owner: state === 'free' ? null : findPortOwner(port) };
}

/** Before the first portal any candidate will do. Returns 0 if all are taken: the system then picks a port. */
async function firstFree(candidates: readonly number[]): Promise<number> {
  for (const port of candidates) if (await isPortFree(port)) return port;
  return 0;
}

export function checkPort({ port, state, owner }: PortReport): Problem[] {
  if (state !== 'taken') return [];
  const who = owner ? `${owner.name} (pid ${owner.pid})` : 'another program';
  const fix = `stop it, or allow notifications again once the next portal uses another port`;
  return [{ check: 'port', what: `${port} is taken by ${who}`, fix }];
}

export function describePort({ port, state }: PortReport): string {
  const states = { portal: 'the portal is listening there', free: 'free for the next portal', taken: 'taken' };
  return `${port}: ${states[state]}`;
}
