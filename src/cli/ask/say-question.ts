// What an asking command prints on stderr: the question, where to answer it, and how it ended.
import type { Opened } from '../../client/ask.ts';
import type { Opener } from '../../client/browser.ts';
import type { Outcome } from '../../core/prompt.ts';
import type { PromptSpec } from '../../core/spec.ts';
import { tellOutcome } from '../../words/describe-outcome.ts';
import type { Io } from '../io/io.ts';
import type { Notes } from '../io/output.ts';
import type { Strings } from '../strings/en.ts';
import { sayNoBrowser } from './browser-advice.ts';

interface Speaker {
  readonly spec: PromptSpec;
  readonly io: Pick<Io, 'env'>;
  readonly notes: Notes;
  readonly strings: Strings;
}

/** Prints the question and where to answer it. */
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

/** Prints the URL of the prompt, and why no browser opens it, if so. */
export function showWhere({ io, notes, strings }: Speaker, url: string, opener: Opener | null): void {
  notes.line(url);
  // A caller that disabled the browser needs no explanation.
  const isUnwanted = opener === null || (opener.kind === 'none' && opener.reason === 'unwanted');
  if (!isUnwanted) sayNoBrowser(opener, url, { notes, strings, env: io.env });
}

/** Formats the time left. */
export function left(strings: Strings, remainingMs: number | null): string {
  return remainingMs === null
    ? strings.noDeadline
    : strings.left(strings.duration(Math.round(remainingMs / 1000) * 1000));
}

/** The outcome in sentences, for a human who reads stderr. */
export function describeEnding(outcome: Outcome, strings: Strings): string[] {
  const ending = tellOutcome(outcome, strings.outcome, { isAsker: true });
  return outcome.status === 'timeout' && outcome.seen_at === null ? [ending, strings.neverSeen] : [ending];
}
