// Detects arguments and variables that are not valid UTF-8: Node replaces invalid bytes by U+FFFD, so that an answer would
// differ from the given value.
import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { usageError } from '../errors.ts';

const REPLACEMENT = '\ufffd';
const fix = 'rename it, or give something else';

/** Throws a usage error if one of `args`, the last arguments of this process, was not decoded losslessly. */
export function checkArguments(args: readonly string[]): void {
  const index = args.findIndex((word) => word.includes(REPLACEMENT));
  if (index === -1) return;
  const words = readWords('/proc/self/cmdline')?.slice(-args.length);
  if (words?.every((word) => isUtf8(word))) return;
  const wrong = words ? words.findIndex((word) => !isUtf8(word)) : index;
  throw usageError(`the argument "${args[wrong]}" is not valid UTF-8; ${fix}`);
}

/** Throws a usage error if `value` of the variable `name` was not decoded losslessly. */
export function checkVariable(name: string, value: string): void {
  if (!value.includes(REPLACEMENT)) return;
  const word = readWords('/proc/self/environ')?.find((each) => each.toString('latin1').startsWith(`${name}=`));
  if (!word || !isUtf8(word)) throw usageError(`${name}: "${value}" is not valid UTF-8; ${fix}`);
}

/** Reads the NUL-terminated words in `file`; null except on Linux, as other systems do not expose the raw bytes. */
function readWords(file: string): Buffer[] | null {
  try {
    return readFileSync(file, 'latin1')
      .split('\0')
      .slice(0, -1)
      .map((word) => Buffer.from(word, 'latin1'));
  } catch {
    return null;
  }
}
