// How a command that waits ends by a signal: as other programs do, so that shells and `make` end with it.
import { isStopIgnored } from '../system/foreground.ts';
import { hasTerminal } from './at-terminal.ts';
import { SIGNAL_EXITS } from './exit-codes.ts';

type EndSignal = keyof typeof SIGNAL_EXITS;

/** Why a command ends without an outcome. */
export interface Stop {
  readonly signal: EndSignal;
  /** True for Ctrl-C in a drawing: the terminal passes no signal on then, so that this command has to. */
  readonly isTyped: boolean;
}

export interface StopWatch {
  /** Resolves at the first signal that ends the command. A second one ends it at once, as signals do. */
  readonly stopped: Promise<Stop>;
  /** Ctrl-C was typed in a drawing. */
  readonly interrupt: () => void;
}

/** Listens to signals from now on, and to those no longer that the caller ignores, which Node undoes at its start. */
export function watchSignals(): StopWatch {
  const nothing = () => {};
  // `nohup`: the terminal that is closed is none of ours.
  const isDetached = !hasTerminal();
  if (isDetached) process.on('SIGHUP', nothing);
  if (process.platform === 'linux' && isStopIgnored()) process.on('SIGTSTP', nothing);
  const signals = (Object.keys(SIGNAL_EXITS) as EndSignal[]).filter((signal) => !isDetached || signal !== 'SIGHUP');
  let interrupt: StopWatch['interrupt'] = nothing;
  const stopped = new Promise<Stop>((resolve) => {
    const listeners = signals.map((signal) => ({ signal, listen: () => stop({ signal, isTyped: false }) }));
    const stop = (why: Stop) => {
      for (const { signal, listen } of listeners) process.off(signal, listen);
      resolve(why);
    };
    for (const { signal, listen } of listeners) process.on(signal, listen);
    interrupt = () => stop({ signal: 'SIGINT', isTyped: true });
  });
  return { stopped, interrupt };
}

/**
 * Ends this process by the signal itself, and for a typed Ctrl-C every process of its group, as the terminal would have
 * done. Everything must be cleaned up. Gives the exit code for where signals do not end it, as in the first process of a
 * container.
 */
export function endBySignal({ signal, isTyped }: Stop): number {
  if (process.platform !== 'win32') process.kill(isTyped ? 0 : process.pid, signal);
  return SIGNAL_EXITS[signal];
}
