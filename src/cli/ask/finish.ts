// Prints an outcome and acknowledges it.
import type { Asking } from '../../client/ask.ts';
import type { Settled } from '../../client/ask-options.ts';
import type { Outcome } from '../../core/prompt.ts';
import { describeError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { formatOutcome } from '../format/outcome.ts';
import { writeResult } from '../io/output.ts';
import type { Stop } from '../io/signals.ts';
import { recordOutcome } from './answers-file.ts';
import type { Run } from './run.ts';
import { endingNotes } from './say-question.ts';

/** How long a blocked terminal may delay a status word, which repeats the exit code: ms. */
const STATUS_WORD_MS = 250;

/** What printing needs of a command that waited. */
export type Waited = Pick<Run, 'io' | 'notes' | 'strings' | 'spec' | 'key' | 'style'> & {
  readonly flags: Pick<Run['flags'], 'record'>;
  /** False in a command that waits for what another one asked. */
  readonly isAsker: boolean;
};

/**
 * Prints first, then acknowledges: a tab shows "Delivered" only after this command has written the answer.
 * `isSaid` is true when stderr already shows how the prompt ended. Returns the exit code, or the signal that came first.
 */
export async function finish(
  waited: Waited,
  asking: Asking,
  settled: Settled,
  isSaid: boolean,
  stopped: Promise<Stop>,
): Promise<number | Stop> {
  const { io, spec, style, notes, strings } = waited;
  const { stdout, exitCode } = formatOutcome(settled, spec, style);
  const hasNote = style.printNote && settled.outcome.note !== null;
  const patienceMs = isAnswer(settled.outcome) || hasNote ? null : STATUS_WORD_MS;
  const failure = await Promise.race([writeResult(io.stdout, stdout, patienceMs), stopped]);
  if (!isSaid) for (const line of endingNotes(settled.outcome, strings, waited.isAsker)) notes.say(line);
  if (failure === EXIT.outputFailed) notes.fail(strings.outputFailed(settled.id));
  if (failure === null) await asking.acknowledge();
  else await asking.cancel();
  if (!settled.logged) notes.fail(strings.notLogged);
  await record(waited, settled.outcome);
  return failure ?? exitCode;
}

/** True if stdout carries more than the exit code does. */
function isAnswer({ status, fallback }: Outcome): boolean {
  return status === 'answered' || fallback;
}

/** Records the outcome. A failure only prints a note: the human has answered, so stdout and the exit code stay. */
async function record({ flags, spec, key, notes }: Waited, outcome: Outcome): Promise<void> {
  if (flags.record === undefined) return;
  try {
    await recordOutcome(flags.record, spec, key, outcome);
  } catch (error) {
    notes.fail(`--record: ${describeError(error).message}`);
  }
}
