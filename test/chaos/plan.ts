// What one run of the checker is to do: operations with their moments, made from a seed alone, so that a run can be
// repeated, cut down and read.

/** What an asker asks. All questions under one key are alike. */
export interface Question {
  readonly kind: 'select' | 'confirm' | 'input';
  /** Whole seconds in ms; null for no deadline. */
  readonly timeout_ms: number | null;
  readonly max_timeout_ms: number | null;
  readonly fallback: boolean;
  readonly extendable: boolean;
  readonly hold: boolean;
  readonly key: string | null;
  /** Prints one JSON object. */
  readonly json: boolean;
  /** Its asker prints the id and ends; the prompt stays open. */
  readonly detached: boolean;
  /** How long it outlives its last asker, as the asker says: ms, null for until its deadline. */
  readonly grace_ms: number | null | 'unsaid';
}

/** No prompt lives longer, so that a run ends soon after its plan: ms. */
export const MAX_TIMEOUT = 20_000;

/** A question with nothing special about it. */
export const PLAIN: Question = {
  kind: 'select',
  timeout_ms: 5_000,
  max_timeout_ms: MAX_TIMEOUT,
  fallback: false,
  extendable: true,
  hold: false,
  key: null,
  json: false,
  detached: false,
  grace_ms: 'unsaid',
};

/** The grace that a key brings along. */
const KEY_GRACE = 120_000;

/** How long the prompt of `question` stays open without an asker: ms; 0 for not at all, null for until its deadline. */
export function graceOf({ detached, grace_ms, key }: Question): number | null {
  if (detached) return null;
  return grace_ms === 'unsaid' ? (key === null ? 0 : KEY_GRACE) : grace_ms;
}

/** A decision by a tab, by its number, or by the command line where that is null. `request` is its number in the plan. */
interface Decision {
  readonly tab: number | null;
  readonly request: number;
}

/** What is done to or about one asker and its prompt. */
export type Act =
  | { readonly type: 'open tab'; readonly tab: number }
  /** `choose` picks one of the answers that the prompt takes; with `kill`, the portal is killed once it accepted. */
  | ({ readonly type: 'answer'; readonly choose: number; readonly kill: boolean } & Decision)
  | ({ readonly type: 'cancel' } & Decision)
  | ({ readonly type: 'extend'; readonly by_ms: number } & Decision)
  | ({ readonly type: 'set'; readonly remaining_ms: number } & Decision)
  /** Sends an earlier request again. */
  | { readonly type: 'repeat'; readonly tab: number; readonly request: number }
  | { readonly type: 'draft'; readonly tab: number; readonly choose: number }
  | { readonly type: 'look' }
  | { readonly type: 'reload'; readonly tab: number }
  /** The connection breaks without a word. */
  | { readonly type: 'drop'; readonly tab: number }
  | { readonly type: 'kill asker' }
  | { readonly type: 'kill portal' }
  | { readonly type: 'stop asker'; readonly ms: number }
  | { readonly type: 'signal asker'; readonly signal: EndSignal }
  /** Another asker asks the same under its key, and is perhaps ended a while after its registration. */
  | {
      readonly type: 'ask again';
      readonly asker: number;
      readonly detached: boolean;
      readonly end: { readonly signal: EndSignal; readonly after_ms: number } | null;
    }
  /** `choice wait`, for as long as it takes where `for_ms` is null. */
  | { readonly type: 'wait'; readonly waiter: number; readonly for_ms: number | null; readonly json: boolean }
  | { readonly type: 'end waiter'; readonly waiter: number; readonly signal: EndSignal }
  | { readonly type: 'stop waiter'; readonly waiter: number; readonly ms: number };

export type EndSignal = 'SIGKILL' | 'SIGINT' | 'SIGTERM';

/** What is done to the portal. */
export type PortalFault =
  | { readonly type: 'kill portal' }
  | { readonly type: 'end portal' }
  | { readonly type: 'stop portal'; readonly ms: number }
  /** `choice stop`, which a busy portal refuses unless forced. */
  | { readonly type: 'retire portal'; readonly force: boolean };

/** One thing to do. `at` is ms from the beginning of the run, or for an `act` from the registration of its asker. */
export type Operation =
  | { readonly do: 'ask'; readonly at: number; readonly asker: number; readonly question: Question }
  | { readonly do: 'act'; readonly at: number; readonly asker: number; readonly act: Act }
  | { readonly do: 'fault'; readonly at: number; readonly fault: PortalFault };

export interface Plan {
  readonly seed: number;
  /** Ms during which new things are begun. */
  readonly length_ms: number;
  readonly operations: readonly Operation[];
}

/** `plan` as one line for each operation, what is done to an asker below it. */
export function describePlan({ seed, length_ms, operations }: Plan): string {
  const begun = operations.filter(({ do: what }) => what !== 'act');
  const lines = begun.flatMap((operation) => [describe(operation), ...actsOf(operation, operations).map(describe)]);
  return [`seed ${seed}, ${length_ms} ms, ${operations.length} operations`, ...lines].join('\n');
}

function actsOf(operation: Operation, operations: readonly Operation[]): Operation[] {
  if (operation.do !== 'ask') return [];
  return operations.filter((other) => other.do === 'act' && other.asker === operation.asker);
}

function describe(operation: Operation): string {
  const { at } = operation;
  switch (operation.do) {
    case 'ask':
      return `  ${at} ms: asker ${operation.asker} asks ${JSON.stringify(operation.question)}`;
    case 'act':
      return `    ${at} ms after its registration: ${JSON.stringify(operation.act)}`;
    case 'fault':
      return `  ${at} ms: ${JSON.stringify(operation.fault)}`;
    default:
      return operation satisfies never;
  }
}
