// The command line inside the test's own process: what was built, given streams of the test's. A process of its own costs
// a quarter of a second of CPU time, this a few milliseconds; what depends on signals, descriptors or a terminal needs one.
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Io, Stdin, Stdout } from '../../src/cli/io/io.ts';
import type { Stop } from '../../src/cli/io/signals.ts';
import type { main as runMain } from '../../src/cli/main.ts';
import { type Command, follow, type Home, type Result, root, run } from './choice.ts';

type Environment = Readonly<Record<string, string>>;

export interface InProcessOptions {
  /** Added to the environment of the home. */
  readonly env?: Environment;
  /** What a pipe on stdin gives; without it, stdin is at its end. */
  readonly stdin?: string | Uint8Array;
}

interface Cli {
  readonly main: typeof runMain;
}

let loaded: Cli | null = null;

/** The built command line, whose parts find each other where they do in an installation. */
function loadCli(): Cli {
  loaded ??= createRequire(import.meta.url)(join(root, 'dist', 'load.js')).load('cli.js', false) as Cli;
  return loaded;
}

/** Runs `choice ARGS` in this process, to its end. */
export function runInProcess(home: Home, args: readonly string[], options: InProcessOptions = {}): Promise<Result> {
  return startInProcess(home, args, options).exit;
}

/** How many cases of a table run by the real binary, as a guard. */
const GUARDS = 2;

/** Runs `choice ARGS`, the case at `index` of a table: the first ones by the real binary, all others in this process. */
export function runCase(index: number, home: Home, args: readonly string[], env: Environment = {}): Promise<Result> {
  return index < GUARDS ? run(home, args, env) : runInProcess(home, args, { env });
}

/** Starts `choice ARGS` in this process. It is stopped as by SIGTERM when the test ends. */
export function startInProcess(home: Home, args: readonly string[], options: InProcessOptions = {}): Command {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  let stop: (stop: Stop) => void = () => {};
  const stopped = new Promise<Stop>((resolve) => {
    stop = resolve;
  });
  let endSignal: NodeJS.Signals | null = null;
  const io: Io = {
    args,
    // A portal in the background is a process too.
    env: { ...home.env, CHOICE_PORTAL: 'inline', ...options.env },
    startedAt: performance.now(),
    stdin: stdinOf(options.stdin),
    stdout: stdoutOf(stdout),
    stderr: { isTerminal: false, columns: undefined, write: (text) => void stderr.write(text) },
    openTerminal: () => null,
    watchSignals: () => ({ stopped, interrupt: () => stop({ signal: 'SIGINT', isTyped: true }) }),
    endBySignal({ signal }) {
      endSignal = signal;
      return 128 + constants.signals[signal];
    },
  };
  const close = loadCli()
    .main(io)
    .finally(async () => {
      // What was written is read before the end is reported, as with a process.
      const read = Promise.all([once(stdout, 'end'), once(stderr, 'end')]);
      stdout.end();
      stderr.end();
      await read;
    })
    .then((code) => ({ code: endSignal === null ? code : null, signal: endSignal }));
  const command = follow(args, { stdout, stderr }, close);
  const stopNow = async () => {
    stop({ signal: 'SIGTERM', isTyped: false });
    await close.catch(() => {});
  };
  home.stops.add(stopNow);
  const forget = () => home.stops.delete(stopNow);
  void close.then(forget, forget);
  return command;
}

function stdinOf(input: string | Uint8Array | undefined): Stdin {
  return {
    isTerminal: false,
    isFile: () => false,
    async *read() {
      if (input !== undefined) yield Buffer.from(input);
    },
  };
}

function stdoutOf(stream: PassThrough): Stdout {
  return {
    isTerminal: false,
    columns: undefined,
    findFault: () => null,
    isClosed: () => false,
    async write(text) {
      stream.write(text);
      return null;
    },
  };
}
