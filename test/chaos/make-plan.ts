// From a seed to a plan: random askers, tabs, answers from the command line, extensions and faults. Pure.

import { makeKeptActs } from './make-kept-acts.ts';
import {
  type Act,
  graceOf,
  MAX_TIMEOUT,
  type Operation,
  PLAIN,
  type Plan,
  type PortalFault,
  type Question,
} from './plan.ts';
import { Random } from './random.ts';

/** How many askers and faults come, on average: ms between two of them. */
const ASKER_GAP = 600;
const FAULT_GAP = 3_000;
const KEYS = ['release', 'rollback'] as const;
/** Deadlines are raced within so many ms before and after. */
const RACE = 60;

export function makePlan(seed: number, length_ms: number): Plan {
  const random = new Random(seed);
  const maker = new Maker(random);
  const operations = [...maker.askers(length_ms), ...maker.faults(length_ms)];
  return { seed, length_ms, operations: operations.sort((a, b) => a.at - b.at) };
}

class Maker {
  readonly #random: Random;
  #askers = 0;
  #tabs = 0;
  #requests = 0;
  #waiters = 0;
  readonly #numbers = { asker: () => this.#askers++, waiter: () => this.#waiters++, request: () => this.#requests++ };

  constructor(random: Random) {
    this.#random = random;
  }

  askers(length_ms: number): Operation[] {
    return this.#moments(0, length_ms, ASKER_GAP).flatMap((at) => {
      const asker = this.#askers++;
      const question = this.#question(asker);
      const kept = graceOf(question) === 0 ? [] : makeKeptActs(this.#random, question, this.#numbers);
      const acts = [...this.#acts(question), ...kept].map(([when, act]) => ({
        do: 'act' as const,
        at: when,
        asker,
        act,
      }));
      return [{ do: 'ask' as const, at, asker, question }, ...acts];
    });
  }

  faults(length_ms: number): Operation[] {
    return this.#moments(500, length_ms, FAULT_GAP).map((at) => ({ do: 'fault', at, fault: this.#fault(length_ms) }));
  }

  /** Moments between `from` and `to`, `gap` ms apart on average. */
  #moments(from: number, to: number, gap: number): number[] {
    const moments: number[] = [];
    for (let at = from; at < to; at += this.#random.whole(0, 2 * gap)) moments.push(at);
    return moments;
  }

  #question(asker: number): Question {
    const random = this.#random;
    const key = random.chance(0.15) ? random.pick(KEYS) : null;
    if (key !== null)
      return { ...PLAIN, timeout_ms: 5_000, key, json: true, ...(random.chance(0.3) ? this.#life() : {}) };
    if (random.chance(0.7)) return this.#plainQuestion();
    const own = random.chance(0.6) ? `key-${asker}` : null;
    const question = { ...this.#plainQuestion(), ...this.#life(), key: own };
    return { ...question, json: question.json || own !== null };
  }

  /** How a prompt outlives its asker. */
  #life(): Pick<Question, 'detached' | 'grace_ms'> {
    const random = this.#random;
    if (random.chance(0.5)) return { detached: true, grace_ms: 'unsaid' };
    return { detached: false, grace_ms: random.pick<Question['grace_ms']>(['unsaid', 1_000, 2_000, 5_000, null]) };
  }

  #plainQuestion(): Question {
    const random = this.#random;
    const isEndless = random.chance(0.1);
    return {
      kind: random.pick(['select', 'select', 'confirm', 'input']),
      timeout_ms: isEndless ? null : 1_000 * random.whole(1, 7),
      max_timeout_ms: isEndless ? null : MAX_TIMEOUT,
      fallback: !isEndless && random.chance(0.25),
      extendable: random.chance(0.9),
      hold: random.chance(0.3),
      key: null,
      json: random.chance(0.5),
      detached: false,
      grace_ms: 'unsaid',
    };
  }

  /** What happens to one prompt, each with its moment. */
  #acts({ timeout_ms }: Question): [at: number, act: Act][] {
    const random = this.#random;
    const tabs = Array.from({ length: random.whole(0, 3) }, () => this.#tabs++);
    const until = (timeout_ms ?? 4_000) + 300;
    const acts: [number, Act][] = tabs.map((tab) => [random.whole(0, 400), { type: 'open tab', tab }]);
    const repeatable: number[] = [];
    for (let left = random.whole(0, 2 + 3 * tabs.length); left > 0; left -= 1) {
      const act = this.#act(tabs, repeatable);
      const isRace = act.type === 'answer' && timeout_ms !== null && random.chance(0.3);
      const at = isRace ? timeout_ms + random.whole(-RACE, RACE) : random.whole(200, until);
      acts.push([at, act]);
      // A rival at the same moment.
      if (act.type === 'answer' && random.chance(0.4)) acts.push([at, this.#decision(tabs)]);
    }
    if (random.chance(0.15)) acts.push([random.whole(0, until), this.#askerFault()]);
    return acts;
  }

  #act(tabs: readonly number[], repeatable: number[]): Act {
    const random = this.#random;
    const [first, ...others] = tabs;
    if (first === undefined || random.chance(0.4)) {
      const decision = this.#decision(tabs);
      if ('request' in decision && decision.type !== 'repeat' && decision.tab !== null)
        repeatable.push(decision.request);
      return decision;
    }
    const tab = random.pick([first, ...others]);
    const [earlier, ...more] = repeatable;
    if (earlier !== undefined && random.chance(0.3))
      return { type: 'repeat', tab, request: random.pick([earlier, ...more]) };
    return random.pick<Act>([
      { type: 'draft', tab, choose: random.whole(0, 9) },
      { type: 'look' },
      { type: 'look' },
      { type: 'reload', tab },
      { type: 'drop', tab },
    ]);
  }

  #decision(tabs: readonly number[]): Act {
    const random = this.#random;
    const [first, ...others] = tabs;
    const tab = first === undefined || random.chance(0.3) ? null : random.pick([first, ...others]);
    const by = { tab, request: this.#requests++ };
    const choice = random.next();
    if (choice < 0.4) return { type: 'answer', choose: random.whole(0, 9), kill: random.chance(0.15), ...by };
    if (choice < 0.47) return { type: 'cancel', ...by };
    if (choice < 0.8) return { type: 'extend', by_ms: 1_000 * random.whole(1, 3), ...by };
    return { type: 'set', remaining_ms: 1_000 * random.whole(1, 4), ...by };
  }

  #askerFault(): Act {
    const random = this.#random;
    return random.pick<Act>([
      { type: 'kill asker' },
      { type: 'kill portal' },
      { type: 'stop asker', ms: random.whole(50, 2_000) },
      { type: 'signal asker', signal: random.pick(['SIGINT', 'SIGTERM']) },
    ]);
  }

  #fault(length_ms: number): PortalFault {
    const random = this.#random;
    const choice = random.next();
    if (choice < 0.5) return { type: 'kill portal' };
    if (choice < 0.6) return { type: 'end portal' };
    if (choice < 0.7) return { type: 'retire portal', force: random.chance(0.3) };
    // Longer than a handshake may take; in a long run also past a deadline and the 10 s after it.
    const isLong = random.chance(0.15);
    const longest = length_ms >= 25_000 && random.chance(0.3) ? 14_000 : 3_000;
    return { type: 'stop portal', ms: isLong ? longest : random.whole(20, 1_000) };
  }
}
