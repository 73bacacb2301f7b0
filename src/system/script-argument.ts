// Finds the argument of a shell or an interpreter that is its script. In doubt there is none: any other argument may be
// code, or hold a secret. Pure.

/** What the arguments of a shell or an interpreter say. */
export interface ScriptArguments {
  readonly script?: string;
  /** The commands themselves are an argument, as in `sh -c`. */
  readonly isCommandLine?: boolean;
}

/** Reads the arguments `rest` of `program`; null for one that runs no scripts. `exists` tells whether a path is that of a file. */
export function readScriptArguments(
  program: string,
  rest: readonly string[],
  exists: (path: string) => boolean,
): ScriptArguments | null {
  const shell = SHELLS.find(({ names }) => names.test(program));
  if (shell) return readShell(shell, rest, exists);
  return RUNTIMES.test(program) ? readRuntime(rest, exists) : null;
}

interface Shell {
  readonly names: RegExp;
  /** Options without a value. */
  readonly plain: RegExp;
  /** Options whose value is the next argument. */
  readonly valued: RegExp;
  /** The option before commands to run. */
  readonly commands: RegExp;
  /** Stands between options and script. */
  readonly end: RegExp;
}

const bourne: Omit<Shell, 'names'> = {
  plain: /^[-+][abefhiklmnprtuvxBCEHPX]+$/,
  valued: /^[-+][abefhiklmnprtuvxBCEHPX]*o$/,
  commands: /^-[a-zA-Z]*c/,
  end: /^--?$/,
};
const SHELLS: readonly Shell[] = [
  {
    ...bourne,
    names: /^r?bash$/,
    plain: /^[-+][abefhiklmnprtuvxBCEHPT]+$|^--(?:debugger|login|noediting|noprofile|norc|posix|restricted|verbose)$/,
    valued: /^[-+][abefhiklmnprtuvxBCEHPT]*[oO]$|^--(?:rcfile|init-file)$/,
  },
  {
    names: /^fish$/,
    plain: /^-[ilnNP]+$|^--(?:interactive|login|no-execute|no-config|private)$/,
    valued: /^(?:-[dDfop]|--(?:debug|debug-output|debug-stack-frames|features|profile|profile-startup))$/,
    commands: /^-[ilnNP]*c|^--command(?:=|$)/,
    end: /^--$/,
  },
  { ...bourne, names: /^(?:da|z|k|mk|a)?sh$/ },
];

/** Stops at the first option that is not known, which may have a value. */
function readShell(shell: Shell, rest: readonly string[], exists: (path: string) => boolean): ScriptArguments {
  for (let index = 0; index < rest.length; index += 1) {
    const argument = rest[index] ?? '';
    if (shell.commands.test(argument)) return { isCommandLine: true };
    const isEnd = shell.end.test(argument);
    if (isEnd || !/^[-+]/.test(argument)) {
      const script = isEnd ? (rest[index + 1] ?? '') : argument;
      return exists(script) ? { script } : {};
    }
    if (shell.valued.test(argument)) index += 1;
    else if (!shell.plain.test(argument)) return {};
  }
  return {};
}

/** Interpreters whose first argument is the script, unless it is an option. */
const RUNTIMES =
  /^(?:node|nodejs|python[\d.]*|pypy[\d.]*|ruby[\d.]*|perl[\d.]*|php[\d.]*|Rscript|lua[\d.]*|tclsh[\d.]*)$/;
/** Options with which an argument, or the rest of the option, is code or a module; and `-`, a script from stdin. */
const CODE = /^-(?:[a-zA-Z]*[cemEpr].*)?$|^--(?:eval|print|run|process-(?:begin|code|end))(?:=|$)/;
/** Options whose value is the next argument, and often a file. */
const VALUED =
  /^(?:--require|--import|--loader|--experimental-loader|--env-file-if-exists|--redirect-warnings|--tls-keylog|--conditions|--[\w-]*-(?:config|dir|file|filename|path)|-[CWXIzt])$/;

/** After an option, which may take a value, an argument counts as the script only if such a file exists. */
function readRuntime(rest: readonly string[], exists: (path: string) => boolean): ScriptArguments {
  for (let index = 0; index < rest.length; index += 1) {
    const argument = rest[index] ?? '';
    if (CODE.test(argument)) return {};
    if (!argument.startsWith('-')) return index === 0 || exists(argument) ? { script: argument } : {};
    if (VALUED.test(argument)) index += 1;
  }
  return {};
}
