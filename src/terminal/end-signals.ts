// Restores the terminal before a signal ends the command.

const END_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Calls `restore` on a signal that ends the command; raises it again if nothing else listens. Returns an unsubscribe. */
export function beforeEndSignals(restore: () => void): () => void {
  const watched = END_SIGNALS.map((signal) => {
    const isAlone = process.listenerCount(signal) === 0;
    const onSignal = () => {
      restore();
      if (!isAlone) return;
      process.off(signal, onSignal);
      process.kill(process.pid, signal);
    };
    process.on(signal, onSignal);
    return { signal, onSignal };
  });
  return () => {
    for (const { signal, onSignal } of watched) process.off(signal, onSignal);
  };
}
