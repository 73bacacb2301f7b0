// Runs a plan over the real binary and real portal processes; gives what was done and seen.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { type Scope, binary as shipped } from '../helpers/choice.ts';
import { ChaosAsker } from './drive-asker.ts';
import { answerArgs, decideByCommand, extendArgs } from './drive-command.ts';
import { ChaosPortal } from './drive-portal.ts';
import { ChaosTab, lookAt, type SentRequest } from './drive-tab.ts';
import { ChaosWaiter } from './drive-waiter.ts';
import type { AskerCall, History } from './history.ts';
import { type Act, graceOf, type Operation, type Plan, type Question } from './plan.ts';
import { readJournals, readStarts } from './read-files.ts';
import { chooseAnswer, World } from './world.ts';

export interface RunOptions {
  /** The binary under test; what ships unless told otherwise. */
  readonly binary?: string;
  readonly engine: 'uws' | 'node';
}

/** A prompt lives for 20 s and its asker for 10 s more, and one that is asked again as long once more: ms. */
const LAST_END = 70_000;
/** How often the rest is answered that has no deadline: ms. */
const SWEEP = 500;

/** Runs `plan` to the end of its last asker. What it starts is gone once `scope` ends. */
export async function runPlan(scope: Scope, plan: Plan, { binary = shipped, engine }: RunOptions): Promise<History> {
  const lag = monitorEventLoopDelay({ resolution: 10 });
  lag.enable();
  const run = new Run(new World(scope, binary, engine), plan);
  try {
    return await run.finish(() => lag.max / 1e6);
  } finally {
    lag.disable();
    run.abandon();
  }
}

class Run {
  readonly #world: World;
  readonly #plan: Plan;
  readonly #portal: ChaosPortal;
  readonly #askers = new Map<number, ChaosAsker>();
  readonly #tabs = new Map<number, ChaosTab>();
  readonly #sent = new Map<number, SentRequest>();
  readonly #waiters = new Map<number, ChaosWaiter>();
  readonly #work = new Set<Promise<unknown>>();
  /** Ids of the prompts without a deadline that have been answered in the end. */
  readonly #swept = new Set<string>();

  constructor(world: World, plan: Plan) {
    this.#world = world;
    this.#plan = plan;
    this.#portal = new ChaosPortal(world);
  }

