// A waiting command that receives a signal dies of that signal, like other programs, so that shells and `make` stop too.
import { isStopIgnored } from '../../system/process-group.ts';
import { hasTerminal } from '../ask/controlling-terminal.ts';
import { SIGNAL_EXITS } from '../exit-codes.ts';

type EndSignal = keyof typeof SIGNAL_EXITS;

/** Why a command ends without an outcome. */
export interface Stop {
  readonly signal: EndSignal;
  /** True for Ctrl-C in a drawing: in raw mode the terminal sends no signal, so this command must send it. */
  readonly isTyped: boolean;
}

export interface StopWatch {
  /** Resolves on the first signal that ends the command. A second one kills the process at once, by default action. */
  readonly stopped: Promise<Stop>;
  /** Reports a Ctrl-C typed in a drawing. */
  readonly interrupt: () => void;
}

/** Starts listening for signals. Ignores SIGTSTP if the caller ignored it, which Node resets at startup. */
export function watchSignals(): StopWatch {
  const nothing = () => {};
  // `nohup`: this command does not use the terminal that was closed, so SIGHUP is ignored.
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
 * Sends the signal to this process; for a typed Ctrl-C to its whole process group, as the terminal would have done. All
 * cleanup must be done before. Returns the exit code for where signals do not end the process, as for PID 1 of a container.
 */
export function endBySignal({ signal, isTyped }: Stop): number {
  if (process.platform !== 'win32') process.kill(isTyped ? 0 : process.pid, signal);
  return SIGNAL_EXITS[signal];
}
