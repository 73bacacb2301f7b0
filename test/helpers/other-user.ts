// Another Unix user of this machine: a real process under another uid. Only root can start one.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The user `nobody`: owns nothing, and has no special rights. */
export const OTHER_UID = 65_534;

/** Why a test of two users cannot run here; false when it can. */
export const noOtherUser =
  process.platform !== 'linux'
    ? 'connections do not tell their user here'
    : process.getuid?.() !== 0
      ? 'only root can act as another user'
      : hidesProcesses() && 'this machine hides the processes of others';

function hidesProcesses(): boolean {
  return /^proc \/proc proc \S*hidepid=(?:[12]|invisible|noaccess)/m.test(readFileSync('/proc/mounts', 'utf8'));
}

/** Runs `script`, the body of an async function of `args`, as `uid`; gives what it returns. */
export function actAs<T>(uid: number, script: string, ...args: readonly unknown[]): Promise<T> {
  const code = `(async (args) => { ${script} })(${JSON.stringify(args)}).then((result) => console.log(JSON.stringify(result ?? null)))`;
  const options = { uid, gid: uid, cwd: '/', env: { PATH: process.env.PATH ?? '' } };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ['-e', code], options, (error, stdout, stderr) => {
      if (error) reject(new Error(`${error.message}\n${stderr}`));
      else resolve(JSON.parse(stdout) as T);
    });
  });
}
