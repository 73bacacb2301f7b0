// Reads the parts of a question that come from stdin or files. Reading time counts towards the prompt's timeout.
import { outcomeOf } from '../../core/prompt.ts';
import type { PromptSpecInput } from '../../core/spec.ts';
import { newPromptId } from '../../system/ids.ts';
import { formatOutcome, type OutputStyle } from '../format/outcome.ts';
import type { Io } from '../io/io.ts';
import { type ReadText, ReadTimeoutError, textReader } from '../io/stdin.ts';

/** A read that takes less than this did not wait for a slow writer, and is not counted: ms. */
const NO_TIME_MS = 100;

/** A question, and the time spent on reading it since the command started; 0 if it came without waiting. */
export interface ReadQuestion {
  readonly input: PromptSpecInput;
  readonly spentMs: number;
}

/**
 * Returns the result of `make`, which receives the reader; null if `timeout`, ms since the command started, passes first.
 * Calls `onTerminal` when a human has to type the input.
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

/** The output after a timeout while reading. No fallback applies: the options to check it against are not read yet. */
export function formatUnread(style: OutputStyle, startedAt: number): string {
  const elapsed_ms = Math.round(performance.now() - startedAt);
  const settled_at = Date.now();
  const outcome = outcomeOf({ status: 'timeout', by: 'asker', settled_at, elapsed_ms });
  const settled = { id: newPromptId(), opened_at: settled_at - elapsed_ms, outcome };
  return formatOutcome(settled, { kind: 'select', options: [] }, style).stdout;
}
