// Askers: each ends in time, prints what the journal has, and finds the next portal when one is lost.
import { isDeepStrictEqual } from 'node:util';
import type { Outcome } from '../../src/core/prompt.ts';
import { DeadlineClaims } from './deadline-claims.ts';
import type { AskerCall, Ending, History, Violation } from './history.ts';
import type { Question } from './plan.ts';
import { type PromptHistory, printedId } from './prompt-history.ts';

/** An asker settles by itself this long after its deadline (G6), and finds the next portal within so long (G3): ms. */
const SELF_SETTLE = 10_000;
const REATTACH = 3_000;
/** What starting and ending a process may cost, beside the noise that the run measured: ms. */
const PROCESS = 1_500;
/** Before its registration an asker may wait for the start of a portal, its own or another's: ms. */
const START = 10_000;

type Fault = readonly [rule: string, what: string];

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
  const stopped = faults.reduce((sum, { at, until }) => sum + until - at, 0);
  // Under a key an asker may get an outcome that is older than itself.
  const noise = PROCESS + 2 * lag_ms + (registered ? 0 : START);
  const over = ended.at - (Math.max(high, spawned) + SELF_SETTLE + stopped + noise);
  return question.timeout_ms !== null && over > 0 ? [['G6', `it ended ${Math.round(over)} ms too late`]] : [];
}

/** G5: exit code, stdout and journal agree. */
function checkEnding(
  asker: AskerCall,
  ending: Ending,
  prompt: PromptHistory | undefined,
  deadlines: DeadlineClaims | undefined,
  history: History,
): Fault[] {
  const { question, faults, registered, spawned } = asker;
  const { code, signal, stdout, at } = ending;
  const [outcome] = prompt?.outcomes ?? [];
  const isKilled = signal === 'SIGKILL' && faults.some(({ type }) => type === 'kill');
  const isSignalled = signal !== null && signal !== 'SIGKILL' && faults.some(({ type }) => type === 'signal');
  if (isKilled || isSignalled) {
    // Killed, it may have printed all; of its own accord it prints nothing after a signal.
    const isWhole = isKilled && outcome !== undefined && isPrint(stdout, outcome, question, prompt?.id ?? '');
    return stdout === '' || isWhole ? [] : [['G5', `it was ended and printed ${JSON.stringify(stdout)}`]];
  }
  if (code === 69) {
    const isShaken = history.faults.some((fault) => fault.at < at && fault.until > spawned - PROCESS);
    if (stdout === '' && !registered && isShaken) return [];
    return [['G3', `it gave up (${registered ? 'after' : 'before'} its registration)`]];
  }
  if (!prompt || !outcome) return checkAlone(asker, ending, deadlines, history);
  const expected = exitCode(outcome, question);
  if (code === expected && isPrint(stdout, outcome, question, prompt.id)) return [];
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

function fallbackOutcome(question: Question): Pick<Outcome, 'status' | 'fallback' | 'values'> {
  return { status: 'timeout', fallback: true, values: [fallbackOf(question)] };
}

/** What an asker of `question` gives as its fallback. */
export function fallbackOf({ kind }: Question): string {
  return kind === 'select' ? 'b' : kind === 'confirm' ? 'no' : 'fallback';
}

function exitCode(
  { status, fallback, values }: Pick<Outcome, 'status' | 'fallback' | 'values'>,
  { kind }: Question,
): number {
  if (status === 'cancelled') return 3;
  if (status === 'timeout' && !fallback) return 124;
  return kind === 'confirm' && values[0] === 'no' ? 1 : 0;
}

function isPrint(stdout: string, outcome: Outcome, question: Question, id: string): boolean {
  if (!question.json) return stdout === plainText(outcome);
  try {
    const { opened_at: _, ...printed } = JSON.parse(stdout);
    // Only of a timeout by itself does an asker know less than the portal that judged it later.
    if (printed.by === 'asker' && outcome.status === 'timeout') {
      const { status, values, text, fallback } = outcome;
      return isDeepStrictEqual(
        [printed.status, printed.values, printed.text, printed.fallback],
        [status, values, text, fallback],
      );
    }
    const { request_id: __, ...told } = outcome;
    return isDeepStrictEqual(printed, { id, ...told });
  } catch {
    return false;
  }
}

function plainText({ status, fallback, values, text }: Outcome): string {
  if (status === 'cancelled') return 'cancelled\n';
  if (status === 'timeout' && !fallback) return 'timeout\n';
  return `${text ?? values[0]}\n`;
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
