// The platform's standard directories for a program's files, and whether this user may write there.
import { accessSync, constants, lstatSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { describeFileError } from './error-words.ts';

export interface PlatformDirs {
  readonly config: string;
  readonly data: string;
  readonly log: string;
}

/** The home directory that the environment names; null when it names none, or a relative path, which is invalid. */
export function homeOf(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string | null {
  return absolute(platform === 'win32' ? env.USERPROFILE : env.HOME);
}

/** XDG Base Directory Specification: a relative path is invalid and ignored. The rule applies to all variables here. */
function absolute(path = ''): string | null {
  return isAbsolute(path) ? path : null;
}

/**
 * Where the files of `choice` belong on this platform (on Linux: XDG Base Directory Specification). Null when the
 * environment names no home, as in a bare `docker run --user` or a service.
 */
export function platformDirs(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): PlatformDirs | null {
  const home = homeOf(env, platform);
  const below = (given: string | undefined, ...parts: string[]) => absolute(given) ?? (home && join(home, ...parts));
  switch (platform) {
    case 'win32': {
      const local = below(env.LOCALAPPDATA, 'AppData', 'Local');
      const roaming = below(env.APPDATA, 'AppData', 'Roaming');
      return named(
        roaming && join(roaming, 'choice', 'Config'),
        local && join(local, 'choice', 'Data'),
        local && join(local, 'choice', 'Log'),
      );
    }
    case 'darwin': {
      const library = below(undefined, 'Library');
      if (library === null) return null;
      return named(
        join(library, 'Preferences', 'choice'),
        join(library, 'Application Support', 'choice'),
        join(library, 'Logs', 'choice'),
      );
    }
    default: {
      const [config, data, state] = [
        below(env.XDG_CONFIG_HOME, '.config'),
        below(env.XDG_DATA_HOME, '.local', 'share'),
        below(env.XDG_STATE_HOME, '.local', 'state'),
      ];
      return named(config && join(config, 'choice'), data && join(data, 'choice'), state && join(state, 'choice'));
    }
  }
}

function named(config: string | null, data: string | null, log: string | null): PlatformDirs | null {
  return config && data && log ? { config, data, log } : null;
}

/**
 * Checks the owner of `directory`, or of its nearest existing ancestor: returns a line for people if that is another
 * user, else null. Always null on Windows, where access lists decide instead. `orSystem` accepts root as well.
 */
export function findStranger(directory: string, orSystem = false): string | null {
  if (process.platform === 'win32') return null;
  const existing = nearest(directory);
  const ours = process.getuid?.();
  const isOurs = [statSync(existing), lstatSync(existing)].every(({ uid }) => uid === ours || (orSystem && uid === 0));
  return isOurs ? null : `${existing} belongs to another user`;
}

/** Why this user cannot keep files in `directory`, which need not exist yet; null when there is no obstacle. */
export function findObstacle(directory: string): string | null {
  const existing = nearest(directory);
  const stats = statSync(existing);
  if (!stats.isDirectory()) return `${existing} is not a directory`;
  if (existing === directory && process.platform !== 'win32' && lstatSync(directory).uid !== process.getuid?.())
    return `${directory} belongs to another user`;
  try {
    accessSync(existing, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return `${existing} cannot be written to (${describeFileError(error)})`;
  }
}

/** `path`, or its nearest existing ancestor. A dangling link does not exist in this sense. */
export function nearest(path: string): string {
  const isThere = (() => {
    try {
      return statSync(path, { throwIfNoEntry: false }) !== undefined;
    } catch {
      // Below a file, or in a directory that we may not enter: the check of the ancestor reports it.
      return false;
    }
  })();
  return isThere || dirname(path) === path ? path : nearest(dirname(path));
}
