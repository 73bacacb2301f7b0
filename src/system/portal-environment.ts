// Settings of the portal that come from the environment, read in one place.
import { resolve } from 'node:path';
import { parseDuration } from '../core/duration.ts';
import { DAY, SECOND } from '../core/limits.ts';
import { findFallbackDir } from './fallback-dir.ts';

/** The portal exits after it has had no prompts, askers and tabs for this long: ms. */
const DEFAULT_IDLE_EXIT = 60 * SECOND;
const MIN_IDLE_EXIT = 0.1 * SECOND;

/**
 * The idle delay in ms from `CHOICE_IDLE_EXIT`, null for `none`. An invalid value yields the default: commands refuse
 * it before they start a portal.
 */
export function readIdleExit(env: NodeJS.ProcessEnv): number | null {
  const parsed = parseDuration(env.CHOICE_IDLE_EXIT ?? '', MIN_IDLE_EXIT, DAY);
  return parsed.ok ? parsed.ms : DEFAULT_IDLE_EXIT;
}

/** Why `text` is not a valid `CHOICE_IDLE_EXIT`, as a line that names valid values; null when it is valid. */
export function findIdleExitFault(text: string): string | null {
  const parsed = parseDuration(text, MIN_IDLE_EXIT, DAY);
  return parsed.ok ? null : parsed.problem;
}

/** The part of its starter's environment that a portal gets: no secrets, and of Node's variables only package locations. */
export function portalEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const allowed = [
    'CHOICE_HOME',
    'CHOICE_TRANSPORT',
    'CHOICE_IDLE_EXIT',
    'HOME',
    'USER',
    'PATH',
    'TMPDIR',
    'TZ',
    'LANG',
    'XDG_DATA_HOME',
    'XDG_CONFIG_HOME',
    'XDG_STATE_HOME',
    'XDG_CACHE_HOME',
    'APPDATA',
    'LOCALAPPDATA',
    'SYSTEMROOT',
    'TEMP',
    // Where the native engine may be installed: the portal finds the one that `choice doctor` names.
    'NODE_PATH',
    'NPM_CONFIG_PREFIX',
    'npm_config_prefix',
  ];
  const kept = Object.fromEntries(allowed.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
  // The portal runs in another directory, where a relative path would name another place. If this command uses the
  // fallback directory, the portal must use the same one.
  const home = env.CHOICE_HOME ? resolve(env.CHOICE_HOME) : findFallbackDir(env)?.directory;
  return home === undefined ? kept : { ...kept, CHOICE_HOME: home };
}
