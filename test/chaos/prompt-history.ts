// A history, prompt by prompt: what the journal says of each, and who had to do with it.
import type { Outcome } from '../../src/core/prompt.ts';
import type { JournalRecord } from '../../src/portal/store/journal-record.ts';
import {
  type AskerCall,
  type History,
  type Look,
  questionText,
  type RequestCall,
  type Sighting,
  type WaiterCall,
} from './history.ts';
import { graceOf } from './plan.ts';

/** Everything about one prompt. */
export interface PromptHistory {
  readonly id: string;
  readonly records: readonly JournalRecord[];
  /** As many as the journal has; there should be one. */
  readonly outcomes: readonly Outcome[];
  /** Askers that asked it, or were given it because of its key. */
  readonly askers: readonly AskerCall[];
  readonly waiters: readonly WaiterCall[];
  /** Known to an asker as one that outlives it since this moment; null for one that does not. */
  readonly keptSince: number | null;
  /** When portals began to listen while it was kept: each goes on with it from its file. */
  readonly restored: readonly number[];
  readonly requests: readonly RequestCall[];
  readonly sightings: readonly Sighting[];
  readonly looks: readonly Look[];
}

/** The id that `asker` printed, alone or with the outcome as JSON; null when it printed none. */
export function printedId({ question, registered, ended }: AskerCall): string | null {
  if (question.detached && registered) return null;
  if (question.detached && !question.json) return ended?.stdout.trim() || null;
  return question.json && ended?.stdout.startsWith('{') ? JSON.parse(ended.stdout).id : null;
}

export function byPrompt(history: History): PromptHistory[] {
  const ids = new Set([
    ...history.journal.map(({ id }) => id),
    ...history.askers.flatMap(({ registered }) => (registered ? [registered.id] : [])),
  ]);
  return [...ids].map((id) => {
    const records = history.journal.filter((record) => record.id === id);
    const opened = records.find((record) => record.type === 'opened');
    const isIts = (asker: AskerCall) =>
      [asker.registered?.id, printedId(asker)].includes(id) ||
      (asker.question.key === null &&
        opened?.type === 'opened' &&
        opened.spec.question === questionText(asker.asker, asker.question));
    const outcomes = records.flatMap((record) => (record.type === 'outcome' ? [record.outcome] : []));
    const askers = history.askers.filter(isIts);
    const keptSince = findKeptSince(id, askers, outcomes[0]);
    return {
      id,
      records,
      outcomes,
      askers,
      waiters: history.waiters.filter((waiter) => waiter.id === id),
      keptSince,
      restored: keptSince === null ? [] : history.starts.filter((at) => opened !== undefined && at > opened.at),
      requests: history.requests.filter((request) => request.id === id),
      sightings: history.sightings.filter((sighting) => sighting.id === id),
      looks: history.looks.filter((look) => look.id === id),
    };
  });
}

/** An asker that joins a prompt which has settled keeps nothing. */
function findKeptSince(id: string, askers: readonly AskerCall[], outcome: Outcome | undefined): number | null {
  const moments = askers.flatMap(({ registered, question }) =>
    registered?.id === id && graceOf(question) !== 0 ? [registered.at] : [],
  );
  const first = Math.min(...moments);
  return moments.length === 0 || first > (outcome?.settled_at ?? first) ? null : first;
}
