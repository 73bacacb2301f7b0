// Askers: each ends in time, prints what the journal has, and finds the next portal when one is lost.
import { DeadlineClaims } from './deadline-claims.ts';
import type { AskerCall, Ending, History, ProcessCall, Violation } from './history.ts';
import { exitCode, fallbackOutcome, isIdPrint, isPrint } from './prints.ts';
import { type PromptHistory, printedId } from './prompt-history.ts';

/** An asker settles by itself this long after its deadline (G6), and finds the next portal within so long (G3): ms. */
export const SELF_SETTLE = 10_000;
const REATTACH = 3_000;
/** What starting and ending a process may cost, beside the noise that the run measured: ms. */
export const PROCESS = 1_500;
/** Before its registration an asker may wait for the start of a portal, its own or another's: ms. */
export const START = 10_000;

export type Fault = readonly [rule: string, what: string];

export function checkAskers(prompts: readonly PromptHistory[], history: History): Violation[] {
  const claims = new Map(prompts.map((prompt) => [prompt.id, new DeadlineClaims(prompt)]));
  return history.askers.flatMap((asker) => {
    const id = printedId(asker) ?? asker.registered?.id ?? null;
    const prompt = prompts.find((each) => (id === null ? each.askers.includes(asker) : each.id === id));
    const deadlines = prompt ? claims.get(prompt.id) : undefined;
    const faults = [
      ...checkEnd(asker, deadlines, history),
      ...(asker.ended ? checkEnding(asker, asker.ended, prompt, deadlines, history) : []),
      ...checkReattached(asker, prompt, history),
    ];
    return faults.map(([rule, what]) => ({ rule, of: `asker ${asker.asker}, prompt ${prompt?.id}`, what }));
  });
}

/** G6: no asker runs on past its deadline and 10 s. */
function checkEnd(
  { ended, spawned, registered, faults, question }: AskerCall,
  deadlines: DeadlineClaims | undefined,
  { lag_ms }: History,
): Fault[] {
  if (!ended) return [['G6', 'it still ran as everything was over']];
  const { high = Number.POSITIVE_INFINITY } = deadlines?.between(ended.at, ended.at) ?? {};
  const stopped = stoppedFor(faults);
  // Under a key an asker may get an outcome that is older than itself.
  const noise = PROCESS + 2 * lag_ms + (registered ? 0 : START);
  const over = ended.at - (Math.max(high, spawned) + SELF_SETTLE + stopped + noise);
  return question.timeout_ms !== null && over > 0 ? [['G6', `it ended ${Math.round(over)} ms too late`]] : [];
}

/** How long a process was stopped: ms. */
export function stoppedFor(faults: readonly { readonly at: number; readonly until: number }[]): number {
  return faults.reduce((sum, { at, until }) => sum + until - at, 0);
}

/** How a process died that the run ended: it may have been about to print. Null when it ended by itself. */
export function deathOf({ ended, faults }: ProcessCall): 'killed' | 'signalled' | null {
  const signal = ended?.signal ?? null;
  if (signal === null || !faults.some((fault) => fault.signal === signal)) return null;
  return signal === 'SIGKILL' ? 'killed' : 'signalled';
}

/** G5: exit code, stdout and journal agree. */
function checkEnding(
  asker: AskerCall,
  ending: Ending,
  prompt: PromptHistory | undefined,
  deadlines: DeadlineClaims | undefined,
  history: History,
): Fault[] {
  const { question, registered, spawned } = asker;
  const { code, signal, stdout, at } = ending;
  const [outcome] = prompt?.outcomes ?? [];
  const isPrinted = question.detached
    ? isIdPrint(stdout, question.json, prompt?.id ?? '')
    : outcome !== undefined && isPrint(stdout, outcome, question.json, prompt?.id ?? '');
  const death = deathOf(asker);
  if (death !== null) {
    // Killed, it may have printed all; of its own accord it prints nothing after a signal, but the id that it had.
    const isWhole = (death === 'killed' || question.detached) && isPrinted;
    return stdout === '' || isWhole ? [] : [['G5', `it was ended and printed ${JSON.stringify(stdout)}`]];
  }
  if (code === 69) {
    const isShaken = history.faults.some((fault) => fault.at < at && fault.until > spawned - PROCESS);
    if (stdout === '' && !registered && isShaken) return [];
    return [['G3', `it gave up (${registered ? 'after' : 'before'} its registration)`]];
  }
  if (question.detached && prompt) {
    if (code === 0 && isPrinted) return [];
    return [['G5', `it detached with ${signal ?? code} and ${JSON.stringify(stdout)}`]];
  }
  if (!prompt || !outcome) return checkAlone(asker, ending, deadlines, history);
  if (code === exitCode(outcome, question) && isPrinted) return [];
  const said = `it ended with ${signal ?? code} and ${JSON.stringify(stdout)}`;
  return [['G5', `${said}; the journal has ${JSON.stringify(outcome)}`]];
}

/** An outcome that no journal has may only be a timeout by the asker itself, while no portal could be reached. */
function checkAlone(
  { question, registered }: AskerCall,
  { code, stdout, at }: Ending,
  deadlines: DeadlineClaims | undefined,
  { faults }: History,
): Fault[] {
  const said = `it ended with ${code} and ${JSON.stringify(stdout)}`;
  if (!registered || !deadlines) return [['G3', `${said}, and was never registered`]];
  const { low } = deadlines.between(at, at) ?? { low: Number.POSITIVE_INFINITY };
  const wasAlone = faults.some((fault) => fault.at < low + SELF_SETTLE && fault.until > low);
  const isTimeout = code === (question.fallback ? exitCode(fallbackOutcome(question), question) : 124);
  if (isTimeout && wasAlone && at >= low + SELF_SETTLE) return [];
  return [['G5', `${said}; the journal has no outcome`]];
}

/** G3: soon after a portal was killed, each asker that waited is known to the next one. */
function checkReattached(asker: AskerCall, prompt: PromptHistory | undefined, { censuses, faults }: History): Fault[] {
  const { registered, ended } = asker;
  if (!registered || !prompt) return [];
  return censuses.flatMap(({ killed, at, open }): Fault[] => {
    const isQuiet = !faults.some((fault) => fault.at !== killed && fault.at < at && fault.until > killed - REATTACH);
    const wasThere = registered.at < killed && (ended === null || ended.at > at);
    const wasStopped = asker.faults.some((fault) => fault.at < at && fault.until > killed - REATTACH);
    if (open === null || !isQuiet || !wasThere || wasStopped) return [];
    const isKnown = open.includes(prompt.id) || prompt.outcomes.some(({ settled_at }) => settled_at <= at);
    return isKnown ? [] : [['G3', `${Math.round(at - killed)} ms after the portal was killed no portal knows it`]];
  });
}
