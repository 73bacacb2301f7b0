// Where files go when the platform's standard directories cannot be used: a private temporary directory.
import { lstatSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';
import { newInstanceId } from './ids.ts';
import { findObstacle, findStranger, homeOf, type PlatformDirs, platformDirs } from './platform-dirs.ts';
import { findFault, OPEN_TO_OTHERS } from './private-directory.ts';

export interface FallbackDir {
  readonly directory: string;
  /** What is wrong with the standard directories, for people. */
  readonly reason: string;
  /** False when the directory that all commands of this user would share is not private: this one is for one command. */
  readonly isShared: boolean;
}

/** Suffix of a directory for this command only. */
const own = newInstanceId();

/** One answer for each environment: what another user creates later does not send the rest of a command elsewhere. */
const found = new WeakMap<NodeJS.ProcessEnv, FallbackDir | null>();

/** Null when `CHOICE_HOME` is given, which is never replaced, or the standard directories are usable. Creates nothing. */
export function findFallbackDir(env: NodeJS.ProcessEnv): FallbackDir | null {
  const known = found.get(env);
  if (known !== undefined) return known;
  const fallback = lookForFallbackDir(env);
  found.set(env, fallback);
  return fallback;
}

function lookForFallbackDir(env: NodeJS.ProcessEnv): FallbackDir | null {
  if (env.CHOICE_HOME) return null;
  const places = platformDirs(env);
  const reason = places ? findHindrance(env, places) : env.HOME ? 'HOME is not an absolute path' : 'HOME is not set';
  if (!reason) return null;
  const shared = join(temporaryDirectory(), `choice-${process.getuid?.() ?? 'user'}`);
  const stats = lstatSync(shared, { throwIfNoEntry: false });
  const isShared = !stats || findFault(stats, OPEN_TO_OTHERS) === null;
  return { directory: isShared ? shared : `${shared}-${own}`, reason, isShared };
}

/** Why the standard `places` are unusable: they belong to another user, as under `sudo -E`, or cannot hold files. */
function findHindrance(env: NodeJS.ProcessEnv, { data, log }: PlatformDirs): string | null {
  const home = homeOf(env);
  const isUsed = home !== null && [data, log].some((place) => !relative(home, place).startsWith('..'));
  const isHomeless = isUsed ? findStranger(home) : null;
  const hindrances = [data, join(data, 'run'), log].map((place) => findObstacle(place) ?? findStranger(place));
  return isHomeless ?? hindrances.find((hindrance) => hindrance !== null) ?? null;
}

/** TMPDIR, unless it belongs to another user, who could then replace our directory with one of theirs; else `/tmp`. */
export function temporaryDirectory(): string {
  const given = tmpdir();
  return process.platform === 'win32' || (isAbsolute(given) && findStranger(given, true) === null) ? given : '/tmp';
}
