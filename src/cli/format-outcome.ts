// An outcome as scripts read it: text for stdout and an exit code. Pure, so that the two cannot disagree.
import type { Outcome } from '../core/prompt.ts';
import { EXIT } from './exit-codes.ts';

export interface OutputStyle {
  readonly json: boolean;
  /** Leave stdout empty on every non-zero exit. */
  readonly noStatus: boolean;
}

export interface Result {
  readonly stdout: string;
  readonly exitCode: number;
}

/** `opened_at` is wall-clock ms. */
export function formatOutcome(
  id: string,
  opened_at: number,
  outcome: Outcome,
  { json, noStatus }: OutputStyle,
): Result {
  const exitCode = exitCodeOf(outcome);
  if (exitCode !== EXIT.answered && noStatus) return { stdout: '', exitCode };
  if (json) return { stdout: `${JSON.stringify(describe(id, opened_at, outcome))}\n`, exitCode };
  const lines = exitCode === EXIT.answered ? outcome.values : [outcome.status];
  return { stdout: lines.map((line) => `${line}\n`).join(''), exitCode };
}

function exitCodeOf({ status, fallback }: Outcome): number {
  if (status === 'cancelled') return EXIT.cancelled;
  return status === 'answered' || fallback ? EXIT.answered : EXIT.timeout;
}

/** The object of `--json`; its keys are a contract. */
function describe(id: string, opened_at: number, outcome: Outcome): object {
  const { status, values, text, note, notes, fallback, by, settled_at, elapsed_ms, extended_ms } = outcome;
  return { id, status, values, text, note, notes, fallback, by, opened_at, settled_at, elapsed_ms, extended_ms };
}
