// The platform's own places for a program's files, and whether this user may write there.
import { accessSync, constants, lstatSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describeFileError } from './error-words.ts';

export interface Places {
  readonly config: string;
  readonly data: string;
  readonly log: string;
}

/**
 * Where the files of `choice` belong on this platform (on Linux: XDG Base Directory Specification). Null when the
 * environment names no home, as in a bare `docker run --user` or a service.
 */
export function platformPlaces(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): Places | null {
  const home = platform === 'win32' ? env.USERPROFILE : env.HOME;
  const below = (given: string | undefined, ...parts: string[]) => given || (home ? join(home, ...parts) : null);
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

function named(config: string | null, data: string | null, log: string | null): Places | null {
  return config && data && log ? { config, data, log } : null;
}

/** Why this user cannot keep files in `directory`, which may have to be made; null when nothing is in the way. */
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

/** `path`, or the nearest above it that is there. A link that leads nowhere is not. */
function nearest(path: string): string {
  const isThere = (() => {
    try {
      return statSync(path, { throwIfNoEntry: false }) !== undefined;
    } catch {
      // Below a file, or in a directory that we may not enter: what is above will say so.
      return false;
    }
  })();
  return isThere || dirname(path) === path ? path : nearest(dirname(path));
}
