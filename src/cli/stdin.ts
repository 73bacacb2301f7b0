// Reading stdin, or a file: only where the user wrote `-`, for a prompt must not eat what a surrounding loop reads.
import { readFileSync } from 'node:fs';
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
    throw usageError(`${flag}: ${name} is not valid UTF-8; convert it first`);
  }
}

/** The body that `--body` or `--body-file` gives. */
export function readBody({
  body,
  bodyFile,
}: {
  body: string | undefined;
  bodyFile: string | undefined;
}): string | undefined {
  if (bodyFile === undefined) return body;
  if (body !== undefined) throw usageError('--body and --body-file exclude each other; give one of them');
  return readText(bodyFile, '--body-file');
}
