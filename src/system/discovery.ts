// The discovery file: a hint where the user's portal may listen. Only an answered handshake is the truth.
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readIfPresent, replaceFile } from './atomic-file.ts';
import type { Paths } from './paths.ts';

export interface Discovery {
  readonly pid: number;
  readonly port: number;
  readonly instance: string;
  /** Ms on the clock that all processes of this machine share, at which the portal began to listen. */
  readonly started: number;
}

const discoveryFile = (paths: Paths) => join(paths.run, 'portal.json');
const portFile = (paths: Paths) => join(paths.state, 'port');
/** For which key ports are chosen, and what the choice goes by besides; one line each. */
const portMarkFile = (paths: Paths) => join(paths.state, 'port-mark');

/** What the file says, or null when it is missing or makes no sense. */
export function readDiscovery(paths: Paths): Discovery | null {
  try {
    const { pid, port, instance, started = 0 } = JSON.parse(readIfPresent(discoveryFile(paths)) ?? 'null') ?? {};
    return Number.isInteger(pid) && Number.isInteger(port) && typeof instance === 'string' && Number.isFinite(started)
      ? { pid, port, instance, started }
      : null;
  } catch {
    return null;
  }
}

export function writeDiscovery(paths: Paths, discovery: Discovery): void {
  replaceFile(discoveryFile(paths), JSON.stringify(discovery));
  replaceFile(portFile(paths), String(discovery.port));
}

/** Removes the file if it still speaks of `instance`. */
export function removeDiscovery(paths: Paths, instance: string): void {
  if (readDiscovery(paths)?.instance === instance) rmSync(discoveryFile(paths), { force: true });
}

/** Below the ranges from which systems pick ports for outgoing connections. */
const FIRST_PORT = 21_000;
const PORTS = 8_000;
const CANDIDATES = 8;

/**
 * Ports to try, in order: the last one used, then a run that is the same for this state directory each time, then
 * any. Browsers keep permissions and storage per origin, port included, so the port should stay what it was.
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
 * To be called before ports are chosen, with the mark of the user's key. A new key means new ports: browsers may have kept
 * for the old one what a stranger left there, and keep it apart by the port.
 */
export function renewPorts(paths: Paths, keyMark: string): void {
  const file = portMarkFile(paths);
  const [known] = (readIfPresent(file) ?? '').split('\n');
  if (known === keyMark) return;
  // Without a mark there was no portal yet, or one that made none.
  replaceFile(file, known ? `${keyMark}\n${keyMark}\n${lastPort(paths) ?? ''}` : keyMark);
  if (known) rmSync(portFile(paths), { force: true });
}

/** The port that the last portal had, on which browsers know it; null when there was none. */
export function lastPort(paths: Paths): number | null {
  try {
    const port = Number(readIfPresent(portFile(paths)) ?? 0);
    return Number.isInteger(port) && port > 1_023 && port < 65_536 ? port : null;
  } catch {
    // A hint that cannot be read is none.
    return null;
  }
}
