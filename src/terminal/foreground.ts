// Checks whether this process may use the terminal now: the kernel stops a background process that tries.
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { hasLeftForeground } from '../system/process-group.ts';

/** True if this process is in the terminal's foreground process group, or if that is unknown. */
export function isInForeground(): boolean {
  try {
    if (process.platform === 'linux') return !hasLeftForeground('self');
    if (process.platform === 'win32') return true;
    const pids = execFileSync('ps', ['-o', 'pgid=,tpgid=', '-p', String(process.pid)], { encoding: 'utf8' });
    const [group, foreground] = pids.trim().split(/\s+/);
    return group === foreground;
  } catch {
    return true;
  }
}

/** True if some program reads single keys from this process's terminal (no ICANON), and so owns the screen. */
export function isReadByKey(): boolean {
  let file: number;
  try {
    file = openSync('/dev/tty', 'r');
  } catch {
    return false;
  }
  const { stdout } = spawnSync('stty', ['-a'], { stdio: [file, 'pipe', 'ignore'], encoding: 'utf8' });
  closeSync(file);
  return /(^|\s)-icanon\b/.test(stdout ?? '');
}
