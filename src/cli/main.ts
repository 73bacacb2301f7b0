// Runs the command line: parses the arguments, runs the command, and turns every result or error into an exit code.
import { type Command, CommanderError } from 'commander';
import { settleTerminals } from '../system/terminal-writer.ts';
import { describeError } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import { checkArguments } from './io/check-utf8.ts';
import type { Io } from './io/io.ts';
import { openNotes, printable, writeResult } from './io/output.ts';
import { defineProgram } from './program.ts';

export { processIo } from './io/process-io.ts';

/** How long a terminal that is not being read may delay the exit: ms. */
const LAST_LINE_MS = 250;

/** Width of help that is not printed to a terminal: columns. */
const HELP_WIDTH = 80;

/** Runs the command line of `io` and returns the exit code, after all output to stdout is written. */
export async function main(io: Io): Promise<number> {
  const exitCode = await run(io);
  await settleTerminals(LAST_LINE_MS);
  return exitCode;
}

async function run(io: Io): Promise<number> {
  const { args } = io;
  let exitCode: number = EXIT.ok;
  const program = await defineProgram(async (task) => {
    exitCode = await task(io);
  }, args[0]);
  const parsing = listenToParser(program, io);
  try {
    checkArguments(args);
    await program.parseAsync([...readHelp(program, args)], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return endParsing(error, topicOf(program, args), parsing, io);
    const { message, exitCode: code } = describeError(error);
    openNotes(io, false).fail(message);
    return code;
  }
}

/** Output of the parser, buffered until its target stream is known. */
interface Parsing {
  readonly output: string[];
  readonly complaints: string[];
}

function listenToParser(program: Command, { stdout, stderr }: Io): Parsing {
  const parsing: Parsing = { output: [], complaints: [] };
  const listen = (command: Command) => {
    command.exitOverride().configureOutput({
      writeOut: (text) => parsing.output.push(text),
      writeErr: (text) => parsing.complaints.push(text),
      outputError: (text, write) => write(text),
      getOutHelpWidth: () => stdout.columns ?? HELP_WIDTH,
      getErrHelpWidth: () => stderr.columns ?? HELP_WIDTH,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
    for (const each of command.commands) listen(each);
  };
  listen(program);
  return parsing;
}

/**
 * Rewrites `help config set` and `config help set` to `config set --help`. Passes an unknown topic to the parser as a
 * command, because the parser suggests similar names.
 */
function readHelp(program: Command, args: readonly string[]): readonly string[] {
  const path: string[] = [];
  let command = program;
  let isHelp = false;
  for (const word of args) {
    if (command.commands.length === 0) break;
    if (word === 'help' && !isHelp) {
      isHelp = true;
      continue;
    }
    path.push(word);
    const found = command.commands.find((each) => each.name() === word);
    if (!found) return isHelp ? path : args;
    command = found;
  }
  return isHelp ? [...path, '--help'] : args;
}

/** Prints help and version to stdout, and a mistake as one line on stderr, with a suggestion. */
async function endParsing(
  error: CommanderError,
  topic: string,
  { output, complaints }: Parsing,
  io: Io,
): Promise<number> {
  if (error.exitCode === 0) return (await writeResult(io.stdout, output.join(''))) ?? EXIT.ok;
  if (error.code === 'commander.help') {
    io.stderr.write([...output, ...complaints].join(''));
    return EXIT.usage;
  }
  const line = printable(complaints.join(' ').replaceAll(/^error: |[.\s]+$/g, ''));
  openNotes(io, false).fail(`${nameFlag(line)}${adviceFor(error.code, topic, line)}`);
  return EXIT.usage;
}

/** Says "flag" where the parser says "option", which is something to pick here. */
function nameFlag(line: string): string {
  return line
    .replace(/^unknown option /, 'unknown flag ')
    .replace(/^option '(.+)' argument missing$/, '$1 needs a value');
}

/** The command in `args`, as an argument for `choice help`: ` config set`; empty for the program itself. */
function topicOf(program: Command, args: readonly string[]): string {
  const [name, ...rest] = args;
  const command = program.commands.find((each) => each.name() === name);
  return command ? ` ${name}${topicOf(command, rest)}` : '';
}

/** Advice for a mistake, unless its line contains a suggestion already. */
function adviceFor(code: string, topic: string, line: string): string {
  if (line.includes('Did you mean')) return '';
  switch (code) {
    case 'commander.unknownCommand':
      return `; for a list of commands, run: choice help${topic}`;
    case 'commander.missingArgument':
    case 'commander.excessArguments':
      return `; for usage, run: choice help${topic}`;
    case 'commander.unknownOption':
      return topic === ' ask'
        ? '; put -- before an option to pick that starts with a dash'
        : `; for a list of flags, run: choice help${topic}`;
    default:
      return '';
  }
}
