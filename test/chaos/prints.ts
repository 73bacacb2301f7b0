// What a command prints of an outcome, and how it exits.
import { isDeepStrictEqual } from 'node:util';
import type { Outcome } from '../../src/core/prompt.ts';
import type { Question } from './plan.ts';

/** What an asker of `question` gives as its fallback. */
export function fallbackOf({ kind }: Pick<Question, 'kind'>): string {
  return kind === 'select' ? 'b' : kind === 'confirm' ? 'no' : 'fallback';
}

export function fallbackOutcome(question: Question): Pick<Outcome, 'status' | 'fallback' | 'values'> {
  return { status: 'timeout', fallback: true, values: [fallbackOf(question)] };
}

export function exitCode(
  { status, fallback, values }: Pick<Outcome, 'status' | 'fallback' | 'values'>,
  { kind }: Pick<Question, 'kind'>,
): number {
  if (status === 'cancelled') return 3;
  if (status === 'timeout' && !fallback) return 124;
  return kind === 'confirm' && values[0] === 'no' ? 1 : 0;
}

/** True if `stdout` is the outcome of the prompt `id`, once and whole. */
export function isPrint(stdout: string, outcome: Outcome, json: boolean, id: string): boolean {
  if (!json) return stdout === plainText(outcome);
  try {
    const { opened_at: _, ...printed } = JSON.parse(stdout);
    // Only of a timeout by itself does an asker know less than the portal that judged it later.
    if (printed.by === 'asker' && outcome.status === 'timeout') {
      const { status, values, text, fallback } = outcome;
      return isDeepStrictEqual(
        [printed.status, printed.values, printed.text, printed.fallback],
        [status, values, text, fallback],
      );
    }
    const { request_id: __, ...told } = outcome;
    return isDeepStrictEqual(printed, { id, ...told });
  } catch {
    return false;
  }
}

/** True if `stdout` is what a command prints that detaches from the prompt `id`. */
export function isIdPrint(stdout: string, json: boolean, id: string): boolean {
  if (!json) return stdout === `${id}\n`;
  try {
    const printed = JSON.parse(stdout);
    return printed.id === id && ['open', 'settled'].includes(printed.status);
  } catch {
    return false;
  }
}

function plainText({ status, fallback, values, text }: Outcome): string {
  if (status === 'cancelled') return 'cancelled\n';
  if (status === 'timeout' && !fallback) return 'timeout\n';
  return `${text ?? values[0]}\n`;
}
