// The program: every command with its help. Each command is a module of its own, loaded when its name is called.
import { Command } from 'commander';
import { version } from '../system/version.ts';

/** Adds a command, and what belongs to it, to the program; the exit code of its run goes to `finish`. */
type Define = (program: Command, finish: (exitCode: number) => void) => void;

/** In the order of the help. */
const COMMANDS: Readonly<Record<string, () => Promise<Define>>> = {
  ask: async () => (await import('./commands/ask.ts')).defineAsk,
  confirm: async () => (await import('./commands/confirm.ts')).defineConfirm,
  input: async () => (await import('./commands/input.ts')).defineInput,
  dashboard: async () => (await import('./commands/dashboard.ts')).defineDashboard,
  show: async () => (await import('./commands/show.ts')).defineShow,
  answer: async () => (await import('./commands/answer.ts')).defineAnswer,
  extend: async () => (await import('./commands/extend.ts')).defineExtend,
  cancel: async () => (await import('./commands/cancel.ts')).defineCancel,
  history: async () => (await import('./commands/history.ts')).defineHistory,
  config: async () => (await import('./commands/config.ts')).defineConfig,
  stop: async () => (await import('./commands/stop.ts')).defineStop,
  doctor: async () => (await import('./commands/doctor.ts')).defineDoctor,
  schema: async () => (await import('./commands/schema.ts')).defineSchema,
  completion: async () => (await import('./commands/completion.ts')).defineCompletion,
};

const overview = `
Examples:
  $ choice ask "Pick one" a b c                 the answer on stdout, exit code 0
  $ choice ask --timeout 60 "Ship it?" yes no   "timeout" and exit code 124 after a minute
  $ choice dashboard                            what is waiting for a human right now

Each flag can be set by the environment variable named in brackets.
CHOICE_HOME=DIR keeps all files under DIR; CHOICE_BROWSER=COMMAND opens the page;
CHOICE_TRANSPORT=uws|node forces an engine; CHOICE_IDLE_EXIT=60s is when an idle portal leaves.`;

/** The program with the command `name`; with all of them when there is no such command. */
export async function loadProgram(finish: (exitCode: number) => void, name?: string): Promise<Command> {
  const program = new Command('choice')
    .description('Ask a human from a script: one deadline, one answer, one exit code.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help of a command')
    .addHelpText('after', overview);
  const named = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  const loading = named ? [named()] : Object.values(COMMANDS).map((load) => load());
  for (const define of await Promise.all(loading)) define(program, finish);
  return program;
}
