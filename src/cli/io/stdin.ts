// Reads files, and stdin only if the user wrote `-`: a prompt must not consume the input of a surrounding loop. Input may
// arrive late, never, or without end, so reading never blocks and is bounded in time and size.
import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, realpathSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LONGEST_TIMER_MS, MAX_BODY_BYTES } from '../../core/limits.ts';
import { utf8Length } from '../../core/text.ts';
import { describeFileError } from '../../system/error-words.ts';
import { readChunks } from '../../system/read-chunks.ts';
import { usageError } from '../errors.ts';
import type { Stdin } from './io.ts';

/** Reads a file, or stdin for `-`. `flag` names the reader in messages; stdin can be read only once. */
export type ReadText = (file: string, flag: string) => Promise<string>;

export interface TextReader {
  readonly readText: ReadText;
  /** True once a source with a possibly slow writer was read: a pipe, a socket or a terminal. */
  readonly hasWaited: () => boolean;
}

/** Read limit: more than any prompt can hold, however its JSON is formatted. */
const MAX_BYTES = 4 * 1024 * 1024;

/** The time limit passed before everything was read. */
export class ReadTimeoutError extends Error {
  override readonly name = 'ReadTimeoutError';
}

/**
 * Creates a reader. It rejects with `ReadTimeoutError` at `until`, on the `performance.now()` clock (null for no limit), and
 * with a usage error if a source cannot be read. It calls `onTerminal` when a human has to type the input.
 */
export function textReader(stdin: Stdin, until: number | null, onTerminal: (flag: string) => void): TextReader {
  let hasWaited = false;
  let readBy: string | null = null;
  const readText: ReadText = async (file, flag) => {
    const name = file === '-' ? 'stdin' : file;
    if (file === '-') {
      if (readBy !== null) throw usageError(`${flag}: stdin is already read by ${readBy}; use a file for one of them`);
      readBy = flag;
      if (stdin.isTerminal) onTerminal(flag);
    }
    try {
      hasWaited ||= !(file === '-' ? stdin.isFile() : statSync(file).isFile());
      const bytes = await within(until, gather(file === '-' ? stdin.read() : readFile(file)));
      if (bytes === null) throw usageError(`${flag}: ${name} is larger than ${MAX_BYTES / 1024 / 1024} MiB`);
      return decode(bytes, name, flag);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      throw usageError(`${flag}: cannot read ${name} (${describeFileError(error)})`);
    }
  };
  return { readText, hasWaited: () => hasWaited };
}

async function within<T>(until: number | null, work: Promise<T>): Promise<T> {
  const patience = until === null ? Number.POSITIVE_INFINITY : until - performance.now();
  if (patience > LONGEST_TIMER_MS) return work;
  const over = new AbortController();
  const late = delay(Math.max(0, patience), null, { signal: over.signal }).then(() => {
    throw new ReadTimeoutError('time was up while it was read');
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    late.catch(() => {});
    over.abort();
  }
}

/** Collects the chunks; null if there are more than `MAX_BYTES`. */
async function gather(chunks: AsyncIterable<Buffer>): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    size += chunk.length;
    if (size > MAX_BYTES) return null;
  }
  return Buffer.concat(parts);
}

async function* readFile(file: string): AsyncGenerator<Buffer> {
  const fd = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    yield* readChunks(fd, fstatSync(fd).isFIFO() && isNamed(file));
  } finally {
    closeSync(fd);
  }
}

/** False for pipes below /dev/fd, as from the shell's `<(command)`: their writer has already opened them. */
function isNamed(file: string): boolean {
  try {
    realpathSync(file);
    return true;
  } catch {
    return false;
  }
}

/** Decodes losslessly, or throws a usage error. */
function decode(bytes: Buffer, name: string, flag: string): string {
  if (isUtf8(bytes)) return bytes.toString();
  throw usageError(`${flag}: ${name} ${isCut(bytes) ? CUT : 'is not valid UTF-8; convert it first'}`);
}

const CUT = 'ends in the middle of a character; cut it up to three bytes earlier';

/** True for valid UTF-8 that was cut inside its last character. */
function isCut(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Strips the byte order mark that some editors put at the beginning. */
export function withoutMark(text: string): string {
  return text.replace(/^\ufeff/, '');
}

/** Returns the body, as Markdown, from `--body` or `--body-file`. */
export async function readBody(
  { body, bodyFile }: { body: string | undefined; bodyFile: string | undefined },
  readText: ReadText,
): Promise<string | undefined> {
  if (bodyFile === undefined) {
    if (body !== undefined) checkSize(body, (room) => `--body "$(head -c ${room} FILE)"`);
    return body;
  }
  if (body !== undefined) throw usageError('--body and --body-file exclude each other; give one of them');
  const text = await readText(bodyFile, '--body-file');
  const extension = extname(bodyFile).toLowerCase();
  const shown = PREFORMATTED.has(extension) ? fenced(text, extension) : text;
  // A text cut by `head` may need one more newline before the fence.
  const around = shown === text ? 0 : shown.length - text.length + 1;
  checkSize(shown, (room) =>
    bodyFile === '-'
      ? `... | head -c ${room} | choice ...`
      : `head -c ${room - around} ${bodyFile} > short${extension}`,
  );
  return shown;
}

/** Throws a usage error for a body that is too long; `shorten` gives an example command that limits it to `room` bytes. */
function checkSize(body: string, shorten: (room: number) => string): void {
  const over = utf8Length(body) - MAX_BODY_BYTES;
  if (over <= 0) return;
  const example = shorten(MAX_BODY_BYTES);
  throw usageError(`the body is longer than ${MAX_BODY_BYTES} bytes; shorten it by ${over}, for example: ${example}`);
}

/** Extensions of files that are shown verbatim; all others, and stdin, are Markdown. */
const PREFORMATTED: ReadonlySet<string> = new Set(['.diff', '.patch', '.log', '.txt']);

/** Wraps `text` in a code fence longer than any run of backticks in it (CommonMark, 4.5). */
function fenced(text: string, extension: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const language = extension === '.diff' || extension === '.patch' ? 'diff' : '';
  return `${fence}${language}\n${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${fence}\n`;
}
