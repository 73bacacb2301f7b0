// Where files go when the platform's own places cannot be used: a private temporary directory.
import { lstatSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newInstanceId } from './ids.ts';
import { findObstacle, platformPlaces } from './places.ts';
import { findFault } from './private-directory.ts';

export interface Refuge {
  readonly directory: string;
  /** What is wrong with the usual places, for people. */
  readonly reason: string;
  /** False when somebody else has the directory that all commands of this user would share: this one is of one command. */
  readonly isShared: boolean;
}

/** Names the directory of this very command. */
const own = newInstanceId();

/** Null when `CHOICE_HOME` is given, which is never replaced, or the usual places will do. Creates nothing. */
export function findRefuge(env: NodeJS.ProcessEnv): Refuge | null {
  if (env.CHOICE_HOME) return null;
  const places = platformPlaces(env);
  const reason = places
    ? [places.data, join(places.data, 'run'), places.log].map(findObstacle).find((obstacle) => obstacle !== null)
    : 'HOME is not set';
  if (!reason) return null;
  const shared = join(tmpdir(), `choice-${process.getuid?.() ?? 'user'}`);
  const stats = lstatSync(shared, { throwIfNoEntry: false });
  const isShared = !stats || findFault(stats, 0o077) === null;
  return { directory: isShared ? shared : `${shared}-${own}`, reason, isShared };
}
