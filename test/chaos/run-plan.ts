// Runs a plan over the real binary and real portal processes; gives what was done and seen.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { type JournalRecord, parseRecord } from '../../src/portal/store/journal-record.ts';
import { type Scope, binary as shipped } from '../helpers/choice.ts';
import { ChaosAsker } from './drive-asker.ts';
import { answerArgs, decideByCommand, extendArgs } from './drive-command.ts';
import { ChaosPortal } from './drive-portal.ts';
import { ChaosTab, lookAt, type SentRequest } from './drive-tab.ts';
import type { History } from './history.ts';
import type { Act, Operation, Plan, Question } from './plan.ts';
import { chooseAnswer, World } from './world.ts';

export interface RunOptions {
  /** The binary under test; what ships unless told otherwise. */
  readonly binary?: string;
  readonly engine: 'uws' | 'node';
}

/** A prompt lives for 20 s and its asker for 10 s more; with what a busy machine adds, all is over by then: ms. */
const LAST_END = 35_000;
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
  readonly #work = new Set<Promise<unknown>>();

  constructor(world: World, plan: Plan) {
    this.#world = world;
    this.#plan = plan;
    this.#portal = new ChaosPortal(world);
  }

  async finish(lag: () => number): Promise<History> {
    const { operations } = this.#plan;
    await Promise.all(operations.filter(({ do: what }) => what !== 'act').map((operation) => this.#begin(operation)));
    await this.#endAskers();
    await this.#portal.settle();
    await Promise.all(this.#work);
    const { askers, requests, sightings, looks, faults, censuses } = this.#world;
    const journal = readJournals(this.#world.home.directory);
    return { askers, requests, sightings, looks, faults, censuses, journal, lag_ms: lag() };
  }

  abandon(): void {
    for (const asker of this.#askers.values()) asker.abandon();
    for (const tab of this.#tabs.values()) tab.leave('terminate');
  }

  async #begin(operation: Operation): Promise<void> {
    await delay(operation.at);
    if (operation.do === 'fault') await this.#portal.befall(operation.fault);
    if (operation.do === 'ask') this.#ask(operation.asker, operation.question);
  }

  #ask(number: number, question: Question): void {
    const asker = new ChaosAsker(this.#world, number, question);
    this.#askers.set(number, asker);
    void asker.registered.then((id) => {
      if (id === null) return;
      for (const operation of this.#plan.operations) {
        if (operation.do === 'act' && operation.asker === number) this.#keep(this.#later(operation, asker, id));
      }
    });
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
        return asker.kill();
      case 'kill portal':
        return this.#portal.kill();
      case 'stop asker':
        return asker.stop(act.ms);
      case 'signal asker':
        return asker.signal(act.signal);
      default:
        return this.#decide(act, asker.call.question, id);
    }
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
      isAccepted = await decideByCommand(this.#world, id, { ...call, args });
    } else {
      const request = { ...call, message: toMessage(act, answer) };
      this.#sent.set(act.request, request);
      isAccepted = (await this.#tabs.get(act.tab)?.request(request)) ?? false;
    }
    if (isAccepted && act.type === 'answer' && act.kill) this.#portal.kill();
  }

  /** Waits for the askers; what has no deadline is answered, so that it ends. */
  async #endAskers(): Promise<void> {
    const until = this.#world.now() + LAST_END;
    const askers = [...this.#askers.values()];
    const all = Promise.all(askers.map(({ ended }) => ended)).then(() => true);
    for (let sweep = 0; this.#world.now() < until; sweep += 1) {
      if (await Promise.race([all, delay(SWEEP, false)])) return;
      for (const asker of askers) await this.#sweep(asker, `sweep-${asker.call.asker}-${sweep}`);
    }
  }

  async #sweep({ call }: ChaosAsker, mark: string): Promise<void> {
    if (call.ended || !call.registered || call.question.timeout_ms !== null) return;
    const { id } = call.registered;
    const args = answerArgs(id, chooseAnswer(call.question, 0, mark));
    await decideByCommand(this.#world, id, { type: 'answer', ms: null, mark, args });
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

/** The records of every portal, in the order in which they were written; a torn line is left out. */
function readJournals(home: string): JournalRecord[] {
  const directory = join(home, 'state', 'journal');
  const names = (existsSync(directory) ? readdirSync(directory) : []).filter((name) => name.endsWith('.jsonl'));
  // Two portals may write side by side for a while: by time, not by file. Sorting keeps the order within one moment.
  return names
    .sort()
    .flatMap((name) => readFileSync(join(directory, name), 'utf8').split('\n').map(parseRecord))
    .filter((record) => record !== null)
    .sort((a, b) => a.at - b.at);
}
