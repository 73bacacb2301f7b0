// What befalls the portal of a run, and who is known to the next one afterwards.
import { setTimeout as delay } from 'node:timers/promises';
import { listPrompts } from '../../src/client/api.ts';
import { findPortal } from '../../src/client/connect.ts';
import type { PortalFault } from './plan.ts';
import { trySignal, type World } from './world.ts';

/** Every asker that waits is to be known again this long after the portal was killed: ms. */
const REATTACHED = 3_000;
const WAIT_TIMEOUT_MS = 20_000;
/** A portal gives up a killed asker within so long: ms. */
const GIVEN_UP = 1_000;

export class ChaosPortal {
  readonly #world: World;
  readonly #stopped = new Map<number, NodeJS.Timeout>();
  readonly #censuses: Promise<void>[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  /** Kills the portal of the discovery file, stopped or not. */
  kill(): void {
    const at = this.#world.now();
    if (!trySignal(this.#world.portalPid, 'SIGKILL')) return;
    this.#world.faults.push({ type: 'kill', at, until: at });
    this.#censuses.push(this.#takeCensus(at));
  }

  async befall(fault: PortalFault): Promise<void> {
    const world = this.#world;
    const at = world.now();
    if (fault.type === 'kill portal') return this.kill();
    if (fault.type === 'stop portal') return this.#stop(at, fault.ms);
    if (fault.type === 'end portal') {
      if (trySignal(world.portalPid, 'SIGTERM')) world.faults.push({ type: 'end', at, until: at });
      return;
    }
    await world.start(['stop', ...(fault.force ? ['--force'] : [])]).exit.catch(() => {});
    world.faults.push({ type: 'retire', at, until: world.now() });
  }

  #stop(at: number, ms: number): void {
    const pid = this.#world.portalPid;
    if (pid === null || this.#stopped.has(pid) || !trySignal(pid, 'SIGSTOP')) return;
    this.#world.faults.push({ type: 'stop', at, until: at + ms });
    this.#stopped.set(
      pid,
      setTimeout(() => this.#resume(pid), ms),
    );
  }

  #resume(pid: number): void {
    clearTimeout(this.#stopped.get(pid));
    this.#stopped.delete(pid);
    trySignal(pid, 'SIGCONT');
  }

  async #takeCensus(killed: number): Promise<void> {
    await delay(REATTACHED);
    const open = await this.#listOpen();
    this.#world.censuses.push({ killed, at: this.#world.now(), open });
  }

  /** Ids of the open prompts: none where nobody listens, null where the portal does not answer. */
  async #listOpen(): Promise<string[] | null> {
    try {
      const connection = await findPortal(this.#world.paths);
      return connection ? (await listPrompts(connection)).map(({ id }) => id) : [];
    } catch {
      return null;
    }
  }

  /** Lets everything go on that is stopped, waits for the last census, and until the prompts of the dead are settled. */
  async settle(): Promise<void> {
    for (const pid of this.#stopped.keys()) this.#resume(pid);
    await Promise.all([...this.#censuses, delay(GIVEN_UP)]);
    const until = this.#world.now() + WAIT_TIMEOUT_MS;
    while (this.#world.now() < until && (await this.#listOpen())?.length !== 0) await delay(50);
  }
}
