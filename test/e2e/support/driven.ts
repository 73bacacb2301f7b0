// What the smoke of the page asks of a browser that is driven by a W3C protocol, and the programs that this takes.
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, type Scope } from '../../helpers/choice.ts';
import { atEnd } from '../../helpers/cleanup.ts';

/** Timeout for starting a browser, and for each command to it: ms. */
export const WAIT_TIMEOUT_MS = 60_000;

/** What tests are broken off by. */
const BREAKS = ['SIGINT', 'SIGTERM'] as const;

/** One tab. Takes one call at a time. */
export interface DrivenTab {
  /** Loads `url`, and resolves once that is loaded. */
  go(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Brings it to the front, where the human looks. Resolves once the page knows. */
  turnTo(): Promise<void>;
  /** What `expression` gives on the page, as far as JSON carries it. */
  read<T>(expression: string): Promise<T>;
  /** Moves the pointer and presses keys, by the "actions" that both protocols have in common. */
  perform(sources: readonly object[]): Promise<void>;
}

/** One person's browser: shares nothing with another's. */
export interface DrivenVisitor {
  newTab(): Promise<DrivenTab>;
  close(): Promise<void>;
}

export interface DrivenBrowser {
  newVisitor(): Promise<DrivenVisitor>;
}

type Environment = Readonly<Record<string, string>>;

/** A directory of its own, which goes at the end, and an environment that has no other and no desktop. */
export function makeRoom(scope: Scope): { readonly directory: string; readonly env: Environment } {
  const directory = mkdtempSync(join(tmpdir(), 'choice-browser-'));
  atEnd(scope, () => rmSync(directory, { recursive: true, force: true, maxRetries: 10 }));
  const env = { PATH: process.env.PATH ?? '', HOME: directory, XDG_RUNTIME_DIR: directory, LANG: 'C.UTF-8' };
  // No session bus, which GTK would otherwise start and leave behind.
  return { directory, env: { ...env, DBUS_SESSION_BUS_ADDRESS: 'disabled:', GSETTINGS_BACKEND: 'memory' } };
}

/** Starts a program that runs until the end of `scope`, and then ends with all that it started. */
export function startProgram(
  scope: Scope,
  file: string,
  args: readonly string[],
  env: Environment,
  stdio: StdioOptions = 'ignore',
): ChildProcess {
  const child = spawn(file, args, { env, stdio, detached: true });
  const ended = once(child, 'exit');
  ended.catch(() => {});
  // Asked and not killed: a display takes its lock and its socket away.
  const askToEnd = () => signalGroup(child, 'SIGTERM');
  // Where the tests are broken off, too, which Ctrl-C does not tell a group of its own.
  const breakOff = (signal: NodeJS.Signals) => {
    askToEnd();
    process.kill(process.pid, signal);
  };
  for (const signal of BREAKS) process.once(signal, breakOff);
  atEnd(scope, async () => {
    askToEnd();
    const timer = setTimeout(signalGroup, WAIT_TIMEOUT_MS, child, 'SIGKILL');
    await ended.catch(() => {});
    clearTimeout(timer);
    signalGroup(child, 'SIGKILL');
    for (const signal of BREAKS) process.off(signal, breakOff);
  });
  return child;
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // All of it has ended.
  }
}

/** What `find` gives once that is not null; fails when `child` ends before. */
export async function awaitFrom<T>(child: ChildProcess, find: () => T | null, what: string): Promise<T> {
  let found: T | null = null;
  await eventually(
    () => {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`${child.spawnfile} ended with ${child.exitCode ?? child.signalCode} before there was ${what}`);
      found = find();
      return found !== null;
    },
    what,
    WAIT_TIMEOUT_MS,
  );
  return found as T;
}
