// Checks that the directories are real, owned by this user, and private, and that the usual places can hold files.
import { join, resolve } from 'node:path';
import { describeFileError } from '../../system/error-words.ts';
import { findFallbackDir } from '../../system/fallback-dir.ts';
import type { Paths } from '../../system/paths.ts';
import {
  findFault,
  inspect,
  isPrivateFile,
  OPEN_TO_OTHERS,
  WRITABLE_BY_OTHERS,
} from '../../system/private-directory.ts';
import type { Problem } from './problem.ts';

export function checkDirectories(env: NodeJS.ProcessEnv, paths: Paths): Problem[] {
  // Others may read `CHOICE_HOME`, since the secrets are in private directories below it, but nothing else.
  const given = env.CHOICE_HOME ? [[resolve(env.CHOICE_HOME), WRITABLE_BY_OTHERS] as const] : [];
  const own = [paths.state, paths.run, paths.log, join(paths.state, 'journal')].map(
    (path) => [path, OPEN_TO_OTHERS] as const,
  );
  return [
    ...checkFallbackDir(env),
    ...[...given, ...own].flatMap(([path, mode]) => checkDirectory(path, mode)),
    ...checkKey(paths),
  ];
}

function checkFallbackDir(env: NodeJS.ProcessEnv): Problem[] {
  const fallback = findFallbackDir(env);
  if (!fallback) return [];
  const what = `${fallback.reason}; files go to ${fallback.directory} for now`;
  return [{ check: 'home', what, fix: 'fix that, or set CHOICE_HOME to a directory you own' }];
}

function checkDirectory(path: string, forbiddenMode: number): Problem[] {
  const stats = inspect(path, describeFileError);
  if (stats === null) return [];
  if (typeof stats === 'string')
    return [
      {
        check: 'directory',
        what: `${path} cannot be reached (${stats})`,
        fix: 'set CHOICE_HOME to a directory you own',
      },
    ];
  const fault = findFault(stats, forbiddenMode);
  return fault ? [{ check: 'directory', what: `${path} ${fault.is}`, fix: fault.fix(path) }] : [];
}

function checkKey(paths: Paths): Problem[] {
  const path = join(paths.state, 'key');
  const stats = inspect(path, () => null);
  return stats === null || isPrivateFile(stats)
    ? []
    : [
        {
          check: 'key',
          what: `${path} is not a private file`,
          fix: `run: rm ${path} (the next question creates a new one)`,
        },
      ];
}
