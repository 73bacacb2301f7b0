// The program: every command with its help. Running it is `main.ts`; the documents are written from it too.
import { Command, Help } from 'commander';
import { version } from '../system/version.ts';
import { defineAnswer } from './commands/answer.ts';
import { defineAsk } from './commands/ask.ts';
import { defineCancel } from './commands/cancel.ts';
import { defineCompletion } from './commands/completion.ts';
import { defineConfig } from './commands/config.ts';
import { defineConfirm } from './commands/confirm.ts';
import { defineDashboard } from './commands/dashboard.ts';
import { defineDoctor } from './commands/doctor.ts';
import { defineExtend } from './commands/extend.ts';
import { defineHistory } from './commands/history.ts';
import { defineInput } from './commands/input.ts';
import { defineSchema } from './commands/schema.ts';
import { defineShow } from './commands/show.ts';
import { defineStop } from './commands/stop.ts';
import { VARIABLES } from './environment.ts';

const overview = `
Examples:
  $ choice ask "Pick one" a b c                the answer on stdout, exit code 0
  $ choice ask --timeout 60 "Go on?" yes no    "timeout", exit code 124 in 60 s
  $ choice confirm "Migrate?" && ./migrate.sh  exit code 0 for yes, 1 for no
  $ choice dashboard                           what is waiting for a human now

Environment:
${formatVariables()}

Each flag has a variable of the same meaning, which its help names in brackets.

For the flags and examples of a command: choice help COMMAND`;

/** The program with all commands; each hands its exit code to `finish`. Whoever runs it says where output goes. */
export function defineProgram(finish: (exitCode: number) => void): Command {
  const program = new Command('choice')
    .description('Ask a human from a script: one deadline, one answer, one exit code.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .addHelpText('after', overview)
    .configureHelp({
      subcommandTerm: (command) => command.name(),
      // What one picks is an option; what begins with a dash is a flag.
      commandUsage: (command) => new Help().commandUsage(command).replace('[options]', '[flags]'),
      styleTitle: (title) => (title === 'Options:' ? 'Flags:' : title),
    });

  program.commandsGroup('Ask a human:');
  defineAsk(program, finish);
  defineConfirm(program, finish);
  defineInput(program, finish);

  program.commandsGroup('Look, and answer:');
  defineDashboard(program, finish);
  defineAnswer(program, finish);
  defineExtend(program, finish);
  defineCancel(program, finish);
  defineShow(program, finish);
  defineHistory(program, finish);

  program.commandsGroup('Set up:');
  defineConfig(program, finish);
  defineCompletion(program, finish);
  defineSchema(program, finish);
  defineDoctor(program, finish);
  defineStop(program, finish);
  program.helpCommand('help [command...]', 'show help of a command');
  return program;
}

function formatVariables(): string {
  const width = Math.max(...VARIABLES.map(({ usage }) => usage.length));
  return VARIABLES.map(({ usage, meaning }) => `  ${usage.padEnd(width)}  ${meaning}`).join('\n');
}
