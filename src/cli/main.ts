// The command line: one program, one file per command, one place where everything ends.
import { Command, CommanderError } from 'commander';
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
import { describeError } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import { openNotes, printable, writeResult } from './output.ts';

const overview = `
Examples:
  $ choice ask "Pick one" a b c                 the answer on stdout, exit code 0
  $ choice ask --timeout 60 "Ship it?" yes no   "timeout" and exit code 124 after a minute
  $ choice dashboard                            what is waiting for a human right now

Each flag can be set by the environment variable named in brackets.
CHOICE_HOME=DIR keeps all files under DIR; CHOICE_BROWSER=COMMAND opens the page;
CHOICE_TRANSPORT=uws|node forces an engine; CHOICE_IDLE_EXIT=60s is when an idle portal leaves.`;

/** Runs `args` and gives the exit code. Everything that goes to stdout is written by then. */
export async function main(args: readonly string[]): Promise<number> {
  let exitCode: number = EXIT.answered;
  const output: string[] = [];
  const complaints: string[] = [];
  const program = defineProgram(
    (code) => {
      exitCode = code;
    },
    output,
    complaints,
  );
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return endParsing(error, args, output, complaints);
    const { message, exitCode: code } = describeError(error);
    openNotes(false).fail(message);
    return code;
  }
}

function defineProgram(finish: (exitCode: number) => void, output: string[], complaints: string[]): Command {
  const program = new Command('choice')
    .description('Ask a human from a script: one deadline, one answer, one exit code.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help of a command')
    .addHelpText('after', overview)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.push(text),
      writeErr: (text) => complaints.push(text),
      outputError: (text, write) => write(text),
    });
  defineAsk(program, finish);
  defineConfirm(program, finish);
  defineInput(program, finish);
  defineDashboard(program, finish);
  defineShow(program, finish);
  defineAnswer(program, finish);
  defineExtend(program, finish);
  defineCancel(program, finish);
  defineHistory(program, finish);
  defineConfig(program, finish);
  defineStop(program, finish);
  defineDoctor(program, finish);
  defineSchema(program, finish);
  defineCompletion(program, finish);
  return program;
}

/** Help and version go to stdout; a mistake is one line on stderr that names it and the likely word. */
async function endParsing(
  error: CommanderError,
  args: readonly string[],
  output: readonly string[],
  complaints: readonly string[],
): Promise<number> {
  if (error.exitCode === 0) return (await writeResult(output.join(''))) ?? EXIT.answered;
  const [first, topic] = args;
  if (error.code === 'commander.help' && first === 'help' && topic) {
    openNotes(false).fail(`unknown command '${topic}'; for a list of commands, run: choice help`);
    return EXIT.usage;
  }
  if (error.code === 'commander.help') {
    process.stderr.write([...output, ...complaints].join(''));
    return EXIT.usage;
  }
  const line = printable(complaints.join(' ').replaceAll(/^error: |\s+$/g, ''));
  const isDashed = error.code === 'commander.unknownOption' && first === 'ask' && !line.includes('Did you mean');
  openNotes(false).fail(isDashed ? `${line}; put -- before options that start with a dash` : line);
  return EXIT.usage;
}
