// Defines the program: every command with its help, each in its own module, loaded only when needed. `main.ts` runs it; the
// documents are generated from it too.
import { Command, Help } from 'commander';
import { version } from '../system/version.ts';
import { VARIABLES } from './environment.ts';
import type { RunTask } from './io/io.ts';

/** Adds a command to the program; the command runs its task through `run`. */
type Define = (program: Command, run: RunTask) => void;

/** Commands by name, under the headings and in the order of the help. */
const GROUPS: Readonly<Record<string, Readonly<Record<string, () => Promise<Define>>>>> = {
  'Ask a human:': {
    ask: async () => (await import('./commands/ask.ts')).defineAsk,
    confirm: async () => (await import('./commands/confirm.ts')).defineConfirm,
    input: async () => (await import('./commands/input.ts')).defineInput,
    wait: async () => (await import('./commands/wait.ts')).defineWait,
  },
  'See and answer prompts:': {
    dashboard: async () => (await import('./commands/dashboard.ts')).defineDashboard,
    answer: async () => (await import('./commands/answer.ts')).defineAnswer,
    extend: async () => (await import('./commands/extend.ts')).defineExtend,
    cancel: async () => (await import('./commands/cancel.ts')).defineCancel,
    show: async () => (await import('./commands/show.ts')).defineShow,
    history: async () => (await import('./commands/history.ts')).defineHistory,
  },
  'Set up:': {
    config: async () => (await import('./commands/config.ts')).defineConfig,
    completion: async () => (await import('./commands/completion.ts')).defineCompletion,
    schema: async () => (await import('./commands/schema.ts')).defineSchema,
    doctor: async () => (await import('./commands/doctor.ts')).defineDoctor,
    stop: async () => (await import('./commands/stop.ts')).defineStop,
  },
};

const overview = `
Examples:
  $ choice ask "Pick one" a b c                the answer on stdout, exit code 0
  $ choice ask --timeout 60 "Go on?" yes no    "timeout", exit code 124 in 60 s
  $ choice confirm "Migrate?" && ./migrate.sh  exit code 0 for yes, 1 for no
  $ choice dashboard                           what is waiting for a human

Environment:
${formatVariables()}

Most flags can also be set by a variable, which the help names in brackets.

For the flags and examples of a command: choice help COMMAND`;

/**
 * Creates the program with the command `name`, or with all commands if there is none of that name. Commands run their
 * tasks through `run`. The caller decides where help and error messages go.
 */
export async function defineProgram(run: RunTask, name = ''): Promise<Command> {
  const program = new Command('choice')
    .description('Ask a human from a script: one deadline, one answer, one exit code.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .addHelpText('after', overview)
    .configureHelp({
      subcommandTerm: (command) => command.name(),
      // In our help, an option is something to pick; an argument with a dash is a flag.
      commandUsage: (command) => new Help().commandUsage(command).replace('[options]', '[flags]'),
      styleTitle: (title) => (title === 'Options:' ? 'Flags:' : title),
    });

  const isKnown = Object.values(GROUPS).some((commands) => Object.hasOwn(commands, name));
  for (const [heading, commands] of Object.entries(GROUPS)) {
    program.commandsGroup(heading);
    const wanted = Object.keys(commands).filter((each) => !isKnown || each === name);
    const loaded = await Promise.all(wanted.map((each) => commands[each]?.()));
    for (const define of loaded) define?.(program, run);
  }
  program.helpCommand('help [command...]', 'show help for a command');
  return program;
}

function formatVariables(): string {
  const width = Math.max(...VARIABLES.map(({ usage }) => usage.length));
  return VARIABLES.map(({ usage, meaning }) => `  ${usage.padEnd(width)}  ${meaning}`).join('\n');
}
