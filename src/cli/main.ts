// The command line: one program, one file per command, one place where everything ends.
import { type Command, CommanderError } from 'commander';
import { describeError } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import { openNotes, printable, writeResult } from './output.ts';
import { loadProgram } from './program.ts';

/** Runs `args` and gives the exit code. Everything that goes to stdout is written by then. */
export async function main(args: readonly string[]): Promise<number> {
  let exitCode: number = EXIT.answered;
  const output: string[] = [];
  const complaints: string[] = [];
  const program = await loadProgram((code) => {
    exitCode = code;
  }, args[0]);
  listenToParser(program, output, complaints);
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

/** Keeps what the parser has to say until it is known where it goes. */
function listenToParser(command: Command, output: string[], complaints: string[]): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => output.push(text),
    writeErr: (text) => complaints.push(text),
    outputError: (text, write) => write(text),
  });
  for (const each of command.commands) listenToParser(each, output, complaints);
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
