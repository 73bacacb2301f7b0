// What befalls the portal of a run, and who is known to the next one afterwards.
import { setTimeout as delay } from 'node:timers/promises';
import { listPrompts } from '../../src/client/api.ts';
import { findPortal } from '../../src/client/connect.ts';
import type { PortalFault } from './plan.ts';
import { trySignal, type World } from './world.ts';

/** Every asker that waits is to be known again this long after the portal was killed: ms. */
const REATTACHED = 3_000;
/** A prompt lives for 20 s; with what a busy machine adds: ms. */
const WAIT_TIMEOUT_MS = 30_000;
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

  /**
   * Lets everything go on that is stopped, waits for the last census, and until the prompts of the dead are settled. A
   * command that lists them brings back the portal, and with it the prompts that nobody waits for. Returns what it listed
   * last.
   */
  async settle(): Promise<string[] | null> {
    for (const pid of this.#stopped.keys()) this.#resume(pid);
    await Promise.all([...this.#censuses, delay(GIVEN_UP)]);
    const until = this.#world.now() + WAIT_TIMEOUT_MS;
    for (;;) {
      const open = await this.#readDashboard();
      if (open?.length === 0 || this.#world.now() > until) return open;
      await delay(250);
    }
  }

  async #readDashboard(): Promise<string[] | null> {
    const ending = await this.#world.start(['dashboard', '--json']).exit.catch(() => null);
    return ending?.code === 0 ? JSON.parse(ending.stdout).map(({ id }: { id: string }) => id) : null;
  }
}
