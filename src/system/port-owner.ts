// Finds the process that listens on a port of this machine: read from /proc, so on Linux only.

import { readdirSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { readProc } from './proc-file.ts';

export interface PortOwner {
  readonly pid: number;
  readonly name: string;
}

/** The process that listens on 127.0.0.1:`port`; null when there is none, or we may not see it. */
export function findPortOwner(port: number): PortOwner | null {
  const sockets = findSockets(port);
  if (sockets.size === 0) return null;
  for (const name of list('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const holds = list(`/proc/${pid}/fd`).some((fd) => sockets.has(link(`/proc/${pid}/fd/${fd}`)));
    if (holds) return { pid, name: readProc(`/proc/${pid}/comm`).trim() };
  }
  return null;
}

/** How many times a port that seems taken is checked, and the longest wait between two checks: ms. */
const LOOKS = 5;
const LOOK_AGAIN = 40;

/**
 * True when we can listen on 127.0.0.1:`port`. The check closes every connection that it gets. A concurrent check of
 * another process occupies the port for a moment too, so only a port that fails every check counts as taken.
 */
export async function isPortFree(port: number): Promise<boolean> {
  for (let look = 1; !(await canListen(port)); look += 1) {
    if (look === LOOKS) return false;
    await delay(Math.random() * LOOK_AGAIN);
  }
  return true;
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

const LISTENING = '0A';
/** 127.0.0.1 and 0.0.0.0 as the kernel prints them (proc(5), `/proc/net/tcp`). */
const HOSTS = ['0100007F', '00000000'];

/** Link targets in `/proc/<pid>/fd` of the sockets that listen on `port`. */
function findSockets(port: number): ReadonlySet<string> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const rows = readProc('/proc/net/tcp').split('\n').slice(1);
  const fields = rows.map((row) => row.trim().split(/\s+/));
  const own = fields.filter(
    ([, local = '', , state]) => state === LISTENING && HOSTS.some((host) => local === `${host}:${hex}`),
  );
  return new Set(own.map((row) => `socket:[${row[9]}]`));
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
