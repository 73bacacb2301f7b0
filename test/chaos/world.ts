// What a run works with and writes down: a home of its own, the binary under test, and the history so far.
import { performance } from 'node:perf_hooks';
import { findKey } from '../../src/security/key.ts';
import { newTabToken } from '../../src/security/token.ts';
import { type Paths, resolvePaths } from '../../src/system/paths.ts';
import { lastPort } from '../../src/system/portal-files.ts';
import { type Home, makeHome, portalPid, type Running, type Scope, startIn } from '../helpers/choice.ts';
import type { AskerCall, Census, Look, PortalFaultRecord, RequestCall, Sighting, WaiterCall } from './history.ts';
import type { Question } from './plan.ts';

/** How long a portal stays that nobody needs: short, so that it comes and goes within a run. */
const IDLE_EXIT = '1s';

export class World {
  readonly home: Home;
  readonly paths: Paths;
  readonly #binary: string;
  readonly #clockOffset = Date.now() - performance.now();
  readonly askers: AskerCall[] = [];
  readonly waiters: WaiterCall[] = [];
  readonly requests: RequestCall[] = [];
  readonly sightings: Sighting[] = [];
  readonly looks: Look[] = [];
  readonly faults: PortalFaultRecord[] = [];
  readonly censuses: Census[] = [];

  constructor(scope: Scope, binary: string, engine: string) {
    this.home = makeHome(scope, { CHOICE_TRANSPORT: engine, CHOICE_IDLE_EXIT: IDLE_EXIT });
    this.paths = resolvePaths(this.home.env);
    this.#binary = binary;
  }

  /** Wall-clock ms of a clock that never steps. */
  now(): number {
    return performance.now() + this.#clockOffset;
  }

  /** Starts `choice ARGS`. */
  start(args: readonly string[]): Running {
    return startIn(this.home, process.execPath, [this.#binary, ...args]);
  }

  /** Where the last portal has listened; null before the first. */
  get portalUrl(): URL | null {
    const port = lastPort(this.paths);
    return port === null ? null : new URL(`http://127.0.0.1:${port}/`);
  }

  get portalPid(): number | null {
    return portalPid(this.home);
  }

  /** A token as a browser of this user has it, good at every portal of the home on this port. Null before the first. */
  get tabToken(): string | null {
    const [key, port] = [findKey(this.paths.state), lastPort(this.paths)];
    return key === null || port === null ? null : newTabToken({ key, port }, Date.now());
  }
}

/** An answer that `question` takes, one of several; `mark` makes it known as this one. */
export function chooseAnswer({ kind }: Question, choose: number, mark: string) {
  if (kind === 'input') return { values: [], text: `text of ${mark}`, note: mark };
  const values = kind === 'confirm' ? ['yes', 'no'] : ['a', 'b', 'c'];
  return { values: [values[choose % values.length] ?? 'a'], note: mark };
}

/** Sends `signal`; false when the process is gone. */
export function trySignal(pid: number | undefined | null, signal: NodeJS.Signals): boolean {
  try {
    return pid != null && process.kill(pid, signal);
  } catch {
    return false;
  }
}
