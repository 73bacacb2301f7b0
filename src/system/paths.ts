// Where state, runtime and configuration files live.
import { join, resolve } from 'node:path';
import { findFallbackDir } from './fallback-dir.ts';
import { findStranger, platformDirs } from './platform-dirs.ts';

export interface Paths {
  readonly config: string;
  /** Key and journal: outlive every portal. */
  readonly state: string;
  /** Discovery file and start lock of the running portal. */
  readonly run: string;
  readonly log: string;
}

/**
 * `CHOICE_HOME` puts everything under one directory; without it, the platform's standard directories are used. If those
 * are unusable, everything is in a private temporary directory, except a configuration directory that this user owns.
 */
export function resolvePaths(env: NodeJS.ProcessEnv): Paths {
  if (env.CHOICE_HOME) return below(resolve(env.CHOICE_HOME));
  const places = platformDirs(env);
  const fallback = findFallbackDir(env);
  const config = places && findStranger(places.config) === null ? { config: places.config } : {};
  if (fallback) return { ...below(fallback.directory), ...config };
  if (!places) throw new Error('there is neither a home nor a fallback directory');
  return { config: places.config, state: places.data, run: join(places.data, 'run'), log: places.log };
}

function below(home: string): Paths {
  return { config: join(home, 'config'), state: join(home, 'state'), run: join(home, 'run'), log: join(home, 'log') };
}
