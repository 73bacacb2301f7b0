// Records which process is the portal, and on which ports browsers find it. Other processes connect to its socket.
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readIfPresent, replaceFile } from './atomic-file.ts';
import type { Paths } from './paths.ts';

/** Identifies the process to end when the portal does not respond. */
const pidFile = (paths: Paths) => join(paths.run, 'portal.json');
const portFile = (paths: Paths) => join(paths.state, 'port');
/** The mark of the key that ports are chosen for, the salt of the choice, and a port to avoid; one line each. */
const portMarkFile = (paths: Paths) => join(paths.state, 'port-mark');

/** The pid of the portal that started last and has not exited; null when no file records it. */
export function readPortalPid(paths: Paths): number | null {
  try {
    const { pid } = JSON.parse(readIfPresent(pidFile(paths)) ?? '{}');
    return Number.isInteger(pid) ? pid : null;
  } catch {
    return null;
  }
}

/** Records the portal that listens now: its pid, and its port for the next portal to reuse. */
export function recordPortal(paths: Paths, { pid, port }: { readonly pid: number; readonly port: number }): void {
  replaceFile(pidFile(paths), JSON.stringify({ pid }));
  replaceFile(portFile(paths), String(port));
}

/** Removes the record of `pid`, unless another portal has replaced it. */
export function forgetPortal(paths: Paths, pid: number): void {
  if (readPortalPid(paths) === pid) rmSync(pidFile(paths), { force: true });
}

/** Below the ephemeral port ranges of operating systems. */
const FIRST_PORT = 21_000;
const PORTS = 8_000;
const CANDIDATES = 8;

/**
 * Ports to try, in order: the last one used, then a fixed run for this state directory and key, then any. Browsers
 * keep permissions and storage per origin, port included, so the port should not change.
 */
export function candidatePorts(paths: Paths): number[] {
  const last = lastPort(paths);
  const [, salt = '', left] = (readIfPresent(portMarkFile(paths)) ?? '').split('\n');
  const hash = createHash('sha256').update(paths.state).update(salt).digest().readUInt32BE(0);
  const run = Array.from({ length: CANDIDATES }, (_, index) => FIRST_PORT + ((hash + index) % PORTS)).filter(
    (port) => port !== Number(left),
  );
  return [...new Set([...(last === null ? [] : [last]), ...run]), 0];
}

/**
 * Must be called before ports are chosen, with the mark of the user's key. A new key means new ports: browsers may still
 * have data under the old port that a stranger left there, and they separate data by port.
 */
export function renewPorts(paths: Paths, keyMark: string): void {
  const file = portMarkFile(paths);
  const [known] = (readIfPresent(file) ?? '').split('\n');
  if (known === keyMark) return;
  // Without a mark there was no portal yet, or one that wrote none.
  replaceFile(file, known ? `${keyMark}\n${keyMark}\n${lastPort(paths) ?? ''}` : keyMark);
  if (known) rmSync(portFile(paths), { force: true });
}

/** The port of the last portal, which browsers know; null when there was none. */
export function lastPort(paths: Paths): number | null {
  try {
    const port = Number(readIfPresent(portFile(paths)) ?? 0);
    return Number.isInteger(port) && port > 1_023 && port < 65_536 ? port : null;
  } catch {
    // The port is only a hint: an unreadable file counts as missing.
    return null;
  }
}
