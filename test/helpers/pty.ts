// Running the real binary in a terminal: `script` of util-linux gives it one, and a small screen reads what it draws.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { binary, type Home } from './choice.ts';
import { Screen } from './screen.ts';

/** Why there are no terminals here, or false when there are: for `skip`. */
export const noTerminal = checkScript();

function checkScript(): string | false {
  const { status, stdout } = spawnSync('script', ['--version'], { encoding: 'utf8' });
  return status === 0 && stdout.includes('util-linux')
    ? false
    : 'there is no `script` of util-linux to give a terminal';
}

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Shell text in which `$CHOICE` runs the command; its stdout goes to `$OUT`. */
  readonly shell?: string;
}

/** How a command ended. */
interface Ended {
  readonly code: number | null;
  readonly stdout: string;
}

/** A command that runs in a terminal. */
export interface InTerminal {
  readonly screen: Screen;
  /** Every byte that came so far. */
  raw(): string;
  /** Presses keys: text, or escape sequences as a terminal sends them. */
  type(keys: string): void;
  /** Resolves with the first match of `pattern` on the screen, as it is or becomes; rejects when the command ends before, or after 20 s. */
  shows(pattern: RegExp): Promise<RegExpExecArray>;
  /** Presses `key` again and again, as a human to whom nothing happens, until the screen shows `pattern`. */
  pressUntil(key: string, pattern: RegExp): Promise<void>;
  /** The URL that the command prints once its prompt is registered. */
  url(): Promise<URL>;
  /** Another size of the terminal. */
  resize(columns: number, rows: number): void;
  /** Stops reading the terminal and fills it: writes to it fail with EAGAIN, or block. */
  stall(): void;
  /** Reads the terminal again. */
  flow(): void;
  /** Closes the window: the terminal is gone for all that run in it. */
  hangUp(): void;
  readonly pid: number;
  /** Rejects when the command still runs 30 s after this was asked. */
  readonly exit: Promise<Ended>;
}

/** How long a screen may take to show what it is waited for: ms. */
const WAIT_TIMEOUT_MS = 40_000;

/** How long a human waits before pressing a key again: ms. Longer than the grace. */
const PRESS_INTERVAL_MS = 600;

/** How long a command may go on once a test waits for its end: ms. */
const LIFETIME = 60_000;

/** Keys as a terminal sends them. */
export const KEYS = {
  enter: '\r',
  escape: '\u001b',
  up: '\u001b[A',
  down: '\u001b[B',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
  ctrlX: '\u0018',
  ctrlZ: '\u001a',
  altEnter: '\u001b\r',
  paste: (text: string) => `\u001b[200~${text}\u001b[201~`,
} as const;

/** Writes to a terminal that is not being read until it takes no more: the kernel makes room for a while after it is full. */
function fill(device: string): void {
  const file = openSync(device, constants.O_WRONLY | constants.O_NOCTTY | constants.O_NONBLOCK);
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let idle = 0; idle < 5; idle = fillOnce(file) ? 0 : idle + 1) Atomics.wait(pause, 0, 0, 20);
  closeSync(file);
}

/** True if `file` took anything before it was full. */
function fillOnce(file: number): boolean {
  let hasTaken = false;
  for (let size = 4_096; size >= 1; ) {
    try {
      writeSync(file, '.'.repeat(size));
      hasTaken = true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      size = Math.floor(size / 2);
    }
  }
  return hasTaken;
}

/** For a terminal that a program drives: what it types counts at once. */
const TERMINAL_ENV = {
  SHELL: '/bin/sh',
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
  CHOICE_NO_OPEN: '1',
  CHOICE_NO_TTY: '',
  CHOICE_GRACE: '0',
} as const;

/** `env` for a terminal that a human uses. */
export const WITH_GRACE = { CHOICE_GRACE: '' } as const;

/** Starts `choice ARGS` in a terminal of its own, stdout redirected to a file. */
export function startInTerminal(home: Home, args: readonly string[], options: TerminalOptions = {}): InTerminal {
  const { columns = 80, rows = 24, env = {}, shell = 'exec $CHOICE >"$OUT"' } = options;
  const folder = mkdtempSync(join(home.directory, 'terminal-'));
  const out = join(folder, 'stdout');
  const quoted = [process.execPath, binary, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const command = `export OUT='${out}'; tty; stty cols ${columns} rows ${rows}; ${shell.replaceAll('$CHOICE', () => quoted)}`;
  const child = spawn('script', ['-qfec', command, '/dev/null'], {
    env: { ...home.env, ...TERMINAL_ENV, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  home.children.add(child);
  const ended = once(child, 'close');
  void ended.then(() => home.children.delete(child));
  const screen = new Screen(columns);
  const listeners = new Set<() => void>();
  let raw = '';
  child.stdin.on('error', () => {});
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    raw += chunk;
    screen.write(chunk);
    for (const listener of listeners) listener();
  });
  const shows = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const stop = () => {
        listeners.delete(look);
        clearTimeout(timer);
      };
      const fail = (why: string) => {
        stop();
        reject(new Error(`${why} before the screen showed ${pattern}; it shows:\n${screen.text()}`));
      };
      const look = () => {
        const found = pattern.exec(screen.text());
        if (!found) return;
        stop();
        resolve(found);
      };
      const timer = setTimeout(() => fail(`${WAIT_TIMEOUT_MS / 1_000} s passed`), WAIT_TIMEOUT_MS);
      listeners.add(look);
      look();
      void ended.then(() => fail('the command ended'));
    });
  const device = () => /^(\/dev\/\S+)/m.exec(raw)?.[1] ?? '';
  const type = (keys: string) => child.stdin.write(keys);
  return {
    screen,
    raw: () => raw,
    type,
    shows,
    async pressUntil(key, pattern) {
      const shown = shows(pattern);
      type(key);
      const again = setInterval(() => type(key), PRESS_INTERVAL_MS);
      await shown.finally(() => clearInterval(again));
    },
    url: async () => new URL((await shows(/^http:\/\/\S+$/m))[0]),
    resize(width, height) {
      screen.resize(width);
      spawnSync('stty', ['-F', device(), 'cols', String(width), 'rows', String(height)]);
    },
    stall() {
      child.kill('SIGSTOP');
      fill(device());
    },
    flow: () => child.kill('SIGCONT'),
    hangUp: () => void child.kill('SIGKILL'),
    get pid() {
      return child.pid ?? 0;
    },
    get exit() {
      return new Promise<Ended>((resolve, reject) => {
        const late = () => reject(new Error(`it still runs after ${LIFETIME / 1_000} s and shows:\n${screen.text()}`));
        const timer = setTimeout(late, LIFETIME);
        void ended.then(([code]) => {
          clearTimeout(timer);
          resolve({ code, stdout: readFileSync(out, 'utf8') });
        });
      });
    },
  };
}
