// Opens a page for the human: with the browser that they configured, else with the platform's opener, else not at all.
import type { StdioOptions } from 'node:child_process';
import { accessSync, closeSync, constants, existsSync, openSync, statSync } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import { devNull } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { cutOff } from '../system/descriptors.ts';

/** The variables that name a browser, in order of precedence. */
const SOURCES = ['CHOICE_BROWSER', 'BROWSER'] as const;
type Source = (typeof SOURCES)[number];

/** How a browser would be opened, or why none is. */
export type Opener =
  | { readonly kind: 'command'; readonly command: string; readonly source: Source }
  | { readonly kind: 'platform' }
  | { readonly kind: 'none'; readonly reason: 'ssh' | 'no_display' }
  /** `source` is set to `none`. */
  | { readonly kind: 'none'; readonly reason: 'unwanted'; readonly source: Source };

/** Only a failure within this time is reported: ms. An opener that exits later was a browser in use. */
const OPENING_TIME_MS = 10_000;

/**
 * Picks the opener: `CHOICE_BROWSER`, then `BROWSER`, then the platform's, unless nothing here can show a page. `isThere`
 * tests whether a file exists.
 */
export function chooseOpener(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  isThere: (path: string) => boolean = existsSync,
): Opener {
  for (const source of SOURCES) {
    const command = env[source]?.trim();
    if (!command) continue;
    const isNone = /^none$/i.test(command);
    return isNone ? { kind: 'none', reason: 'unwanted', source } : { kind: 'command', command, source };
  }
  if (isOverSsh(env) && !(platform === 'linux' && hasOwnDisplay(env, isThere))) return { kind: 'none', reason: 'ssh' };
  const hasScreen = platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY || env.WSL_DISTRO_NAME;
  return hasScreen ? { kind: 'platform' } : { kind: 'none', reason: 'no_display' };
}

/** True when started from an SSH session, perhaps one that has ended: a terminal multiplexer outlives its session. */
function isOverSsh({ SSH_CONNECTION, SSH_TTY }: NodeJS.ProcessEnv): boolean {
  return Boolean(SSH_CONNECTION || SSH_TTY);
}

/** True when this machine has a display of its own. The name of one forwarded by SSH has a host: `localhost:10.0`. */
function hasOwnDisplay(
  { DISPLAY = '', WAYLAND_DISPLAY = '', XDG_RUNTIME_DIR = '' }: NodeJS.ProcessEnv,
  isThere: (path: string) => boolean,
): boolean {
  const [, number] = /^(?:unix)?:(\d+)(?:\.\d+)?$/.exec(DISPLAY) ?? [];
  if (number !== undefined && isThere(`/tmp/.X11-unix/X${number}`)) return true;
  if (WAYLAND_DISPLAY === '') return false;
  if (isAbsolute(WAYLAND_DISPLAY)) return isThere(WAYLAND_DISPLAY);
  return XDG_RUNTIME_DIR !== '' && isThere(join(XDG_RUNTIME_DIR, WAYLAND_DISPLAY));
}

/** The command that forwards a port of this machine to the human's machine in an SSH session. */
export interface Tunnel {
  readonly command: string;
  /** False when the command contains HOST, a placeholder for a name of this machine that only the human knows. */
  readonly isHostKnown: boolean;
}

/** Returns the tunnel for `port`; null when not started from an SSH session. */
export function tunnelCommand(env: NodeJS.ProcessEnv, port: string): Tunnel | null {
  if (!isOverSsh(env)) return null;
  // sshd(8): "client-address client-port server-address server-port".
  const [, , server = '', serverPort = '22'] = env.SSH_CONNECTION?.split(' ') ?? [];
  const isHostKnown = isReachedByAddress(server);
  const other = serverPort === '22' ? '' : `-p ${serverPort} `;
  const user = env.USER ?? env.LOGNAME;
  const host = `${user ? `${user}@` : ''}${isHostKnown ? server : 'HOST'}`;
  return { command: `ssh -N -L ${port}:127.0.0.1:${port} ${other}${host}`, isHostKnown };
}

