// Names the program or script that a process runs, without its arguments, which may hold secrets. Linux only.
import { existsSync } from 'node:fs';
import { readProc, readStat } from './proc-file.ts';

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
    const directory = `/proc/${at}/cwd`;
    const name = nameProgram(argv, (path) => existsSync(path.startsWith('/') ? path : `${directory}/${path}`));
    if (name === '') return skipped;
    if (!isCommandLine(argv) && !WRAPPERS.test(name)) return name;
    skipped ??= name;
    at = readStat(at).parent;
  }
  return skipped;
}

const SHELLS = /^(?:ba|da|z|k|mk|a|fi|rba)?sh$/;
/** Interpreters whose first argument is the script, unless it is an option. */
const RUNTIMES =
  /^(?:node|nodejs|python[\d.]*|pypy[\d.]*|ruby[\d.]*|perl[\d.]*|php[\d.]*|Rscript|lua[\d.]*|tclsh[\d.]*)$/;
/** Options with which an argument is code rather than a script. */
const CODE = /^(?:-[a-zA-Z]*[cemEpr]|--eval|--print|--run)$/;

/** Options whose value is the next argument, and often a file. */
const VALUED = /^(?:--require|--import|--loader|--experimental-loader|--env-file|--conditions|-C|-W|-X)$/;

/** Names the program with the arguments `argv`; `exists` tells whether a path is that of a file. Empty for no arguments. */
export function nameProgram(argv: readonly string[], exists: (path: string) => boolean): string {
  const [first = '', ...rest] = argv;
  const program = nameFirst(first);
  const script = SHELLS.test(program)
    ? findShellScript(rest)
    : RUNTIMES.test(program)
      ? findScript(rest, exists)
      : undefined;
  // A script from a pipe, as in `bash <(…)`, has no name of its own.
  if (script === undefined || /^\/(?:dev|proc)\//.test(script)) return program;
  return script.replace(/^(?:\.\/)+/, '') || program;
}

/** True for a shell that was given its commands as an argument. */
function isCommandLine([first = '', ...rest]: readonly string[]): boolean {
  const flags = rest.slice(
    0,
    Math.max(
      0,
      rest.findIndex((argument) => !/^[-+]/.test(argument)),
    ),
  );
  return SHELLS.test(nameFirst(first)) && flags.some((flag) => /^-[a-zA-Z]*c/.test(flag));
}

/** Programs may replace their arguments by one text, such as `sshd: ada@pts/0` or `npm run deploy`. */
function nameFirst(first: string): string {
  const script = /^npm (?:run|run-script) \w[\w.:-]*|^npm (?:test|start)\b/.exec(first);
  if (script) return script[0];
  const title = /^-?([\w.-]+):? /.exec(first)?.[1];
  return title ?? (/[^/]*$/.exec(first)?.[0] ?? '').replace(/^-/, '');
}

/** In a shell, only `-o` and `-O` and two long options take a value, which is the next argument. */
function findShellScript(rest: readonly string[]): string | undefined {
  for (let index = 0; index < rest.length; index += 1) {
    const argument = rest[index] ?? '';
    if (argument === '--' || argument === '-') return rest[index + 1];
    if (!/^[-+]/.test(argument)) return argument;
    if (/^-[a-zA-Z]*[cs]/.test(argument)) return undefined;
    if (/^[-+][a-zA-Z]*[oO]$|^--(?:rcfile|init-file)$/.test(argument)) index += 1;
  }
  return undefined;
}

/** After an option, which may take a value, an argument counts as the script only if such a file exists. */
function findScript(rest: readonly string[], exists: (path: string) => boolean): string | undefined {
  for (let index = 0; index < rest.length; index += 1) {
    const argument = rest[index] ?? '';
    if (CODE.test(argument)) return undefined;
    if (!argument.startsWith('-')) return index === 0 || exists(argument) ? argument : undefined;
    if (VALUED.test(argument)) index += 1;
  }
  return undefined;
}
