// The two output streams: stdout carries only results, stderr everything meant for people.
import { stripVTControlCharacters } from 'node:util';
import { visibleText } from '../../core/visible-text.ts';
import { kleur } from '../../system/colours.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io, Stdout } from './io.ts';

/** Puts untrusted text on one line of a terminal; shows control, hidden and bidi characters as marks. */
export function printable(text: string): string {
  return visibleText(text.replaceAll(/[\t\r\n]+/g, ' '));
}

/**
 * Writes `text` to stdout. Returns null once it is written, or the exit code of the failure. With `patienceMs`, as
 * `Stdout.write` takes it, a terminal that is not being read delays neither deadlines nor signals.
 */
export async function writeResult(stdout: Stdout, text: string, patienceMs?: number | null): Promise<number | null> {
  const fault = text === '' ? null : await stdout.write(text, patienceMs);
  if (fault === null) return null;
  return fault === 'EPIPE' ? EXIT.brokenPipe : EXIT.outputFailed;
}

/** Messages for people on stderr. */
export interface Notes {
  /** One line of information. */
  say(message: string): void;
  /** A line to copy as a whole, such as a URL: printed without prefix. */
  line(text: string): void;
  /** An error line, printed even with `--quiet`. */
  fail(message: string): void;
  /** Routes each line to `print` from now on, which keeps its drawing intact; null routes them to stderr again. */
  through(print: ((line: string) => void) | null): void;
}

/** Creates notes on stderr; `quiet` suppresses all but failures. */
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

/** True if stderr should be coloured: by NO_COLOR and FORCE_COLOR (no-color.org, force-color.org), else on a terminal. */
export function wantsColour({ env, stderr }: Pick<Io, 'env' | 'stderr'>): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0';
  return stderr.isTerminal && TERM !== 'dumb';
}
