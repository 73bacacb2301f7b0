// What all questions of one script have in common, so that a page can lead its human from one to the next.
import { createHash } from 'node:crypto';
import { groupOf, identify } from '../system/process-identity.ts';

const NAME_LENGTH = 16;

/**
 * Names the source of this process's questions: the process group of what started it. A shell runs a script in one
 * group, its subshells and pipes too, and stays in its own where each command of an interactive loop has another.
 * Opaque: reveals no pid. Where groups cannot be read, each parent is a source.
 */
export function nameSource(parent = process.ppid): string {
  const { pid, started, boot } = identify(groupOf(parent) ?? parent);
  return createHash('sha256').update(`${boot} ${pid} ${started}`).digest('base64url').slice(0, NAME_LENGTH);
}
