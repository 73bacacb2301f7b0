// The two streams: stdout carries results and nothing else, stderr everything for people.
import kleur from 'kleur';
import { visibleText } from '../core/visible-text.ts';
import { terminalWriter } from '../system/terminal-writer.ts';
import { findStdoutFault } from './check-stdout.ts';
import { EXIT } from './exit-codes.ts';

/** Text of others on one line of a terminal; what would steer it, hide or reorder characters is shown as a mark. */
export function printable(text: string): string {
  return visibleText(text.replaceAll(/[\t\r\n]+/g, ' '));
}

/** Writes `text` to stdout. Gives null once it is written, or the exit code of the failure. */
export function writeResult(text: string): Promise<number | null> {
  if (text === '') return Promise.resolve(null);
  const fault = findStdoutFault();
  if (fault !== null) return Promise.resolve(fault === 'EPIPE' ? EXIT.brokenPipe : EXIT.outputFailed);
  return new Promise((resolve) => {
    const onError = (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'EPIPE' ? EXIT.brokenPipe : EXIT.outputFailed);
    process.stdout.once('error', onError);
    process.stdout.write(text, (error) => {
      // What fails is also told as an event, later: only then does the listener have to stay.
      if (error) return onError(error);
      process.stdout.off('error', onError);
      resolve(null);
    });
  });
}

/**
 * The same for the result of a question. A terminal that is not being read delays neither deadlines nor signals: it is
 * given `patienceMs`, or with null as long as it takes.
 */
export async function writeAnswer(text: string, patienceMs: number | null): Promise<number | null> {
  const terminal = terminalWriter(1);
  if (!terminal) return writeResult(text);
  terminal.write(text);
  await terminal.settle(patienceMs);
  return null;
}

/** Speaks to people on stderr. */
export interface Notes {
  /** One line of information. */
  say(message: string): void;
  /** A line that can be copied whole, such as a URL: nothing before or after it. */
  line(text: string): void;
  /** A line that matters even with `--quiet`. */
  fail(message: string): void;
  /** Hands each line to `print` from now on, which has a drawing to keep whole; null: back to stderr. */
  through(print: ((line: string) => void) | null): void;
}

/** Notes on stderr; with `quiet`, only failures. */
export function openNotes(quiet: boolean, env: NodeJS.ProcessEnv = process.env): Notes {
  kleur.enabled = wantsColour(env);
  // stderr may be closed or broken: what people cannot read must not end the command.
  process.stderr.on('error', () => {});
  const terminal = terminalWriter(2);
  const toStderr = (line: string): void => {
    (terminal ?? process.stderr).write(`${line}\n`);
  };
  let write = toStderr;
  return {
    say(message) {
      if (!quiet) write(`${kleur.dim('choice:')} ${printable(message)}`);
    },
    line(text) {
      if (!quiet) write(kleur.cyan(printable(text)));
    },
    fail: (message) => write(`${kleur.red('choice:')} ${printable(message)}`),
    through(print) {
      write = print ?? toStderr;
    },
  };
}

/** no-color.org and force-color.org; else colour on a terminal. */
function wantsColour({ NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0';
  return process.stderr.isTTY === true && TERM !== 'dumb';
}
