// The settings file, CONFIG/config.json: read by every command, written by `choice config` and the page.
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
  try {
    return parseSettings(readIfPresent(settingsPath(paths)));
  } catch (error) {
    const problem = `cannot read ${settingsPath(paths)} (${describeFileError(error)}); using the defaults`;
    return { settings: DEFAULT_SETTINGS, problems: [problem] };
  }
}

/** Changes some settings and returns all. Invalid entries of the old file are dropped. */
export function writeSettings(paths: Paths, change: SettingsChange): Settings {
  const settings = { ...readSettings(paths).settings, ...change };
  ensurePrivateDirectory(paths.config);
  replaceFile(settingsPath(paths), `${JSON.stringify(settings, null, 2)}\n`);
  return settings;
}
