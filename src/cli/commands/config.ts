// `choice config`: reads and changes the user's settings.
import type { Command } from 'commander';
import { ApiError, changeSettings } from '../../client/api.ts';
import { findPortal } from '../../client/connect.ts';
import { NoPortalError } from '../../client/start.ts';
import { DEFAULT_SETTINGS, SETTING_NAMES, type Settings, type SettingsChange } from '../../protocol/settings.ts';
import { UnsuitableFileError } from '../../system/atomic-file.ts';
import { describeFileError } from '../../system/error-words.ts';
import { findFallbackDir } from '../../system/fallback-dir.ts';
import { type Paths, resolvePaths } from '../../system/paths.ts';
import { checkGivenDirectory, UnsafeDirectoryError } from '../../system/private-directory.ts';
import { oldSettingsPath, readSettings, settingsPath, writeSettings } from '../../system/settings-file.ts';
import { CommandError, usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { addFlags, readFlags, switchFlag } from '../flags.ts';
import { formatTable, joinLines } from '../format/table.ts';
import type { Io, RunTask } from '../io/io.ts';
import { openNotes, writeResult } from '../io/output.ts';
import { parseSetting, SETTING_MEANINGS } from '../setting-text.ts';
import { en } from '../strings/en.ts';

const configListFlags = {
  json: switchFlag('--json', 'CHOICE_JSON', 'print an object of { value, default } by name'),
};

const examples = `
Settings:
${formatMeanings()}

Examples:
  $ choice config set default_timeout 10m
  $ choice config set sound on
  $ choice config list --json | jq -r .theme.value`;

export function defineConfig(program: Command, run: RunTask): void {
  const config = program
    .command('config')
    .summary('read and change settings')
    .description('Read and change the settings that every command and page uses.')
    .helpCommand('help [command]', 'show help for a command')
    .addHelpText('after', examples);
  const print = (make: (io: Io) => string) => run(async (io) => (await writeResult(io.stdout, make(io))) ?? EXIT.ok);

  config
    .command('get')
    .summary('print the value of a setting')
    .description('Print the value of a setting.')
    .argument('<name>', 'name of the setting')
    .action((name: string) => print((io) => `${readOne(readAll(io), name)}\n`));
  config
    .command('set')
    .summary('change a setting')
    .description('Change a setting; open pages follow at once.')
    .argument('<name>', 'name of the setting')
    .argument('<value>', 'its new value; true or false for a switch')
    .action((name: string, value: string) =>
      run(async (io) => {
        const parsed = parseSetting(name, value);
        if (!parsed.ok) throw usageError(parsed.problem);
        const paths = resolvePaths(io.env);
        const { problems } = readSettings(paths);
        await change(paths, parsed.change, io).catch((error: unknown) => {
          throw notSaved(error, paths);
        });
        const notes = openNotes(io, false);
        for (const problem of problems) notes.say(problem);
        if (problems.length > 0) notes.say(`the settings file was rewritten; the old one is ${oldSettingsPath(paths)}`);
        return EXIT.ok;
      }),
    );
  const list = config
    .command('list')
    .summary('print every setting')
    .description('Print every setting with its value and its default.');
  addFlags(list, configListFlags).action(() =>
    print((io) => {
      const { json } = readFlags(list, configListFlags, io.env);
      return json ? `${JSON.stringify(describeSettings(readAll(io)))}\n` : formatSettings(readAll(io));
    }),
  );
  config
    .command('path')
    .summary('print the path of the file')
    .description('Print the path of the file that holds the settings; it may not exist yet.')
    .action(() => print(({ env }) => `${settingsPath(resolvePaths(env))}\n`));
}

/** Reads the effective settings, and reports problems of the file on stderr. */
function readAll(io: Io): Settings {
  const { settings, problems } = readSettings(resolvePaths(io.env));
  const notes = openNotes(io, false);
  for (const problem of problems) notes.say(problem);
  return settings;
}

function readOne(settings: Settings, name: string): string {
  const known = SETTING_NAMES.find((each) => each === name);
  if (known === undefined)
    throw usageError(`there is no setting "${name}"; the settings are: ${SETTING_NAMES.join(', ')}`);
  return String(settings[known]);
}

/** Changes a setting through the running portal, which notifies every page; without a portal, in the file. */
async function change(paths: Paths, wanted: SettingsChange, io: Io): Promise<void> {
  if (io.env.CHOICE_HOME) checkGivenDirectory(io.env.CHOICE_HOME);
  const fallback = findFallbackDir(io.env);
  // A private fallback directory is not found by any other command.
  if (fallback && !fallback.isShared) throw new UnsafeDirectoryError(fallback.reason);
  if (fallback && settingsPath(paths).startsWith(fallback.directory))
    openNotes(io, false).say(en.fallbackDir(fallback.reason, fallback.directory));
  try {
    const connection = await findPortal(paths);
    if (!connection) return void writeSettings(paths, wanted);
    await changeSettings(connection, wanted);
  } catch (error) {
    // The portal just exited, does not answer, is of a version without this request or setting, or cannot write: write the
    // file directly.
    const isBeyondIt =
      error instanceof NoPortalError || (error instanceof ApiError && [404, 422, 500].includes(error.status));
    if (!isBeyondIt) throw error;
    writeSettings(paths, wanted);
  }
}

/** Rewords a file or directory error: the default message says that no human can be reached, but nobody is asked here. */
function notSaved(error: unknown, paths: Paths): unknown {
  if (error instanceof UnsafeDirectoryError) return failed(error.message);
  const isOfFiles = error instanceof UnsuitableFileError || (error instanceof Error && 'syscall' in error);
  if (!isOfFiles) return error;
  const { path = settingsPath(paths), dest = path } = error as NodeJS.ErrnoException & { dest?: string };
  return failed(`${dest}: ${describeFileError(error)}`);
}

function failed(reason: string): CommandError {
  return new CommandError(`the setting was not saved: ${reason}`, EXIT.unavailable);
}

function describeSettings(settings: Settings): object {
  return Object.fromEntries(
    SETTING_NAMES.map((name) => [name, { value: settings[name], default: DEFAULT_SETTINGS[name] }]),
  );
}

function formatSettings(settings: Settings): string {
  const rows = SETTING_NAMES.map((name) => [name, String(settings[name]), String(DEFAULT_SETTINGS[name])]);
  return joinLines(formatTable(['NAME', 'VALUE', 'DEFAULT'], rows, Number.POSITIVE_INFINITY));
}

function formatMeanings(): string {
  const rows = SETTING_NAMES.map((name) => [`  ${name}`, String(DEFAULT_SETTINGS[name]), SETTING_MEANINGS[name]]);
  return formatTable(['  NAME', 'DEFAULT', 'MEANING'], rows, Number.POSITIVE_INFINITY).join('\n');
}
