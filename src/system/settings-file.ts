// The settings file, CONFIG/config.json: read by every command, written by `choice config` and the page.
import { constants, copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SETTINGS, parseSettings, type Settings, type SettingsChange } from '../protocol/settings.ts';
import { readIfPresent, replaceFile } from './atomic-file.ts';
import { describeFileError } from './error-words.ts';
import type { Paths } from './paths.ts';
import { ensurePrivateDirectory } from './private-directory.ts';

export function settingsPath(paths: Paths): string {
  return join(paths.config, 'config.json');
}

/**
 * The current settings; `problems` lists what is invalid in the file, or reports that it could not be read. Never
 * throws: a question must not fail because of a preference.
 */
export function readSettings(paths: Paths): { settings: Settings; problems: readonly string[] } {
  const path = settingsPath(paths);
  try {
    const { settings, problems } = parseSettings(readIfPresent(path));
    return { settings, problems: problems.map((problem) => `${path}: ${problem}`) };
  } catch (error) {
    const problem = `cannot read ${path} (${describeFileError(error)}); using the defaults`;
    return { settings: DEFAULT_SETTINGS, problems: [problem] };
  }
}

/** Where the text of a file with invalid entries is kept when a change rewrites it. */
export function oldSettingsPath(paths: Paths): string {
  return `${settingsPath(paths)}.old`;
}

/** Changes some settings and returns all. If the file has invalid entries, keeps a copy of it. Throws if it cannot. */
export function writeSettings(paths: Paths, change: SettingsChange): Settings {
  ensurePrivateDirectory(paths.config);
  const { settings: before, problems } = parseSettings(readIfPresent(settingsPath(paths)));
  if (problems.length > 0) keepOld(paths);
  const settings = { ...before, ...change };
  replaceFile(settingsPath(paths), `${JSON.stringify(settings, null, 2)}\n`);
  return settings;
}

/** Copies the file byte by byte. Whatever had the name of the copy is replaced, and a symbolic link is not followed. */
function keepOld(paths: Paths): void {
  const old = oldSettingsPath(paths);
  rmSync(old, { force: true });
  copyFileSync(settingsPath(paths), old, constants.COPYFILE_EXCL);
}
