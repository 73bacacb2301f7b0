// The portal's log: one line per event, in a file, because a background process has no terminal.
import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Paths } from './paths.ts';

export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, cause?: unknown): void;
}

const MAX_BYTES = 1024 * 1024;

/** The file of the portal's log. */
export function logPath(paths: Paths): string {
  return join(paths.log, 'portal.log');
}

/** A log that appends to `path` (mode 0600) and keeps one older file of at most 1 MiB beside it. Never throws. */
export function openLog(path: string, wall: () => number): Log {
  const write = (level: string, message: string) => {
    try {
      const stats = statSync(path, { throwIfNoEntry: false });
      // Writing to a FIFO would block until it has a reader.
      if (stats && !stats.isFile()) return;
      if ((stats?.size ?? 0) > MAX_BYTES) renameSync(path, `${path}.1`);
      appendFileSync(path, `${new Date(wall()).toISOString()} ${level} ${process.pid} ${message}\n`, { mode: 0o600 });
    } catch {
      // A full disk must not take the portal down, and there is nowhere else to report it.
    }
  };
  return {
    info: (message) => write('info', message),
    warn: (message) => write('warn', message),
    error: (message, cause) => write('error', cause === undefined ? message : `${message}: ${describe(cause)}`),
  };
}

/** A log that discards everything. */
export const silentLog: Log = { info() {}, warn() {}, error() {} };

function describe(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
