// Running the real binary: each test has a home of its own, and leaves nothing behind.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ListedPrompt, listPrompts } from '../../src/client/api.ts';
import { findPortal } from '../../src/client/connect.ts';
import { resolvePaths } from '../../src/system/paths.ts';
import { makeHomeDirectory } from './home-directory.ts';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const binary = join(root, 'bin', 'choice.js');

type Environment = Readonly<Record<string, string>>;

/** `CHOICE_TEST_TRANSPORT=node` runs on the other engine what does not name one itself. */
const { CHOICE_TEST_TRANSPORT: engine } = process.env;
const ENGINE: Environment = engine ? { CHOICE_TRANSPORT: engine } : {};

/** A private state directory, and the environment that points every command at it. */
export interface Home {
  /** Holds nothing until a command puts something there. */
  readonly directory: string;
  readonly env: Environment;
  /** Commands that run. */
  readonly children: Set<ChildProcess>;
  /** True once a command ran that may have left a portal. */
  hasProcesses: boolean;
  /** Ends the commands that run in the test's own process. */
  readonly stops: Set<() => Promise<unknown>>;
}

/** Whose end is cleaned up after: a test, or a script that takes the place of one. */
export interface Scope {
  after(cleanUp: () => void | Promise<void>): void;
}

/** Makes a home for one test; what still runs in it and its files go when the test ends. `extra` is added to the environment. */
export function makeHome(t: Scope, extra: Environment = {}): Home {
  const { directory, release } = makeHomeDirectory();
  const home: Home = {
    directory,
    // Neither CI nor a display of the machine that runs the tests may leak in, nor its terminal, names and branches.
    env: {
      PATH: process.env.PATH ?? '',
      HOME: directory,
      CHOICE_HOME: directory,
      CHOICE_IDLE_EXIT: '30s',
      CHOICE_NO_TTY: '1',
      CHOICE_NO_CONTEXT: '1',
      ...ENGINE,
      ...extra,
    },
    children: new Set(),
    stops: new Set(),
    hasProcesses: false,
  };
  t.after(async () => {
    // Askers first: one whose portal leaves starts another.
    for (const child of home.children) endAll(child);
    await Promise.all([...home.stops].map((stop) => stop()));
    // Looking at every process of the machine takes a while; a portal in the background has a log.
    const mayHavePortal = home.hasProcesses || existsSync(join(directory, 'log'));
    for (let pids = mayHavePortal ? portalPids(home) : []; pids.length > 0; pids = portalPids(home)) {
      // One that a test stopped hears of its end only once it goes on.
      for (const pid of pids) for (const signal of ['SIGTERM', 'SIGCONT'] as const) kill(pid, signal);
      await eventually(() => !pids.some(isAlive), 'the end of the portal');
    }
    release();
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  });
  return home;
}

export interface Result {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs, in a process of its own or in that of the test. */
export interface Command {
  readonly exit: Promise<Result>;
  /** Resolves with the first match of `pattern` in what stderr said so far or says later; rejects when the command ends before. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  /** The same for stdout. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** The URL that `ask` prints once its prompt is registered. */
  url(): Promise<URL>;
}

/** A command that runs in a process of its own. */
export interface Running extends Command {
  readonly child: ChildProcess;
}

/** Starts `choice ARGS`. */
export function start(home: Home, args: readonly string[], env: Environment = {}): Running {
  return startIn(home, process.execPath, [binary, ...args], env);
}

/** Starts `file ARGS` with the home's environment, such as another installation of `choice`. */
export function startIn(home: Home, file: string, args: readonly string[], env: Environment = {}): Running {
  return keep(home, startCommand(file, args, { ...home.env, ...env }));
}

/** Starts `choice ARGS` in a process group of its own, which Ctrl-C at a terminal signals as a whole. */
export function startGroup(home: Home, args: readonly string[]): Running {
  return keep(home, startCommand(process.execPath, [binary, ...args], home.env, true));
}

/** Starts `script` in `/bin/sh`, where `choice` is a command. */
export function startShell(home: Home, script: string, env: Environment = {}): Running {
  const folder = mkdtempSync(join(home.directory, 'bin-'));
  symlinkSync(binary, join(folder, 'choice'));
  const PATH = `${folder}:${dirname(process.execPath)}:${home.env.PATH}`;
  return keep(home, startCommand('/bin/sh', ['-c', script], { ...home.env, PATH, ...env }, true));
}

function keep(home: Home, running: Running): Running {
  home.hasProcesses = true;
  home.children.add(running.child);
  running.child.once('close', () => home.children.delete(running.child));
  return running;
}

/** Kills a command; one in a group of its own with all that it started there. */
function endAll({ pid }: ChildProcess): void {
  if (pid !== undefined && !kill(-pid, 'SIGKILL')) kill(pid, 'SIGKILL');
}

/** Starts any command; `detached` in a process group of its own, as a shell at a terminal does. */
export function startCommand(file: string, args: readonly string[], env: Environment, detached = false): Running {
  const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached });
  const close = once(child, 'close').then(([code, signal]): Ending => ({ code, signal }));
  return { child, ...follow(args, child, close) };
}

