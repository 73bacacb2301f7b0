// One asker of a run: the real command, its prompt, and what befalls it.
import { idOf, type Running } from '../helpers/choice.ts';
import { fallbackOf } from './check-askers.ts';
import { type AskerCall, questionText } from './history.ts';
import type { Question } from './plan.ts';
import { trySignal, type World } from './world.ts';

export class ChaosAsker {
  readonly call: AskerCall;
  /** Resolves with the id of its prompt once that is registered; null when it ended before. */
  readonly registered: Promise<string | null>;
  readonly ended: Promise<void>;
  readonly #running: Running;
  readonly #world: World;
  #timer: NodeJS.Timeout | null = null;

  constructor(world: World, asker: number, question: Question) {
    this.#world = world;
    this.call = { asker, question, spawned: world.now(), registered: null, ended: null, faults: [] };
    world.askers.push(this.call);
    this.#running = world.start(commandLine(asker, question));
    let at = 0;
    this.#running.child.once('exit', () => {
      at = world.now();
    });
    this.registered = this.#running.url().then(
      (url) => {
        this.call.registered = { at: world.now(), id: idOf(url) };
        return this.call.registered.id;
      },
      () => null,
    );
    this.ended = this.#running.exit.then(
      ({ code, signal, stdout }) => {
        this.call.ended = { at, code, signal, stdout };
      },
      () => {},
    );
  }

  kill(): void {
    this.#befall('kill', 'SIGKILL');
  }

  signal(signal: NodeJS.Signals): void {
    this.#befall('signal', signal);
  }

  stop(ms: number): void {
    if (!this.#befall('stop', 'SIGSTOP', ms)) return;
    this.#timer = setTimeout(() => trySignal(this.#running.child.pid, 'SIGCONT'), ms);
  }

  /** Ends what a run leaves behind. */
  abandon(): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (!this.call.ended) trySignal(this.#running.child.pid, 'SIGKILL');
  }

  #befall(type: 'kill' | 'signal' | 'stop', signal: NodeJS.Signals, ms = 0): boolean {
    const at = this.#world.now();
    const { exitCode, signalCode, pid } = this.#running.child;
    if (exitCode !== null || signalCode !== null || !trySignal(pid, signal)) return false;
    this.call.faults.push({ type, at, until: at + ms });
    return true;
  }
}

function commandLine(asker: number, question: Question): string[] {
  const { kind, timeout_ms, max_timeout_ms, fallback, extendable, hold, key, json } = question;
  const flags = [
    `--timeout=${timeout_ms === null ? 'none' : timeout_ms / 1000}`,
    ...(max_timeout_ms === null ? [] : [`--max-timeout=${max_timeout_ms / 1000}`]),
    ...(fallback ? [`--fallback=${fallbackOf(question)}`] : []),
    ...(extendable ? [] : ['--no-extend']),
    ...(hold ? [] : ['--no-hold']),
    ...(key === null ? [] : [`--key=${key}`]),
    ...(json ? ['--json'] : []),
    '--no-open',
  ];
  const options = kind === 'select' ? ['a', 'b', 'c'] : [];
  return [kind === 'select' ? 'ask' : kind, ...flags, questionText(asker, question), ...options];
}
