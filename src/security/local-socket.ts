// The socket by which a user's own processes reach their portal. It stands in a directory that only this user may enter:
// that is the permission to speak to the portal, and the proof that it is the user's own.
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { PROTOCOL } from '../protocol/version.ts';
import { temporaryDirectory } from '../system/fallback-dir.ts';
import type { Paths } from '../system/paths.ts';
import { ensurePrivateDirectory, findFault, UnsafeDirectoryError } from '../system/private-directory.ts';
import { findKey } from './key.ts';

/** What the address of a socket may have in bytes, its end included: 104 on macOS and the BSDs, 108 on Linux. */
const MAX_PATH_BYTES = 103;
/** Room for the longest name in the directory: that of a draft, with a pid. */
const LONGEST_NAME = '/inline-4194304-9999.4194304';
/** Portals of unlike protocols may run side by side, each on a socket of its own. */
const NAME = `portal-${PROTOCOL}`;
const ANY_NAME = /^portal-\d+$/;

/** Makes the directory where it is missing. Throws `UnsafeDirectoryError` when others could get at a socket there. */
export function prepareSocket(paths: Paths, name = NAME): string {
  ensurePrivateDirectory(directoryOf(paths));
  return socketPath(paths, name);
}

/**
 * The sockets at which portals of this user may listen, that of our protocol first. Creates nothing. Throws
 * `UnsafeDirectoryError` when others could have put them there.
 */
export function findSockets(paths: Paths): readonly string[] {
  const directory = directoryOf(paths);
  if (!isPrivate(directory)) return [];
  const others = readdirSync(directory).filter((name) => ANY_NAME.test(name) && name !== NAME);
  return [NAME, ...others].map((name) => socketPath(paths, name));
}

/** The same for our protocol alone, without a look at what is there; null where nothing can be. */
export function findOwnSocket(paths: Paths): string | null {
  return isPrivate(directoryOf(paths)) ? socketPath(paths, NAME) : null;
}

function isPrivate(directory: string): boolean {
  const stats = inspect(directory);
  const fault = stats && findFault(stats, 0o077);
  if (fault) throw new UnsafeDirectoryError(`${directory} ${fault.is}; ${fault.fix(directory)}`);
  return stats !== undefined;
}

function inspect(directory: string): Stats | undefined {
  try {
    return lstatSync(directory, { throwIfNoEntry: false });
  } catch {
    // Below a file, or in a directory that we may not enter: no portal of ours is there.
    return undefined;
  }
}

/** The run directory, or a short one below the temporary directory where a socket's address has no room for it. */
function directoryOf({ run }: Paths): string {
  const isShort = Buffer.byteLength(run + LONGEST_NAME) <= MAX_PATH_BYTES;
  if (isShort || process.platform === 'win32') return run;
  return join(temporaryDirectory(), `choice-${process.getuid?.()}-${digest(run).slice(0, 8)}`);
}

/** Windows keeps the names of pipes apart from files, for all users: only who knows the key can tell ours beforehand. */
function socketPath(paths: Paths, name: string): string {
  if (process.platform !== 'win32') return join(directoryOf(paths), name);
  return `\\\\.\\pipe\\choice-${digest(`${paths.run}\n${findKey(paths.state)}`)}-${name}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
