// Names the source that all questions of one script share, so that a page can lead its human from one to the next.
import { createHash } from 'node:crypto';
import { groupOf, identify } from '../system/process-identity.ts';

const NAME_LENGTH = 16;

/**
 * Names the source of this process's questions after the process group of its parent. A script, with its subshells and
 * pipes, runs in one group; an interactive shell stays in its own group, while each command of a loop gets another.
 * The name is opaque and reveals no pid. If groups cannot be read, each parent is a source.
 */
export function nameSource(parent = process.ppid): string {
  const { pid, started, boot } = identify(groupOf(parent) ?? parent);
  return createHash('sha256').update(`${boot} ${pid} ${started}`).digest('base64url').slice(0, NAME_LENGTH);
}
