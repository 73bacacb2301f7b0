// The two streams: stdout carries results and nothing else, stderr everything for people.
import { stripVTControlCharacters } from 'node:util';
import { visibleText } from '../../core/visible-text.ts';
import { kleur } from '../../system/colours.ts';
import { EXIT } from '../exit-codes.ts';
import type { Fault, Io, Stdout } from './io.ts';

/** Text of others on one line of a terminal; what would steer it, hide or reorder characters is shown as a mark. */
export function printable(text: string): string {
  return visibleText(text.replaceAll(/[\t\r\n]+/g, ' '));
}

/** Writes `text` to stdout. Gives null once it is written, or the exit code of the failure. */
export async function writeResult(stdout: Stdout, text: string): Promise<number | null> {
  return text === '' ? null : exitCodeOf(await stdout.write(text));
}

/**
 * The same for the result of a question. A terminal that is not being read delays neither deadlines nor signals: it is
 * given `patienceMs`, or with null as long as it takes.
 */
export async function writeAnswer(stdout: Stdout, text: string, patienceMs: number | null): Promise<number | null> {
  return text === '' ? null : exitCodeOf(await stdout.writeWithin(text, patienceMs));
}

function exitCodeOf(fault: Fault | null): number | null {
  if (fault === null) return null;
  return fault === 'EPIPE' ? EXIT.brokenPipe : EXIT.outputFailed;
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
export function openNotes(io: Pick<Io, 'env' | 'stderr'>, quiet: boolean): Notes {
  const hasColour = wantsColour(io);
  const toStderr = (line: string): void => io.stderr.write(`${line}\n`);
  let write = toStderr;
  const put = (line: string): void => write(hasColour ? line : stripVTControlCharacters(line));
  return {
    say(message) {
      if (!quiet) put(`${kleur.dim('choice:')} ${printable(message)}`);
    },
    line(text) {
      if (!quiet) put(kleur.cyan(printable(text)));
    },
    fail: (message) => put(`${kleur.red('choice:')} ${printable(message)}`),
    through(print) {
      write = print ?? toStderr;
    },
  };
}

/** True if what people read may be coloured: no-color.org and force-color.org; else on a terminal. */
export function wantsColour({ env, stderr }: Pick<Io, 'env' | 'stderr'>): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0';
  return stderr.isTerminal && TERM !== 'dumb';
}
