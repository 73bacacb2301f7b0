// Where a prompt's deadline may have been at a moment, by what the journal and the portal's own replies say.
import type { PromptHistory } from './prompt-history.ts';

/** The deadline was within [low, high] from some moment in [from, to] on: wall-clock ms. */
interface Claim {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
}

export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** The journal's moments are whole ms, and so are the times left: what rounding may cost. */
const ROUNDING = 2;
/** Two clocks of one machine, read one after the other. */
const CLOCKS = 5;
/** How far a deadline may move each time the portal is replaced (G3). */
const MOVED_BY_RESTART = 50;
/** An extension may be accepted and carried to the next portal though this one died before it wrote it down. */
const UNWRITTEN = 3_000;

export class DeadlineClaims {
  readonly #claims: readonly Claim[];
  readonly #perhaps: readonly { readonly from: number; readonly earlier: number; readonly later: number }[];
  readonly #restarts: readonly number[];

  constructor(prompt: PromptHistory) {
    const { claims, restarts } = readJournal(prompt);
    this.#restarts = [...restarts, ...prompt.restored];
    const isWritten = (from: number, to: number) =>
      claims.some((claim) => claim.from >= from - CLOCKS && claim.from <= to + CLOCKS);
    const changes = prompt.requests.filter(
      ({ type, sent, heard }) => (type === 'extend' || type === 'set') && !isWritten(sent, heard),
    );
    this.#claims = [
      ...claims,
      ...changes.flatMap(({ result, sent, heard, isRepeat }) =>
        !isRepeat && result.type === 'accepted' && typeof result.remaining_ms === 'number'
          ? [{ from: sent, to: heard, low: sent + result.remaining_ms - ROUNDING, high: heard + result.remaining_ms }]
          : [],
      ),
    ].sort((a, b) => a.to - b.to);
    this.#perhaps = changes.flatMap(({ type, ms, result, sent, isRepeat }) => {
      const isTold = !isRepeat && result.type === 'accepted' && result.remaining_ms !== undefined;
      const isSure = result.type === 'refused' || isTold;
      if (isSure || ms === null) return [];
      return type === 'extend'
        ? [{ from: sent, earlier: Number.POSITIVE_INFINITY, later: ms }]
        : [{ from: sent, earlier: sent + ms, later: ms + UNWRITTEN }];
    });
  }

  /** Where the deadline may have been between two moments; null when nothing is known. Infinity is no deadline. */
  between(from: number, to: number): Bounds | null {
    const before = this.#claims.filter((claim) => claim.to < from - CLOCKS).at(-1);
    const during = this.#claims.filter((claim) => claim.to >= from - CLOCKS && claim.from <= to + CLOCKS);
    const claims = before ? [before, ...during] : during;
    if (claims.length === 0) return null;
    const perhaps = this.#perhaps.filter((change) => change.from <= to);
    const restarts = this.#restarts.filter((at) => at <= to + CLOCKS).length;
    const tolerance = ROUNDING + restarts * MOVED_BY_RESTART;
    return {
      low: Math.min(...claims.map(({ low }) => low), ...perhaps.map(({ earlier }) => earlier)) - tolerance,
      high:
        Math.max(...claims.map(({ high }) => high)) + perhaps.reduce((sum, { later }) => sum + later, 0) + tolerance,
    };
  }
}

/** What the journal says of the deadline, and when the prompt was registered with another portal. */
function readJournal({ records }: PromptHistory): { claims: Claim[]; restarts: number[] } {
  let claims: Claim[] = [];
  const restarts: number[] = [];
  let openedAt: number | null = null;
  for (const record of records) {
    if (record.type === 'opened') {
      const { opened_at, at, spec } = record;
      if (opened_at === openedAt) restarts.push(at);
      // An asker that got no reply to its registration starts over.
      else claims = [claim(opened_at, spec.timeout_ms)];
      openedAt = opened_at;
    } else if (record.type === 'extended') {
      claims.push(claim(record.at, record.remaining_ms));
    }
  }
  return { claims, restarts };
}

function claim(at: number, remaining_ms: number | null): Claim {
  const deadline = at + (remaining_ms ?? Number.POSITIVE_INFINITY);
  return { from: at, to: at, low: deadline - ROUNDING, high: deadline + ROUNDING };
}
