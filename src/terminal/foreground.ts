// Who may use the terminal now. A process in the background would be stopped for trying.
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { isForegroundStat } from '../system/process-group.ts';

/** True when the process is in the terminal's foreground, or when that cannot be found out. */
export function isInForeground(): boolean {
  try {
    if (process.platform === 'linux') return isForegroundStat(readFileSync('/proc/self/stat', 'utf8'));
    if (process.platform === 'win32') return true;
    const pids = execFileSync('ps', ['-o', 'pgid=,tpgid=', '-p', String(process.pid)], { encoding: 'utf8' });
    const [group, foreground] = pids.trim().split(/\s+/);
    return group === foreground;
  } catch {
    return true;
  }
}

/** True when some program reads single keys from this process's terminal, and so owns the screen. */
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
