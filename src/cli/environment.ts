// Environment variables without a matching flag, as the help and the documents list them.
import { TERMINAL_GRACE_MS } from '../core/grace.ts';
import { shorten } from '../core/text.ts';
import { findIdleExitFault } from '../system/portal-environment.ts';
import { usageError } from './errors.ts';

interface Variable {
  /** With a placeholder for the value, as in `CHOICE_HOME=DIR`. */
  readonly usage: string;
  readonly meaning: string;
}

export const VARIABLES: readonly Variable[] = [
  { usage: 'CHOICE_ANSWERS=FILE', meaning: 'canned answers for testing scripts; nobody is asked' },
  { usage: 'CHOICE_HOME=DIR', meaning: "keep all files here, not in the platform's places" },
  { usage: 'CHOICE_BROWSER=COMMAND', meaning: 'opens the page; %s is the URL; none for no browser' },
  { usage: 'CHOICE_TRANSPORT=uws|node', meaning: 'force a transport (default: uws if available)' },
  { usage: 'CHOICE_IDLE_EXIT=DURATION', meaning: 'when an idle portal exits: 60s; none for never' },
  { usage: 'CHOICE_GRACE=0', meaning: 'accept keys in the terminal at once, for programs' },
  { usage: 'CI=true', meaning: 'make --portal inline the default' },
  { usage: 'NO_COLOR, FORCE_COLOR', meaning: 'colour on stderr: never, always' },
  { usage: 'ACCESSIBLE=1', meaning: 'the terminal asks line by line, for screen readers' },
];

/** The first invalid value among these variables, as one line that names the fix; null if all are valid. */
export function findVariableFault(env: NodeJS.ProcessEnv): string | null {
  const { CHOICE_TRANSPORT, CHOICE_IDLE_EXIT, CHOICE_GRACE } = env;
  if (CHOICE_TRANSPORT && CHOICE_TRANSPORT !== 'uws' && CHOICE_TRANSPORT !== 'node') {
    return `CHOICE_TRANSPORT: "${shorten(CHOICE_TRANSPORT)}" is not valid; use one of: uws, node`;
  }
  if (CHOICE_GRACE && CHOICE_GRACE !== '0') {
    return `CHOICE_GRACE: "${shorten(CHOICE_GRACE)}" is not valid; use 0, or leave it unset (the variable of --grace is CHOICE_ASKER_GRACE)`;
  }
  const fault = CHOICE_IDLE_EXIT ? findIdleExitFault(CHOICE_IDLE_EXIT) : null;
  return fault && `CHOICE_IDLE_EXIT: ${fault}`;
}

/** How long the terminal must be quiet before keys count: ms. `CHOICE_GRACE=0` is for programs that type without pausing. */
export function graceFor({ CHOICE_GRACE }: NodeJS.ProcessEnv): number {
  return CHOICE_GRACE === '0' ? 0 : TERMINAL_GRACE_MS;
}

/** Throws a usage error for an invalid variable, because a portal that receives it could not report the error. */
export function checkVariables(env: NodeJS.ProcessEnv): void {
  const fault = findVariableFault(env);
  if (fault !== null) throw usageError(fault);
}
