// Faults put into the product on purpose, each with a short plan on which the checker has to notice it.
import type { Edit } from '../helpers/test-build.ts';
import type { Act, Operation, Plan, Question } from './plan.ts';

export interface Trap {
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly plan: Plan;
  /** Rules of which at least one is broken. */
  readonly rules: readonly string[];
}

const QUESTION: Question = {
  kind: 'select',
  timeout_ms: 2_000,
  max_timeout_ms: 20_000,
  fallback: false,
  extendable: true,
  hold: false,
  key: null,
  json: true,
};

/** One asker, and what is done to it and to the portal. */
function plan(acts: readonly (readonly [at: number, act: Act])[], question: Partial<Question> = {}): Plan {
  const operations: Operation[] = [
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
];
