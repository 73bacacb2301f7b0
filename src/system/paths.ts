// Where state, runtime and configuration files live.
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';

export interface Paths {
  readonly config: string;
  /** Key and journal: outlive every portal. */
  readonly state: string;
  /** Discovery file and start lock: of the portal that runs. */
  readonly run: string;
  readonly log: string;
}

/** `CHOICE_HOME` puts everything under one directory; without it, the platform's own places. */
export function resolvePaths(env: NodeJS.ProcessEnv): Paths {
  if (env.CHOICE_HOME) {
    const home = resolve(env.CHOICE_HOME);
    return { config: join(home, 'config'), state: join(home, 'state'), run: join(home, 'run'), log: join(home, 'log') };
  }
  const { config, data, log } = envPaths('choice', { suffix: '' });
  return { config, state: data, run: join(data, 'run'), log };
}
