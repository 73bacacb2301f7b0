// A run in a few lines, for whoever reads the output.
import type { History, ProcessCall, Violation } from './history.ts';

/** What was done: counts by kind and result. */
export function summarizeHistory({ askers, waiters, requests, looks, faults, starts, lag_ms }: History): string {
  const results = count(requests.map(({ result }) => result.type));
  const endings = (calls: readonly ProcessCall[]) =>
    count(calls.map(({ ended }) => String(ended?.signal ?? ended?.code ?? 'none')));
  return [
    `${askers.length} askers (exit ${endings(askers)}), ${askers.filter(({ question }) => question.detached).length} detached`,
    `${waiters.length} waiters (exit ${endings(waiters)})`,
    `${requests.length} requests (${results})`,
    `${looks.length} looks`,
    `${faults.length} faults of the portal (${count(faults.map(({ type }) => type))})`,
    `${starts.length} starts`,
    `noise up to ${Math.round(lag_ms)} ms`,
  ].join(', ');
}

export function describeViolations(violations: readonly Violation[]): string {
  return violations.map(({ rule, of, what }) => `${rule}: ${of}: ${what}`).join('\n');
}

function count(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, times]) => `${word}: ${times}`).join(', ');
}
