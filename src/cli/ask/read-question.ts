// Reads the parts of a question that come from stdin or files. The time that takes counts towards the prompt's timeout.
import type { PromptSpecInput } from '../../core/spec.ts';
import { newPromptId } from '../../system/ids.ts';
import { formatOutcome, type OutputStyle } from '../format/outcome.ts';
import type { Io } from '../io/io.ts';
import { type ReadText, ReadTimeoutError, textReader } from '../io/stdin.ts';

/** Data that a pipe gives sooner than this was there already: ms. */
const NO_TIME_MS = 100;

/** A question that was read, `spentMs` after the command started. */
export interface ReadQuestion {
  readonly input: PromptSpecInput;
  readonly spentMs: number;
}

/**
 * The result of `make`, which is given the means to read; null if `timeout`, ms since the command started, passed first.
 * `onTerminal` is called when a human has to type the input.
 */
export async function readInTime(
  make: (readText: ReadText) => Promise<PromptSpecInput>,
  { stdin, startedAt }: Pick<Io, 'stdin' | 'startedAt'>,
  timeout: number | null,
  onTerminal: (what: string) => void,
): Promise<ReadQuestion | null> {
  const began = performance.now();
  try {
    const reader = textReader(stdin, timeout === null ? null : startedAt + timeout, onTerminal);
    const input = await make(reader.readText);
    const now = performance.now();
    return { input, spentMs: reader.hasWaited() && now - began >= NO_TIME_MS ? now - startedAt : 0 };
  } catch (error) {
    if (error instanceof ReadTimeoutError) return null;
    throw error;
  }
}

/** The output when time ran out before that. No fallback applies, as it cannot be checked against options not yet read. */
export function formatUnread(style: OutputStyle, startedAt: number): string {
  const elapsed_ms = Math.round(performance.now() - startedAt);
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
