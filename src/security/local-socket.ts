// The socket through which a user's own processes reach their portal. It is in a directory that only this user may enter:
// access to it authorises a process to use the portal, and proves that the portal is the user's own.
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PROTOCOL } from '../protocol/version.ts';
import { temporaryDirectory } from '../system/fallback-dir.ts';
import type { Paths } from '../system/paths.ts';
import { ensurePrivateDirectory, inspect, OPEN_TO_OTHERS, refuseFault } from '../system/private-directory.ts';
import { findKey } from './key.ts';

/** Longest path of a socket in bytes, without the final NUL. With it, the limit is 104 on macOS and BSD, 108 on Linux. */
const MAX_PATH_BYTES = 103;
/** The longest name in the directory: that of a draft, which includes a pid. */
const LONGEST_NAME = '/inline-4194304-9999.4194304';
/** Portals of different protocol versions may run side by side, each on its own socket. */
const NAME = `portal-${PROTOCOL}`;
const ANY_NAME = /^portal-\d+$/;

/** Creates the directory if it is missing. Throws `UnsafeDirectoryError` when others could access a socket there. */
export function prepareSocket(paths: Paths, name = NAME): string {
  ensurePrivateDirectory(directoryOf(paths));
  return socketPath(paths, name);
}

/**
 * The sockets on which portals of this user may listen, that of our protocol version first. Creates nothing. Throws
 * `UnsafeDirectoryError` when others could have created them.
 */
export function findSockets(paths: Paths): readonly string[] {
  const directory = directoryOf(paths);
  if (!isPrivate(directory)) return [];
  const others = readdirSync(directory).filter((name) => ANY_NAME.test(name) && name !== NAME);
  return [NAME, ...others].map((name) => socketPath(paths, name));
}

/** The socket of our protocol version, without listing the directory; null when the directory does not exist. */
export function findOwnSocket(paths: Paths): string | null {
  return isPrivate(directoryOf(paths)) ? socketPath(paths, NAME) : null;
}

/** Names the file of that socket, so that another one in its place is told apart; null when there is none. */
export function identifySocket(paths: Paths): string | null {
  const path = findOwnSocket(paths);
  const stats = path === null || process.platform === 'win32' ? undefined : lstatSync(path, { throwIfNoEntry: false });
  return stats ? `${stats.dev} ${stats.ino}` : null;
}

function isPrivate(directory: string): boolean {
  // Where we may not look, no portal of ours is.
  const stats = inspect(directory, () => null);
  if (stats) refuseFault(directory, stats, OPEN_TO_OTHERS);
  return stats !== null;
}

/** The run directory, or a short one below the temporary directory if it is too long for a socket's address. */
function directoryOf({ run }: Paths): string {
  const isShort = Buffer.byteLength(run + LONGEST_NAME) <= MAX_PATH_BYTES;
  if (isShort || process.platform === 'win32') return run;
  return join(temporaryDirectory(), `choice-${process.getuid?.()}-${digest(run).slice(0, 8)}`);
}

/** Windows has one namespace of pipes for all users, apart from files: without the key, nobody can predict our name. */
function socketPath(paths: Paths, name: string): string {
  if (process.platform !== 'win32') return join(directoryOf(paths), name);
  return `\\\\.\\pipe\\choice-${digest(`${paths.run}\n${findKey(paths.state)}`)}-${name}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
