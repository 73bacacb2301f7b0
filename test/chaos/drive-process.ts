// A command of a run that waits, and what befalls it.
import type { Running } from '../helpers/choice.ts';
import type { ProcessCall, ProcessFaultRecord } from './history.ts';
import { trySignal, type World } from './world.ts';

export class ChaosProcess {
  readonly ended: Promise<void>;
  readonly #running: Running;
  readonly #world: World;
  readonly #call: ProcessCall;
  #timer: NodeJS.Timeout | null = null;

  constructor(world: World, running: Running, call: ProcessCall) {
    this.#world = world;
    this.#running = running;
    this.#call = call;
    let at = 0;
    running.child.once('exit', () => {
      at = world.now();
    });
    this.ended = running.exit.then(
      ({ code, signal, stdout }) => {
        call.ended = { at, code, signal, stdout };
      },
      () => {},
    );
  }

  signal(signal: ProcessFaultRecord['signal']): void {
    this.#befall(signal);
  }

  stop(ms: number): void {
    if (!this.#befall('SIGSTOP', ms)) return;
    this.#timer = setTimeout(() => trySignal(this.#running.child.pid, 'SIGCONT'), ms);
  }

  /** Ends what a run leaves behind. */
  abandon(): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (!this.#call.ended) trySignal(this.#running.child.pid, 'SIGKILL');
  }

  #befall(signal: ProcessFaultRecord['signal'], ms = 0): boolean {
    const at = this.#world.now();
    const { exitCode, signalCode, pid } = this.#running.child;
    if (exitCode !== null || signalCode !== null || !trySignal(pid, signal)) return false;
    this.#call.faults.push({ signal, at, until: at + ms });
    return true;
  }
}
