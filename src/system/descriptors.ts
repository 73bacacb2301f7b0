// Descriptors that this process inherited from the script that runs it, and that no child of ours may hold: a lock would
// stay taken, and a pipe never end, for as long as the portal or the browser lives.
import { closeSync, readdirSync, readFileSync } from 'node:fs';

/** O_CLOEXEC as proc_pid_fdinfo(5) prints it, in octal. */
const CLOSE_ON_EXEC = 0o2000000;
/** What `stdio` of a child is about anyway. */
const STANDARD = 3;

/**
 * `stdio` of a child with `streams` first, in which each descriptor that would be inherited beyond them is `nothing`: a
 * descriptor of the null device. Node marks what it opens itself, and the lowest that it inherits, as close-on-exec; what
 * lies higher would pass. Elsewhere than on Linux no child inherits what is not named.
 */
export function cutOff<T>(streams: readonly T[], nothing: number): (T | number | 'ignore')[] {
  const stdio: (T | number | 'ignore')[] = [...streams];
  for (const fd of findInherited().filter((each) => each >= streams.length)) {
    while (stdio.length < fd) stdio.push('ignore');
    stdio[fd] = nothing;
  }
  return stdio;
}

/** Closes what this process inherited beyond the first `count` descriptors, so before it opens any by other means than Node. */
export function closeInherited(count: number): void {
  for (const fd of findInherited()) if (fd >= count) closeSync(fd);
}

/** Ascending. */
function findInherited(): number[] {
  if (process.platform !== 'linux') return [];
  try {
    return readdirSync('/proc/self/fd')
      .map(Number)
      .filter(isPassedOn)
      .sort((a, b) => a - b);
  } catch {
    // Without /proc nobody can tell.
    return [];
  }
}

function isPassedOn(fd: number): boolean {
  if (fd < STANDARD) return false;
  try {
    const [, flags = ''] = /^flags:\s+([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8')) ?? [];
    return (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) === 0;
  } catch {
    // It was that of the directory just read.
    return false;
  }
}