type Ending = Pick<Result, 'code' | 'signal'>;

interface Streams {
  readonly stdout: NodeJS.ReadableStream;
  readonly stderr: NodeJS.ReadableStream;
}

/** Follows what the command `args` writes, until it ends as `close` says. */
export function follow(args: readonly string[], streams: Streams, close: Promise<Ending>): Command {
  const stdout = collect(streams.stdout, close);
  const stderr = collect(streams.stderr, close);
  const exit = new Promise<Result>((resolve, reject) => {
    const late = () => reject(new Error(`${args.join(' ')} still runs after ${LIFETIME} ms`));
    const timer = setTimeout(late, LIFETIME).unref();
    void close.then((ending) => {
      clearTimeout(timer);
      resolve({ ...ending, stdout: stdout.text(), stderr: stderr.text() });
    }, reject);
  });
  // Not every test waits for the end.
  exit.catch(() => {});
  return {
    exit,
    said: stderr.match,
    printed: stdout.match,
    url: async () => new URL((await stderr.match(/^http:\/\/\S+$/m))[0]),
  };
}

/** How long a test waits for a word before it fails with what was said instead: ms. Below any prompt's own timeout. */
const WAIT_TIMEOUT_MS = 40_000;

/** How long a command may run before the test fails that waits for its end: ms. */
const LIFETIME = 60_000;

/** What `stream` says until `end`. */
function collect(stream: NodeJS.ReadableStream, end: Promise<unknown>) {
  let text = '';
  const listeners = new Set<() => void>();
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    for (const listener of listeners) listener();
  });
  const match = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const fail = (when: string) => reject(new Error(`${pattern} was not said ${when}; this was:\n${text}`));
      const timer = setTimeout(() => fail(`within ${WAIT_TIMEOUT_MS} ms`), WAIT_TIMEOUT_MS);
      const look = () => {
        const found = pattern.exec(text);
        if (!found) return;
        clearTimeout(timer);
        listeners.delete(look);
        resolve(found);
      };
      listeners.add(look);
      look();
      const late = () => {
        clearTimeout(timer);
        fail('before the command ended');
      };
      void end.then(late, late);
    });
  return { text: () => text, match };
}

/** An asker whose prompt is registered. */
export interface Asker extends Running {
  readonly link: URL;
  readonly id: string;
}

/** Starts `choice ask ARGS` and waits until its prompt is registered. */
export async function ask(home: Home, args: readonly string[], env: Environment = {}): Promise<Asker> {
  const running = start(home, ['ask', ...args], env);
  const link = await running.url();
  return { ...running, link, id: idOf(link) };
}

/** What is open in the home's background portal, as `choice dashboard --json` lists it. */
export async function readDashboard(home: Home): Promise<readonly ListedPrompt[]> {
  const connection = await findPortal(resolvePaths(home.env));
  return connection ? listPrompts(connection) : [];
}

/** Runs `choice ARGS` to its end. */
export function run(home: Home, args: readonly string[], env: Environment = {}): Promise<Result> {
  return start(home, args, env).exit;
}

/** The id of the prompt at `url`. */
export function idOf(url: URL): string {
  return url.pathname.split('/').pop() ?? '';
}

/** Pid of the home's portal by its discovery file, or null. */
export function portalPid(home: Home): number | null {
  try {
    return JSON.parse(readFileSync(join(home.directory, 'run', 'portal.json'), 'utf8')).pid;
  } catch {
    return null;
  }
}

/** Pids of all portal processes of this home, known to the discovery file or not. Linux only: elsewhere the known one. */
export function portalPids(home: Home): number[] {
  const mark = `CHOICE_HOME=${home.directory}\0`;
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter(
        (pid) => pid > 0 && readProc(pid, 'cmdline').includes('portal.js') && readProc(pid, 'environ').includes(mark),
      );
  } catch {
    const pid = portalPid(home);
    return pid !== null && isAlive(pid) ? [pid] : [];
  }
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** False for a process that has ended and only waits for its parent to notice. */
export function isAlive(pid: number): boolean {
  return kill(pid, 0) && !/^\d+ \(.*\) Z/.test(readProc(pid, 'stat'));
}

function kill(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Waits until `condition` holds, looking ever less often; fails after `patience` ms. For what no event tells of. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  what = 'the condition',
  patience = 30_000,
): Promise<void> {
  const until = Date.now() + patience;
  for (let pause = 10; !(await condition()); pause = Math.min(pause * 1.3, 100)) {
    if (Date.now() > until) throw new Error(`${what} did not hold within ${patience} ms`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
