// Reading stdin, or a file: only where the user wrote `-`, for a prompt must not eat what a surrounding loop reads.
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { MAX_BODY_BYTES } from '../core/limits.ts';
import { utf8Length } from '../core/text.ts';
import { describeFileError } from '../system/error-words.ts';
import { usageError } from './errors.ts';

let readBy: string | null = null;

/** True once stdin was read to its end. */
export function isStdinRead(): boolean {
  return readBy !== null;
}

/** Text of `file`, or of stdin for `-`. `flag` names who asks; stdin can be read once only. */
export function readText(file: string, flag: string): string {
  if (file === '-') {
    if (readBy !== null) throw usageError(`${flag}: stdin is read by ${readBy} already; use a file for one of them`);
    readBy = flag;
  }
  const name = file === '-' ? 'stdin' : file;
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw usageError(`${flag}: cannot read ${name} (${describeFileError(error)})`);
  }
  try {
    // What is read comes back byte for byte, or not at all.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw usageError(`${flag}: ${name} ${isCut(bytes) ? CUT : 'is not valid UTF-8; convert it first'}`);
  }
}

const CUT = 'ends inside a character; cut it up to three bytes earlier';

/** True for what would be UTF-8, were it not cut inside its last character. */
function isCut(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** The body that `--body` or `--body-file` gives: Markdown. */
export function readBody({
  body,
  bodyFile,
}: {
  body: string | undefined;
  bodyFile: string | undefined;
}): string | undefined {
  if (bodyFile === undefined) {
    if (body !== undefined) checkSize(body, (room) => `--body "$(head -c ${room} FILE)"`);
    return body;
  }
  if (body !== undefined) throw usageError('--body and --body-file exclude each other; give one of them');
  const text = readText(bodyFile, '--body-file');
  const extension = extname(bodyFile).toLowerCase();
  const shown = PREFORMATTED.has(extension) ? fenced(text, extension) : text;
  // What is cut may want one more line end.
  const around = shown === text ? 0 : shown.length - text.length + 1;
  checkSize(shown, (room) =>
    bodyFile === '-'
      ? `... | head -c ${room} | choice ...`
      : `head -c ${room - around} ${bodyFile} > short${extension}`,
  );
  return shown;
}

/** Throws a usage error for a body that is too long, with the command that makes one of at most `room` bytes. */
function checkSize(body: string, shorten: (room: number) => string): void {
  const over = utf8Length(body) - MAX_BODY_BYTES;
  if (over <= 0) return;
  const example = shorten(MAX_BODY_BYTES);
  throw usageError(`the body is longer than ${MAX_BODY_BYTES} bytes; shorten it by ${over}, for example: ${example}`);
}

/** Files that are shown as they stand, by their names; all others, and stdin, are Markdown. */
const PREFORMATTED: ReadonlySet<string> = new Set(['.diff', '.patch', '.log', '.txt']);

/** `text` as a block of code, whatever fences it holds itself (CommonMark, 4.5). */
function fenced(text: string, extension: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const language = extension === '.diff' || extension === '.patch' ? 'diff' : '';
  return `${fence}${language}\n${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${fence}\n`;
}
