// Faults put into the product on purpose, each with a short plan on which the checker has to notice it.
import type { Edit } from '../helpers/test-build.ts';
import { type Act, type Operation, PLAIN, type Plan, type Question } from './plan.ts';

export interface Trap {
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly plan: Plan;
  /** Rules of which at least one is broken. */
  readonly rules: readonly string[];
}

const QUESTION: Question = { ...PLAIN, timeout_ms: 2_000, json: true };

/** One asker, and what is done to it and to the portal. */
function plan(
  acts: readonly (readonly [at: number, act: Act])[],
  question: Partial<Question> = {},
  others: readonly Operation[] = [],
): Plan {
  const operations: Operation[] = [
    ...others,
    { do: 'ask', at: 0, asker: 0, question: { ...QUESTION, ...question } },
    ...acts.map(([at, act]) => ({ do: 'act' as const, at, asker: 0, act })),
  ];
  return { seed: 0, length_ms: 1_000, operations };
}

const tabs: readonly (readonly [number, Act])[] = [
  [0, { type: 'open tab', tab: 0 }],
  [0, { type: 'open tab', tab: 1 }],
];
const answerBy = (tab: number, kill = false): Act => ({ type: 'answer', tab, request: tab, choose: tab, kill });

/** Long enough that the portal is killed, and its askers are counted, before the deadline. */
const LASTING = { timeout_ms: 8_000 };
const kill: readonly [number, Act] = [1_000, { type: 'kill portal' }];

const DETACHED = { timeout_ms: 5_000, detached: true };
const GRACE = { timeout_ms: 8_000, grace_ms: 5_000 };
const waitBy = (waiter: number): Act => ({ type: 'wait', waiter, for_ms: null, json: true });
const killAsker: readonly [number, Act] = [500, { type: 'kill asker' }];

export const TRAPS: readonly Trap[] = [
  {
    name: 'settles twice',
    edits: [
      {
        file: 'src/core/transition.ts',
        find: 'if (current.outcome) return',
        replace: "if (current.outcome && event.type !== 'answer') return",
      },
    ],
    plan: plan([...tabs, [400, answerBy(0)], [600, answerBy(1)]]),
    rules: ['G1', 'lost'],
  },
  {
    name: 'times out early',
    edits: [
      {
        file: 'src/core/transition.ts',
        find: 'at.now >= prompt.deadline;',
        replace: 'at.now >= prompt.deadline - 400;',
      },
      { file: 'src/core/memory-registry.ts', find: 'takeDue(now)', replace: 'takeDue(now + 400)' },
      { file: 'src/portal/scheduler.ts', find: 'Math.ceil(wakes - now)', replace: 'Math.ceil(wakes - now) - 400' },
    ],
    plan: plan([], { timeout_ms: 1_000 }),
    rules: ['G4'],
  },
  {
    name: 'acknowledges before the journal has it',
    edits: [
      {
        file: 'src/core/memory-registry.ts',
        find: 'this.#options.recorder.settled(prompt).catch(() => false);',
        replace: `Promise.resolve(true);
          setTimeout(() => void this.#options.recorder.settled(prompt), 100);`,
      },
    ],
    plan: plan([...tabs, [400, answerBy(0, true)]]),
    rules: ['lost', 'G5'],
  },
  {
    name: 'loses a re-attach',
    edits: [
      {
        file: 'src/client/ask.ts',
        find: 'if (!this.#isOver) this.#reconnect.lost();',
        replace: 'if (!this.#isOver && !this.#known) this.#reconnect.lost();',
      },
    ],
    plan: plan([kill, [6_000, { type: 'kill asker' }]], LASTING),
    rules: ['G3'],
  },
  {
    name: 'starts over at the next portal',
    edits: [{ file: 'src/client/ask.ts', find: '...(known ? { resume: carryOver(known, clock) } : {}),', replace: '' }],
    plan: plan([kill], { timeout_ms: 3_000 }),
    rules: ['G3'],
  },
  {
    name: 'forgets the time that passed before the portal was lost',
    edits: [
      {
        file: 'src/client/resume-state.ts',
        find: 'remaining_ms: timeLeft(countdown, now)',
        replace: 'remaining_ms: timeLeft(countdown, countdown.opened)',
      },
    ],
    plan: plan([kill, [3_000, { type: 'look' }], [3_500, { type: 'look' }]], { timeout_ms: 4_500 }),
    rules: ['G3'],
  },
  {
    name: 'forgets a detached prompt when it starts',
    edits: [
      {
        file: 'src/core/memory-registry.ts',
        find: 'requests.flatMap((request) =>',
        replace: 'requests.slice(0, -1).flatMap((request) =>',
      },
    ],
    plan: plan([kill, [1_500, waitBy(0)]], DETACHED),
    rules: ['kept'],
  },
  {
    name: 'goes on deciding about detached prompts once another portal has its place',
    edits: [
      {
        file: 'src/portal/portal.ts',
        find: 'return this.#isDraining || !this.#listeners.isReachable;',
        replace: 'return false;',
      },
    ],
    // The tab answers while its portal stands still and the other asker starts the next one.
    plan: plan([...tabs, [4_000, answerBy(0)]], { ...DETACHED, timeout_ms: 14_000 }, [
      { do: 'fault', at: 3_000, fault: { type: 'stop portal', ms: 6_000 } },
      { do: 'ask', at: 3_100, asker: 1, question: QUESTION },
    ]),
    rules: ['G1'],
  },
  {
    name: 'gives up a killed asker in spite of its grace',
    edits: [
      {
        file: 'src/portal/links/deliveries.ts',
        find: "if (!prompt || !isKept(prompt)) return this.#giveUp(id, 'lost');",
        replace: "return this.#giveUp(id, 'lost');",
      },
    ],
    plan: plan([killAsker], GRACE),
    rules: ['grace'],
  },
  {
    name: 'forgets the key of a prompt that it goes on with',
    edits: [
      {
        file: 'src/portal/store/kept-record.ts',
        find: 'return { ...request, resume:',
        replace: 'return { ...request, key: null, resume:',
      },
    ],
    plan: plan([killAsker, kill, [1_500, { type: 'ask again', asker: 1, detached: false, end: null }]], {
      ...GRACE,
      key: 'key-0',
    }),
    rules: ['key'],
  },
  {
    name: 'tells a second waiter another outcome',
    edits: [
      {
        file: 'src/portal/links/deliveries.ts',
        find: "link.send({ type: 'settled', id, outcome,",
        replace:
          "const own = [...links].indexOf(link) === 0 ? outcome : { ...outcome, values: ['c'] };\n      link.send({ type: 'settled', id, outcome: own,",
      },
    ],
    plan: plan([...tabs, [0, waitBy(0)], [0, waitBy(1)], [3_000, answerBy(0)]], DETACHED),
    rules: ['G5'],
  },
];
