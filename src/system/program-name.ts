// Names the program or script that a process runs, without its arguments, which may hold secrets. Linux only.
import { readdirSync, readlinkSync, statSync } from 'node:fs';
import { readProc, readStat } from './proc-file.ts';
import { readScriptArguments } from './script-argument.ts';

/** How many shells with `-c` and wrappers to pass on the way to what started them. */
const MAX_CLIMB = 5;
/** Programs that only run another one, as in `timeout 10m choice ask`. */
const WRAPPERS = /^(?:timeout|env|nohup|nice|ionice|setsid|stdbuf|time|xargs|sudo|doas)$/;

/**
 * Names what runs as `pid`: a script by its path, anything else by the name of its program. A shell that only runs a
 * command line (`sh -c`) and a wrapper are skipped for the process that started them. Null where nothing is known.
 */
export function nameAskingProgram(pid: number): string | null {
  let at = String(pid);
  let skipped: string | null = null;
  for (let climbed = 0; climbed < MAX_CLIMB && Number(at) > 0; climbed += 1) {
    const argv = readProc(`/proc/${at}/cmdline`).split('\0');
    const executable = lastPart(readLink(`/proc/${at}/exe`).replace(/ \(deleted\)$/, ''));
    const { name, isCommandLine } = nameProgram(argv, (path) => isFileOf(at, path), executable);
    if (name === '') return skipped;
    if (!isCommandLine && !WRAPPERS.test(name)) return name;
    skipped ??= name;
    at = readStat(at).parent;
  }
  return skipped;
}

export interface ProgramName {
  /** Empty where it is not known. */
  readonly name: string;
  /** True for a shell that was given its commands as an argument. */
  readonly isCommandLine: boolean;
}

/**
 * Names the program with the arguments `argv`; `exists` tells whether a path is that of a file, and `executable` is the
 * name of the file that the process runs, empty if unknown.
 */
export function nameProgram(argv: readonly string[], exists: (path: string) => boolean, executable = ''): ProgramName {
  const [first = '', ...rest] = argv;
  const isPath = lastPart(first) === executable || (first.includes('/') && exists(first));
  const program = isPath ? lastPart(first) : readTitle(first, executable);
  // What follows a title may be what is left of the arguments that it has replaced.
  const isTitle = !isPath && /\s/.test(first);
  const { script, isCommandLine = false } = (isTitle ? null : readScriptArguments(program, rest, exists)) ?? {};
  // A script from a pipe, as in `bash <(…)`, has no name of its own.
  const isNamed = script !== undefined && !/^\/(?:dev|proc)\//.test(script);
  return { name: (isNamed && script.replace(/^(?:\.\/)+/, '')) || program, isCommandLine };
}

/**
 * Programs may replace their arguments by one text, such as `sshd: ada@pts/0` or `npm run deploy`: its first word names
 * the program, unless it looks like something else.
 */
function readTitle(first: string, executable: string): string {
  const script = /^npm (?:(?:run|run-script) \w[\w.:-]*|test|start)(?=\s|$)/.exec(first);
  if (script) return script[0];
  const word = /^-?([\p{L}\p{N}_.+/-]+):?(?:\s|$)/u.exec(first)?.[1] ?? '';
  return lastPart(word) || executable;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/**
 * True if `path` is that of a regular file to the process `pid`. It may have left the directory that a relative path
 * was meant in; shells hold their script open.
 */
function isFileOf(pid: string, path: string): boolean {
  if (path.startsWith('/')) return isFile(path);
  if (isFile(`/proc/${pid}/cwd/${path}`)) return true;
  const end = `/${path.replace(/^(?:\.{1,2}\/)+/, '')}`;
  return listDirectory(`/proc/${pid}/fd`).some((name) => {
    const link = `/proc/${pid}/fd/${name}`;
    return readLink(link).endsWith(end) && isFile(link);
  });
}

function isFile(path: string): boolean {
  return attempt(() => statSync(path).isFile(), false);
}

function readLink(path: string): string {
  return attempt(() => readlinkSync(path), '');
}

function listDirectory(path: string): string[] {
  return attempt(() => readdirSync(path), []);
}

function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
