// Opening a page for the human: what they named, else the platform's way, else not at all.
import type { StdioOptions } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { devNull, hostname } from 'node:os';
import { cutOff } from '../system/descriptors.ts';

/** Why no browser is opened. */
export type NoBrowserReason = 'ssh' | 'no_display';

/** How a browser would be opened, or why none is. */
export type Opener =
  | { readonly kind: 'command'; readonly command: string; readonly source: 'CHOICE_BROWSER' | 'BROWSER' }
  | { readonly kind: 'platform' }
  | { readonly kind: 'none'; readonly reason: NoBrowserReason };

/** Picks the opener: `CHOICE_BROWSER`, then `BROWSER`, then the platform, unless nothing could show a page here. */
export function chooseOpener(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Opener {
  for (const source of ['CHOICE_BROWSER', 'BROWSER'] as const) {
    const command = env[source];
    if (command) return { kind: 'command', command, source };
  }
  if (env.SSH_CONNECTION || env.SSH_TTY) return { kind: 'none', reason: 'ssh' };
  const hasScreen = platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY || env.WSL_DISTRO_NAME;
  return hasScreen ? { kind: 'platform' } : { kind: 'none', reason: 'no_display' };
}

/** The command that brings `port` of this machine to where the human of an SSH session sits; null in any other session. */
export function tunnelCommand(env: NodeJS.ProcessEnv, port: string): string | null {
  if (!env.SSH_CONNECTION && !env.SSH_TTY) return null;
  // sshd(8): "client-address client-port server-address server-port".
  const [, , server = hostname(), serverPort = '22'] = env.SSH_CONNECTION?.split(' ') ?? [];
  const other = serverPort === '22' ? '' : `-p ${serverPort} `;
  const user = env.USER ?? env.LOGNAME;
  return `ssh -N -L ${port}:127.0.0.1:${port} ${other}${user ? `${user}@` : ''}${server}`;
}

/** Opens `url`. Resolves once the opener was started; `onFailure` hears, then or later, why no page came of it. */
export async function openBrowser(
  opener: Exclude<Opener, { readonly kind: 'none' }>,
  url: string,
  onFailure: (reason: string) => void,
): Promise<void> {
  if (opener.kind === 'command')
    return runCommand(opener.command, url, (reason) => onFailure(`${opener.source}: ${reason}`));
  // What the package `open` starts would inherit the caller's descriptors.
  if (process.platform === 'linux' && !process.env.WSL_DISTRO_NAME) return runCommand('xdg-open', url, onFailure);
  try {
    const { default: open } = await import('open');
    const child = await open(url);
    child.once('error', (error) => onFailure(error.message));
    child.unref();
  } catch (error) {
    onFailure(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Runs `command` by the shell, as `$BROWSER` and `$EDITOR` are run, with the URL as its argument, or in place of `%s`.
 * But on Windows, where `cmd.exe` has no such way, the URL is never part of what the shell parses.
 */
async function runCommand(command: string, url: string, onFailure: (reason: string) => void): Promise<void> {
  const { spawn } = await import('node:child_process');
  const isWindows = process.platform === 'win32';
  const script = command.includes('%s') ? command.replaceAll('%s', '"$1"') : `${command} "$1"`;
  const [file, args] = isWindows ? [command, [url]] : ['/bin/sh', ['-c', script, 'choice', url]];
  const start = (stdio: StdioOptions) => spawn(file, args, { detached: true, stdio, shell: isWindows });
  const child = startCutOff(start);
  child.once('error', (error) => onFailure(error.message));
  child.once('exit', (code) => {
    if (code !== 0 && code !== null) onFailure(`exit code ${code}`);
  });
  child.unref();
}

/** Where the limit of descriptors leaves no room to replace those of the caller, they are passed on. */
function startCutOff<T>(start: (stdio: StdioOptions) => T): T {
  const nothing = openSync(devNull, 'r+');
  try {
    return start(cutOff(['ignore', 'ignore', 'ignore'] as const, nothing));
  } catch {
    return start('ignore');
  } finally {
    closeSync(nothing);
  }
}
