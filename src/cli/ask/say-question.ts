// What an asking command prints on stderr: the question, where to answer it, and how it ended.
import type { Opened } from '../../client/ask-options.ts';
import type { Opener } from '../../client/browser.ts';
import type { Outcome } from '../../core/prompt.ts';
import { tellOutcome } from '../../words/describe-outcome.ts';
import type { Strings } from '../strings/en.ts';
import { sayNoBrowser } from './browser-advice.ts';
import type { Run } from './run.ts';

/** Prints the question and where to answer it. */
export function invite(run: Run, { url, remainingMs, created, isSettled }: Opened, opener: Opener | null): void {
  const { spec, notes, strings } = run;
  if (isSettled) {
    notes.say(`${spec.question} (${strings.recorded})`);
    return;
  }
  notes.say(`${spec.question} (${left(strings, remainingMs)})`);
  if (!created) notes.say(strings.attached(run.flags.detach));
  showWhere(run, url, opener);
}

/** Prints the URL of the prompt, and why no browser opens it, if so. */
export function showWhere(run: Run, url: string, opener: Opener | null): void {
  run.notes.line(url);
  // A caller that disabled the browser needs no explanation.
  const isUnwanted = opener === null || (opener.kind === 'none' && opener.reason === 'unwanted');
  if (!isUnwanted) sayNoBrowser(opener, url, run);
}

/** Formats the time left. */
export function left(strings: Strings, remainingMs: number | null): string {
  return remainingMs === null
    ? strings.noDeadline
    : strings.left(strings.duration(Math.round(remainingMs / 1000) * 1000));
}

/** The outcome in sentences, for a human who reads stderr; `isAsker` is true in the command that asked. */
export function endingNotes(outcome: Outcome, strings: Strings, isAsker: boolean): string[] {
  const ending = tellOutcome(outcome, strings.outcome, { isAsker });
  return outcome.status === 'timeout' && outcome.seen_at === null ? [ending, strings.neverSeen] : [ending];
}
