// How a waiting command is ended by a signal: by that signal, as other programs, so that shells and `make` stop too.
import { isStopIgnored } from '../../system/process-group.ts';
import { hasTerminal } from '../ask/at-terminal.ts';
import { SIGNAL_EXITS } from '../exit-codes.ts';

type EndSignal = keyof typeof SIGNAL_EXITS;

/** Why a command ends without an outcome. */
export interface Stop {
  readonly signal: EndSignal;
  /** True for Ctrl-C in a drawing: in raw mode the terminal sends no signal, so this command has to. */
  readonly isTyped: boolean;
}

export interface StopWatch {
  /** Resolves at the first signal that ends the command. A second one ends it at once, as signals do. */
  readonly stopped: Promise<Stop>;
  /** Ctrl-C was typed in a drawing. */
  readonly interrupt: () => void;
}

/** Listens for signals from now on, and ignores those that the caller ignores: Node resets that at startup. */
export function watchSignals(): StopWatch {
  const nothing = () => {};
  // `nohup`: the terminal that was closed is not used by this command.
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
 * done. Everything must be cleaned up. Returns the exit code for where signals do not end it, as in the first process of a
 * container.
 */
export function endBySignal({ signal, isTyped }: Stop): number {
  if (process.platform !== 'win32') process.kill(isTyped ? 0 : process.pid, signal);
  return SIGNAL_EXITS[signal];
}