  async finish(lag: () => number): Promise<History> {
    const { operations } = this.#plan;
    await Promise.all(operations.filter(({ do: what }) => what !== 'act').map((operation) => this.#begin(operation)));
    await this.#endAll();
    const open = await this.#portal.settle();
    const { home, paths, askers, waiters, requests, sightings, looks, faults, censuses } = this.#world;
    const [journal, starts] = [readJournals(home.directory), readStarts(paths)];
    return { askers, waiters, requests, sightings, looks, faults, censuses, starts, open, journal, lag_ms: lag() };
  }

  abandon(): void {
    for (const process of [...this.#askers.values(), ...this.#waiters.values()]) process.abandon();
    for (const tab of this.#tabs.values()) tab.leave('terminate');
  }

  async #begin(operation: Operation): Promise<void> {
    await delay(operation.at);
    if (operation.do === 'fault') await this.#portal.befall(operation.fault);
    if (operation.do === 'ask') this.#ask(operation.asker, operation.question);
  }

  #ask(number: number, question: Question): ChaosAsker {
    const asker = new ChaosAsker(this.#world, number, question);
    this.#askers.set(number, asker);
    this.#keep(asker.ended);
    void asker.registered.then((id) => {
      if (id === null) return;
      for (const operation of this.#plan.operations) {
        if (operation.do === 'act' && operation.asker === number) this.#keep(this.#later(operation, asker, id));
      }
    });
    return asker;
  }

  #keep(work: Promise<unknown>): void {
    this.#work.add(work);
    void work.finally(() => this.#work.delete(work));
  }

  async #later({ at, act }: Operation & { do: 'act' }, asker: ChaosAsker, id: string): Promise<void> {
    await delay(at);
    await this.#act(act, asker, id);
  }

  async #act(act: Act, asker: ChaosAsker, id: string): Promise<void> {
    switch (act.type) {
      case 'open tab':
        return this.#tab(act.tab, id).open();
      case 'reload':
        this.#tabs.get(act.tab)?.leave('close');
        return this.#tabs.get(act.tab)?.open();
      case 'drop':
        return this.#tabs.get(act.tab)?.leave('terminate');
      case 'look':
        return lookAt(this.#world, id);
      case 'draft': {
        const { note: _, ...draft } = chooseAnswer(asker.call.question, act.choose, '');
        return this.#tabs.get(act.tab)?.draft(draft);
      }
      case 'repeat': {
        const earlier = this.#sent.get(act.request);
        if (earlier) await this.#tabs.get(act.tab)?.request(earlier, true);
        return;
      }
      case 'kill asker':
        return asker.signal('SIGKILL');
      case 'kill portal':
        return this.#portal.kill();
      case 'stop asker':
        return asker.stop(act.ms);
      case 'signal asker':
        return asker.signal(act.signal);
      case 'ask again':
        return this.#askAgain(act, asker.call);
      case 'wait': {
        const waiter = new ChaosWaiter(this.#world, act, asker.call.question, id);
        this.#waiters.set(act.waiter, waiter);
        return waiter.ended;
      }
      case 'end waiter':
        return this.#waiters.get(act.waiter)?.signal(act.signal);
      case 'stop waiter':
        return this.#waiters.get(act.waiter)?.stop(act.ms);
      default:
        return this.#decide(act, asker.call.question, id);
    }
  }

  async #askAgain({ asker, detached, end }: Act & { type: 'ask again' }, { question }: AskerCall): Promise<void> {
    const again = this.#ask(asker, { ...question, detached });
    if (end === null || (await again.registered) === null) return;
    await delay(end.after_ms);
    again.signal(end.signal);
  }

  #tab(number: number, id: string): ChaosTab {
    const tab = this.#tabs.get(number) ?? new ChaosTab(this.#world, id);
    this.#tabs.set(number, tab);
    return tab;
  }

  async #decide(act: Extract<Act, { type: SentRequest['type'] }>, question: Question, id: string): Promise<void> {
    const mark = `request-${act.request}`;
    const ms = act.type === 'extend' ? act.by_ms : act.type === 'set' ? act.remaining_ms : null;
    const call = { type: act.type, ms, mark };
    const answer = chooseAnswer(question, act.type === 'answer' ? act.choose : 0, mark);
    let isAccepted = false;
    if (act.tab === null) {
      const args =
        act.type === 'answer'
          ? answerArgs(id, answer)
          : act.type === 'cancel'
            ? ['cancel', id]
            : extendArgs(id, act.type, ms ?? 0);
      const result = await decideByCommand(this.#world, id, { ...call, args });
      isAccepted = result.type === 'accepted';
    } else {
      const request = { ...call, message: toMessage(act, answer) };
      this.#sent.set(act.request, request);
      isAccepted = (await this.#tabs.get(act.tab)?.request(request)) ?? false;
    }
    if (isAccepted && act.type === 'answer' && act.kill) this.#portal.kill();
  }

  /** Waits for the askers and all that was begun; what has no deadline is answered, so that it ends. */
  async #endAll(): Promise<void> {
    const until = this.#world.now() + LAST_END;
    for (let sweep = 0; this.#world.now() < until; sweep += 1) {
      if (this.#work.size === 0 && this.#findEndless().length === 0) return;
      await delay(SWEEP);
      for (const call of this.#findEndless()) await this.#sweep(call, `sweep-${call.asker}-${sweep}`);
    }
  }

  /** The askers of prompts without a deadline that may be open: those that wait, and those whose prompt outlives them. */
  #findEndless(): AskerCall[] {
    return this.#world.askers.filter(({ question, registered, ended }) => {
      if (question.timeout_ms !== null || registered === null) return false;
      return ended === null || (graceOf(question) !== 0 && !this.#swept.has(registered.id));
    });
  }

  async #sweep({ registered, question }: AskerCall, mark: string): Promise<void> {
    if (!registered) return;
    const { id } = registered;
    const args = answerArgs(id, chooseAnswer(question, 0, mark));
    const result = await decideByCommand(this.#world, id, { type: 'answer', ms: null, mark, args });
    if (result.type !== 'unknown') this.#swept.add(id);
  }
}

function toMessage(act: Extract<Act, { type: SentRequest['type'] }>, answer: object): object {
  switch (act.type) {
    case 'answer':
      return { type: 'answer', answer };
    case 'cancel':
      return { type: 'cancel' };
    case 'extend':
      return { type: 'extend', by_ms: act.by_ms };
    case 'set':
      return { type: 'update_timeout', remaining_ms: act.remaining_ms };
    default:
      return act satisfies never;
  }
}
