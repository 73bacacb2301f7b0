// `choice wait`: each ends with the one outcome of its prompt, or says that it is open, and prints nothing then.
import { deathOf, type Fault, PROCESS, SELF_SETTLE, START, stoppedFor } from './check-askers.ts';
import { DeadlineClaims } from './deadline-claims.ts';
import type { Ending, History, Violation, WaiterCall } from './history.ts';
import { exitCode, isPrint } from './prints.ts';
import type { PromptHistory } from './prompt-history.ts';

/** Exit code of a command that no longer waits for a prompt which is open. */
export const STILL_OPEN = 75;

export function checkWaiters(prompts: readonly PromptHistory[], history: History): Violation[] {
  const deadlines = new Map(prompts.map((prompt) => [prompt.id, new DeadlineClaims(prompt)]));
  return history.waiters.flatMap((waiter) => {
    const prompt = prompts.find(({ id }) => id === waiter.id);
    if (!prompt || !waiter.ended) return [{ rule: 'G6', of: `waiter ${waiter.waiter}`, what: 'it never ended' }];
    const faults = [
      ...checkTime(waiter, waiter.ended, deadlines.get(waiter.id), history),
      ...checkEnding(waiter, waiter.ended, prompt, history),
    ];
    return faults.map(([rule, what]) => ({ rule, of: `waiter ${waiter.waiter}, prompt ${waiter.id}`, what }));
  });
}

/** It ends soon after its --for, and by itself 10 s after the deadline. */
function checkTime(
  waiter: WaiterCall,
  { at, code }: Ending,
  deadlines: DeadlineClaims | undefined,
  history: History,
): Fault[] {
  const { spawned, for_ms, faults } = waiter;
  const shaken = isShaken(waiter, history) ? START + stoppedFor(history.faults) : 0;
  const noise = PROCESS + 2 * history.lag_ms + stoppedFor(faults) + shaken;
  const faulty: Fault[] = [];
  const over = at - (spawned + (for_ms ?? Number.POSITIVE_INFINITY) + noise);
  // An outcome may come at the last moment, and is printed.
  if (over > 0) faulty.push(['for', `it ended ${Math.round(over)} ms too late for --for ${for_ms}`]);
  const early = spawned + (for_ms ?? 0) - at;
  if (code === STILL_OPEN && early > 0) faulty.push(['for', `it gave up ${Math.round(early)} ms early`]);
  const { high } = deadlines?.between(at, at) ?? { high: Number.POSITIVE_INFINITY };
  const late = at - (Math.max(high, spawned) + SELF_SETTLE + START + noise);
  if (late > 0) faulty.push(['G6', `it ended ${Math.round(late)} ms too late`]);
  return faulty;
}

function checkEnding(waiter: WaiterCall, { code, signal, stdout }: Ending, prompt: PromptHistory, history: History) {
  const { json, question, for_ms, attached, spawned } = waiter;
  const [outcome] = prompt.outcomes;
  const isPrinted = outcome !== undefined && isPrint(stdout, outcome, json, prompt.id);
  const said = `it ended with ${signal ?? code} and ${JSON.stringify(stdout)}`;
  const death = deathOf(waiter);
  if (death !== null) return stdout === '' || (death === 'killed' && isPrinted) ? [] : fault('G5', said);
  if (code === STILL_OPEN) {
    if (stdout !== '' || for_ms === null) return fault('for', said);
    const isLate = outcome && outcome.settled_at + PROCESS + 2 * history.lag_ms < spawned;
    return isLate && !isShaken(waiter, history) ? fault('for', `${said}, long after ${JSON.stringify(outcome)}`) : [];
  }
  if (code === 69 && stdout === '' && attached === null && isShaken(waiter, history)) return [];
  if (outcome && isPrinted && code === exitCode(outcome, question)) return [];
  return fault('G5', `${said}; the journal has ${JSON.stringify(outcome ?? null)}`);
}

function fault(rule: string, what: string): Fault[] {
  return [[rule, what]];
}

/** True if something befell the portal while the waiter ran, or just before. */
function isShaken({ spawned, ended }: WaiterCall, { faults }: History): boolean {
  const until = ended?.at ?? Number.POSITIVE_INFINITY;
  return faults.some((fault) => fault.at < until && fault.until > spawned - START);
}