/** Addresses that are valid only inside a machine's own network: cloud, container and home networks, VPNs. */
const INSIDE: readonly (readonly [address: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
];

/** False for an address at which other machines may be unable to reach this one, and for text that is not an address. */
function isReachedByAddress(server: string): boolean {
  const [address = ''] = server.split('%');
  const version = isIP(address);
  if (version === 0) return false;
  const inside = new BlockList();
  for (const [net, prefix] of INSIDE) inside.addSubnet(net, prefix, net.includes(':') ? 'ipv6' : 'ipv4');
  return !inside.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Opens `url`; programs run with `env`. Resolves once the opener has started. If it fails, then or later, `onFailure`
 * receives the reason.
 */
export async function openBrowser(
  opener: Exclude<Opener, { readonly kind: 'none' }>,
  url: string,
  env: NodeJS.ProcessEnv,
  onFailure: (reason: string) => void,
): Promise<void> {
  if (opener.kind === 'command') {
    const commands = process.platform === 'win32' ? [opener.command] : listCommands(opener.command);
    return runCommands(commands, url, env, (reason) => onFailure(`${opener.source}: ${reason}`));
  }
  // A process started by the package `open` would inherit the caller's file descriptors.
  if (process.platform === 'linux' && !env.WSL_DISTRO_NAME) return runCommand('xdg-open', url, env, onFailure);
  try {
    const { default: open } = await import('open');
    const child = await open(url);
    watchEnd(child, onFailure);
    child.unref();
  } catch (error) {
    onFailure(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Returns the commands in `text`, in the order to try them: `text` itself if it is the path of a program, which may have
 * any characters; else its colon-separated parts, as in `firefox:chromium --app=%s`. Text with shell syntax, or with a
 * URL of its own, is one command.
 */
export function listCommands(text: string, isProgram: (path: string) => boolean = isExecutable): readonly string[] {
  if (isProgram(text)) return [quote(text)];
  if (/["'\\`$;&|<>()]|:\/\//.test(text)) return [text];
  const commands = text.split(':').filter((command) => command.trim() !== '');
  return commands.map((command) => (isProgram(command) ? quote(command) : command));
}

function isExecutable(path: string): boolean {
  if (!isAbsolute(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Quotes `text` as one shell word. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Runs the first of `commands`, and the next one if it fails; calls `onFailure` if the last one fails. */
async function runCommands(
  [command = '', ...others]: readonly string[],
  url: string,
  env: NodeJS.ProcessEnv,
  onFailure: (reason: string) => void,
): Promise<void> {
  const onEnd = others.length === 0 ? onFailure : () => void runCommands(others, url, env, onFailure);
  await runCommand(command, url, env, onEnd);
}

/**
 * Runs `command` in the shell, as is usual for `$BROWSER` and `$EDITOR`, with the URL as its argument, or in place of
 * `%s`. The shell never parses the URL, except on Windows, where `cmd.exe` has no way to avoid that.
 */
async function runCommand(
  command: string,
  url: string,
  env: NodeJS.ProcessEnv,
  onFailure: (reason: string) => void,
): Promise<void> {
  const { spawn } = await import('node:child_process');
  const isWindows = process.platform === 'win32';
  // A quoted path is one word, in which `%s` is not a placeholder.
  const hasPlace = command.includes('%s') && !command.startsWith("'");
  const script = hasPlace ? command.replaceAll('%s', '"$1"') : `${command} "$1"`;
  const [file, args] = isWindows ? [command, [url]] : ['/bin/sh', ['-c', script, 'choice', url]];
  const child = startCutOff((stdio) => spawn(file, args, { env, detached: true, stdio, shell: isWindows }));
  watchEnd(child, onFailure);
  child.unref();
}

/** Replaces the caller's file descriptors in the child; if the descriptor limit leaves no room for that, passes them on. */
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

interface Child {
  once(event: 'error', listener: (error: Error) => void): unknown;
  once(event: 'exit', listener: (code: number | null, signal: string | null) => void): unknown;
}

/** Reports an opener that cannot start, or soon fails. Does not keep this process alive. */
function watchEnd(child: Child, onFailure: (reason: string) => void): void {
  const started = performance.now();
  child.once('error', (error) => onFailure(error.message));
  child.once('exit', (code, signal) => {
    if (code === 0 || performance.now() - started > OPENING_TIME_MS) return;
    onFailure(code === null ? `ended by ${signal}` : `exit code ${code}`);
  });
}
