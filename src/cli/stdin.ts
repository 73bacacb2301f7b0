// Reading stdin, or a file: only where the user wrote `-`, for a prompt must not eat what a surrounding loop reads.
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { describeFileError } from '../system/error-words.ts';
import { usageError } from './errors.ts';

let readBy: string | null = null;

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

/** The body that `--body` or `--body-file` gives: Markdown. */
export function readBody({
  body,
  bodyFile,
}: {
  body: string | undefined;
  bodyFile: string | undefined;
}): string | undefined {
  if (bodyFile === undefined) return body;
  if (body !== undefined) throw usageError('--body and --body-file exclude each other; give one of them');
  const text = readText(bodyFile, '--body-file');
  return PREFORMATTED.has(extname(bodyFile).toLowerCase()) ? fenced(text, extname(bodyFile).toLowerCase()) : text;
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
