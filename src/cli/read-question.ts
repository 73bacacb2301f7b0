// The time that a question takes to be read, where stdin has a part of it: it is part of the time that the prompt has.
import type { PromptSpecInput } from '../core/spec.ts';
import { newPromptId } from '../system/ids.ts';
import { formatOutcome, type OutputStyle } from './format-outcome.ts';
import { type ReadText, ReadTimeoutError, textReader } from './stdin.ts';

/** What a pipe gives in less time than this, in ms, was there already. */
const NO_TIME_MS = 100;

/** A question that was read, `spentMs` of its time after the command had begun. */
export interface ReadQuestion {
  readonly input: PromptSpecInput;
  readonly spentMs: number;
}

/**
 * What `make` gives, with the means to read; null when `timeout`, ms since the command began, was over before. `onTerminal`
 * is told when a human has to type it.
 */
export async function readInTime(
  make: (readText: ReadText) => Promise<PromptSpecInput>,
  timeout: number | null,
  onTerminal: (what: string) => void,
): Promise<ReadQuestion | null> {
  const began = performance.now();
  try {
    const reader = textReader(timeout, onTerminal);
    const input = await make(reader.readText);
    const now = performance.now();
    return { input, spentMs: reader.hasWaited() && now - began >= NO_TIME_MS ? now : 0 };
  } catch (error) {
    if (error instanceof ReadTimeoutError) return null;
    throw error;
  }
}

/** What stdout has when time was up before. There is no fallback: nobody can tell whether it is one of the options. */
export function formatUnread(style: OutputStyle): string {
  const elapsed_ms = Math.round(performance.now());
  const settled_at = Date.now();
  const outcome = {
    status: 'timeout',
    values: [],
    text: null,
    note: null,
    notes: {},
    fallback: false,
    by: 'asker',
    settled_at,
    elapsed_ms,
    extended_ms: 0,
    seen_at: null,
  } as const;
  const settled = { id: newPromptId(), opened_at: settled_at - elapsed_ms, outcome };
  return formatOutcome(settled, { kind: 'select', options: [] }, style).stdout;
}
