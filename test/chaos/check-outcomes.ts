// One outcome for each prompt, the same for everybody, and the one that was accepted.
import { isDeepStrictEqual } from 'node:util';
import type { Outcome } from '../../src/core/prompt.ts';
import type { JournalRecord } from '../../src/portal/store/journal-record.ts';
import type { AskerCall, History, PortalFaultRecord, RequestCall, Violation } from './history.ts';
import type { PromptHistory } from './prompt-history.ts';

/** How long after its asker's end a prompt may stay open: ms. A portal that is lost meanwhile never settles it. */
const GIVEN_UP_WITHIN = 1_500;

export function checkOutcomes(prompt: PromptHistory, history: History): Violation[] {
  const { id, outcomes } = prompt;
  const faults = [
    ...(outcomes.length > 1 ? [['G1', `it has ${outcomes.length} outcomes: ${JSON.stringify(outcomes)}`]] : []),
    ...(outcomes.length === 0 && prompt.keptSince === null ? findLost(prompt, history) : []),
    ...findDenied(prompt),
    ...findOthers(prompt),
    ...findReopened(prompt),
    ...findDeliveries(prompt),
  ];
  return faults.map(([rule = '', what = '']) => ({ rule, of: id, what }));
}

type Fault = readonly [rule: string, what: string];

/** Only a prompt whose askers were ended while no portal was there to notice may stay without an outcome. */
function findLost({ id, askers, records }: PromptHistory, { faults, journal, lag_ms }: History): Fault[] {
  // What an asker printed that ended by itself is judged elsewhere.
  const isLeft = (asker: AskerCall) =>
    asker.ended !== null &&
    (!wasCutOff(asker) || isShaken(asker, faults, GIVEN_UP_WITHIN + lag_ms) || wasUnknown(asker, records, faults));
  const key = records.find((record) => record.type === 'opened')?.key ?? null;
  // Who asks under a key that a killed portal knew may come to the next one first: then both share the new prompt.
  const isMerged =
    key !== null && journal.some((other) => other.type === 'opened' && other.key === key && other.id !== id);
  if (isMerged || askers.every(isLeft)) return [];
  const seen = askers.map(({ asker, ended, faults: own }) => ({ asker, ended, faults: own }));
  return [['G1', `it never reached an outcome: ${JSON.stringify({ askers: seen, records, faults, lag_ms })}`]];
}

/** True if no portal knew the prompt as its asker ended: the one that did was gone, and none had been found after it. */
function wasUnknown(
  { ended }: AskerCall,
  records: readonly JournalRecord[],
  faults: readonly PortalFaultRecord[],
): boolean {
  const before = faults.filter(({ type, at }) => type !== 'stop' && at < (ended?.at ?? 0));
  const lost = Math.max(...before.map(({ at }) => at));
  return !records.some(({ type, at }) => type === 'opened' && at >= lost);
}

function wasCutOff({ faults, ended }: AskerCall): boolean {
  return faults.some(({ signal }) => signal !== 'SIGSTOP') || ended?.code === 69;
}

function isShaken({ ended }: AskerCall, faults: readonly PortalFaultRecord[], within: number): boolean {
  const at = ended?.at ?? Number.POSITIVE_INFINITY;
  return faults.some((fault) => fault.at < at + within && fault.until > at - within);
}

/** Requests whose verdict the outcome belies. */
function findDenied({ requests, outcomes: [outcome], askers }: PromptHistory): Fault[] {
  const isFixed = askers.some(({ question }) => !question.extendable);
  return requests.flatMap((request): Fault[] => {
    const { result, type, mark } = request;
    if (result.type === 'accepted' && isDecision(request)) {
      if (!outcome) return [['lost', `${type} ${mark} was accepted, and there is no outcome`]];
      if (!isOf(outcome, request))
        return [['lost', `${type} ${mark} was accepted, and ${JSON.stringify(outcome)} came of it`]];
    }
    if (result.type === 'accepted' && isFixed && !isDecision(request))
      return [['extend', `${mark} moved a fixed deadline`]];
    const isRefused = requests.every((other) => other.mark !== mark || other.result.type === 'refused');
    if (outcome && type === 'answer' && isRefused && outcome.note === mark) {
      return [['refused', `answer ${mark} was refused, and is the outcome`]];
    }
    return [];
  });
}

function isDecision({ type }: RequestCall): boolean {
  return type === 'answer' || type === 'cancel';
}

function isOf(outcome: Outcome, { type, mark, by }: RequestCall): boolean {
  if (outcome.by !== by) return false;
  return type === 'answer' ? outcome.status === 'answered' && outcome.note === mark : outcome.status === 'cancelled';
}

/** Outcomes that somebody was told and that are not the one in the journal. */
function findOthers({ requests, sightings, outcomes: [outcome] }: PromptHistory): Fault[] {
  const told = [
    ...requests.flatMap(({ result }) => (result.type === 'refused' ? [result.outcome] : [])),
    ...sightings.map((sighting) => sighting.outcome),
  ];
  return told
    .filter((other): other is Outcome => other !== null && !isDeepStrictEqual(other, outcome))
    .map((other) => ['G1', `${JSON.stringify(other)} was told, the journal has ${JSON.stringify(outcome ?? null)}`]);
}

/** What has ended stays so. */
function findReopened({ sightings }: PromptHistory): Fault[] {
  return sightings
    .filter(({ type }) => type === 'reopened')
    .map(({ connection }) => ['reopened', `connection ${connection} saw the prompt open again after its outcome`]);
}

/** `received` and `delivered` stand for a command that printed the outcome. */
function findDeliveries({ records, sightings, askers, waiters }: PromptHistory): Fault[] {
  const received = records.filter(({ type }) => type === 'received').length;
  const waiting = [...askers.filter(({ question }) => !question.detached), ...waiters];
  const printed = waiting.filter(({ ended }) => ended && ended.stdout !== '').length;
  const faults: Fault[] = [];
  if (received > waiting.length) faults.push(['twice', `received ${received} times by ${waiting.length} commands`]);
  if (printed === 0 && (received > 0 || sightings.some(({ type }) => type === 'delivered')))
    faults.push(['G2', 'it was called delivered, and no command printed it']);
  return faults;
}
