// What a run did and saw: every call with its result or `unknown`. All moments are wall-clock ms of one clock that
// never steps; the journal's are whole ms of the machine's wall clock.
import type { Outcome } from '../../src/core/prompt.ts';
import type { JournalRecord } from '../../src/portal/store/journal-record.ts';
import type { EndSignal, Question } from './plan.ts';

/** A command that waits for an outcome, from its start to its end. */
export interface ProcessCall {
  readonly spawned: number;
  /** Null when it still ran as the run gave it up. */
  ended: Ending | null;
  readonly faults: ProcessFaultRecord[];
}

export interface AskerCall extends ProcessCall {
  readonly asker: number;
  readonly question: Question;
  /** Null when it never said that its prompt is registered. */
  registered: { readonly at: number; readonly id: string } | null;
}

/** `choice wait` for the prompt `id`. */
export interface WaiterCall extends ProcessCall {
  readonly waiter: number;
  readonly id: string;
  readonly question: Question;
  readonly for_ms: number | null;
  readonly json: boolean;
  /** The moment at which it said that it waits; null when it never did. */
  attached: number | null;
}

export interface Ending {
  readonly at: number;
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
}

export interface ProcessFaultRecord {
  readonly signal: EndSignal | 'SIGSTOP';
  readonly at: number;
  /** End of a stop; the same moment otherwise. */
  readonly until: number;
}

export type RequestResult =
  /** `remaining_ms` is undefined where the surface does not tell it. */
  | { readonly type: 'accepted'; readonly remaining_ms?: number | null }
  | { readonly type: 'refused'; readonly reason: string; readonly outcome: Outcome | null }
  | { readonly type: 'unknown' };

/** One request about a prompt. A repeated one is recorded again, under the same mark. */
export interface RequestCall {
  readonly id: string;
  /** Names the request; an answer carries it as its note, so that the outcome tells whose answer it is. */
  readonly mark: string;
  readonly type: 'answer' | 'cancel' | 'extend' | 'set';
  /** Of an extension, or the time left that was asked for: ms. */
  readonly ms: number | null;
  readonly by: 'browser' | 'cli';
  /** Sent before under this mark: its verdict may be that of the earlier one. */
  readonly isRepeat: boolean;
  readonly sent: number;
  /** The moment of the result. */
  readonly heard: number;
  readonly result: RequestResult;
}

/** What one connection of a tab was told of an ending. */
export interface Sighting {
  readonly id: string;
  readonly connection: number;
  /** `reopened` when a state without an outcome follows one that has it. */
  readonly type: 'settled' | 'delivered' | 'reopened';
  /** Null for `reopened`. */
  readonly outcome: Outcome | null;
}

/** The time left, as a tab was told it between two moments, of a prompt that was open. */
export interface Look {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly remaining_ms: number | null;
}

export interface PortalFaultRecord {
  readonly type: 'kill' | 'end' | 'stop' | 'retire';
  readonly at: number;
  readonly until: number;
}

/** Which prompts were open a while after the portal was killed at `killed`; null where nobody could tell. */
export interface Census {
  readonly killed: number;
  readonly at: number;
  readonly open: readonly string[] | null;
}

export interface History {
  readonly askers: readonly AskerCall[];
  readonly waiters: readonly WaiterCall[];
  readonly requests: readonly RequestCall[];
  readonly sightings: readonly Sighting[];
  readonly looks: readonly Look[];
  readonly faults: readonly PortalFaultRecord[];
  readonly censuses: readonly Census[];
  /** The moments at which portals began to listen, oldest first. */
  readonly starts: readonly number[];
  /** What `choice dashboard` listed last, after everything; null where it told nothing. */
  readonly open: readonly string[] | null;
  /** Of every portal of the run, oldest first. */
  readonly journal: readonly JournalRecord[];
  /** The longest that the machine kept the run itself waiting: ms. What takes longer than this is no noise. */
  readonly lag_ms: number;
}

/** A promise that did not hold. */
export interface Violation {
  /** The promise, by its number, or the rule that it follows from. */
  readonly rule: string;
  /** The prompt, or the asker where none is known. */
  readonly of: string;
  readonly what: string;
}

/** The text of the question that an asker asks; the askers of one key ask the same. */
export function questionText(asker: number, { key }: Question): string {
  return key === null ? `Question ${asker}` : `Question of ${key}`;
}
