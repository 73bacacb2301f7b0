// A history, prompt by prompt: what the journal says of each, and who had to do with it.
import type { Outcome } from '../../src/core/prompt.ts';
import type { JournalRecord } from '../../src/portal/store/journal-record.ts';
import { type AskerCall, type History, type Look, questionText, type RequestCall, type Sighting } from './history.ts';

/** Everything about one prompt. */
export interface PromptHistory {
  readonly id: string;
  readonly records: readonly JournalRecord[];
  /** As many as the journal has; there should be one. */
  readonly outcomes: readonly Outcome[];
  /** Askers that asked it, or were given it because of its key. */
  readonly askers: readonly AskerCall[];
  readonly requests: readonly RequestCall[];
  readonly sightings: readonly Sighting[];
  readonly looks: readonly Look[];
}

/** The id of the prompt whose outcome `asker` printed as JSON; null when it printed none. */
export function printedId({ question, ended }: AskerCall): string | null {
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
    return {
      id,
      records,
      outcomes: records.flatMap((record) => (record.type === 'outcome' ? [record.outcome] : [])),
      askers: history.askers.filter(isIts),
      requests: history.requests.filter((request) => request.id === id),
      sightings: history.sightings.filter((sighting) => sighting.id === id),
      looks: history.looks.filter((look) => look.id === id),
    };
  });
}
