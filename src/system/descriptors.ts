// File descriptors inherited from the calling script, which our children must not inherit in turn: a lock would stay held,
// or a pipe open, for as long as the portal or the browser runs.
import { closeSync, readdirSync, readFileSync } from 'node:fs';

/** O_CLOEXEC as proc_pid_fdinfo(5) prints it, in octal. */
const CLOSE_ON_EXEC = 0o2000000;
/** stdin, stdout and stderr: `stdio` of a child always covers these. */
const STANDARD = 3;

/**
 * `stdio` of a child: first `streams`; every further descriptor that it would inherit is replaced by `nothing`, a
 * descriptor of the null device. Node sets close-on-exec on what it opens itself and on the lowest descriptors that it
 * inherits; higher ones would be passed on. On systems other than Linux, a child inherits only what is listed.
 */
export function cutOff<T>(streams: readonly T[], nothing: number): (T | number | 'ignore')[] {
  const stdio: (T | number | 'ignore')[] = [...streams];
  for (const fd of findInherited().filter((each) => each >= streams.length)) {
    while (stdio.length < fd) stdio.push('ignore');
    stdio[fd] = nothing;
  }
  return stdio;
}

/** Closes inherited descriptors beyond the first `count`. Must be called before anything but Node opens one. */
export function closeInherited(count: number): void {
  for (const fd of findInherited()) if (fd >= count) closeSync(fd);
}

/** Descriptors that a child would inherit, ascending. */
function findInherited(): number[] {
  if (process.platform !== 'linux') return [];
  try {
    return readdirSync('/proc/self/fd')
      .map(Number)
      .filter(isPassedOn)
      .sort((a, b) => a - b);
  } catch {
    // Without /proc they cannot be listed.
    return [];
  }
}

function isPassedOn(fd: number): boolean {
  if (fd < STANDARD) return false;
  try {
    const [, flags = ''] = /^flags:\s+([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8')) ?? [];
    return (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) === 0;
  } catch {
    // It was the descriptor of the directory just read.
    return false;
  }
}
