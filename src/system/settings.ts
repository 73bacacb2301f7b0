// Settings of the portal that come from the environment, read in one place.
import { resolve } from 'node:path';
import { parseDuration } from '../core/duration.ts';
import { DAY, SECOND } from '../core/limits.ts';
import { findFallbackDir } from './fallback-dir.ts';

/** Without prompts, askers and tabs for this long, the portal leaves: ms. */
const DEFAULT_IDLE_EXIT = 60 * SECOND;
const MIN_IDLE_EXIT = 0.1 * SECOND;

/**
 * The idle delay in ms from `CHOICE_IDLE_EXIT`, null for `none`. For one that makes no sense, the default:
 * commands refuse it before they start a portal.
 */
export function readIdleExit(env: NodeJS.ProcessEnv): number | null {
  const parsed = parseDuration(env.CHOICE_IDLE_EXIT ?? '', MIN_IDLE_EXIT, DAY);
  return parsed.ok ? parsed.ms : DEFAULT_IDLE_EXIT;
}

/** Why `text` is no value of `CHOICE_IDLE_EXIT`, in a line that says what is one; null when it is. */
export function findIdleExitFault(text: string): string | null {
  const parsed = parseDuration(text, MIN_IDLE_EXIT, DAY);
  return parsed.ok ? null : parsed.problem;
}

/** What a portal gets of its starter's environment: no secrets, and of what changes how Node runs only where packages are. */
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
  // The portal runs in another directory: what is relative to ours would be another place there. And where this
  // command had to go elsewhere, the portal is to look nowhere else.
  const home = env.CHOICE_HOME ? resolve(env.CHOICE_HOME) : findFallbackDir(env)?.directory;
  return home === undefined ? kept : { ...kept, CHOICE_HOME: home };
}
