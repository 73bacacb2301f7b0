// What a command that asks prints on stderr: what is asked and where, and how it ended.
import type { Opened } from '../../client/ask.ts';
import type { Opener } from '../../client/browser.ts';
import type { Outcome } from '../../core/prompt.ts';
import type { PromptSpec } from '../../core/spec.ts';
import { tellOutcome } from '../../words/describe-outcome.ts';
import type { Io } from '../io/io.ts';
import type { Notes } from '../io/output.ts';
import type { Strings } from '../strings/en.ts';
import { sayNoBrowser } from './no-browser.ts';

interface Speaker {
  readonly spec: PromptSpec;
  readonly io: Pick<Io, 'env'>;
  readonly notes: Notes;
  readonly strings: Strings;
}

/** Says what is asked and where. */
export function invite(
  speaker: Speaker,
  { url, remainingMs, created, isSettled }: Opened,
  opener: Opener | null,
): void {
  const { spec, notes, strings } = speaker;
  if (isSettled) {
    notes.say(`${spec.question} (${strings.recorded})`);
    return;
  }
  notes.say(`${spec.question} (${left(strings, remainingMs)})`);
  if (!created) notes.say(strings.attached);
  showWhere(speaker, url, opener);
}

/** Prints where the prompt can be answered, and why no browser will be opened there. */
export function showWhere({ io, notes, strings }: Speaker, url: string, opener: Opener | null): void {
  notes.line(url);
  // A caller that wants no browser needs no word about it.
  const isUnwanted = opener === null || (opener.kind === 'none' && opener.reason === 'unwanted');
  if (!isUnwanted) sayNoBrowser(opener, url, { notes, strings, env: io.env });
}

/** The time left, in words. */
export function left(strings: Strings, remainingMs: number | null): string {
  return remainingMs === null
    ? strings.noDeadline
    : strings.left(strings.duration(Math.round(remainingMs / 1000) * 1000));
}

/** The ending in a sentence, for a human who reads stderr. */
export function describeEnding(outcome: Outcome, strings: Strings): string[] {
  const ending = tellOutcome(outcome, strings.outcome, { isAsker: true });
  return outcome.status === 'timeout' && outcome.seen_at === null ? [ending, strings.neverSeen] : [ending];
}
