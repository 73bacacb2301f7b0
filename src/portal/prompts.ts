// The prompts of a portal: those that it holds in memory, and what outlives it.
import { MemoryRegistry } from '../core/memory-registry.ts';
import { settingDuration } from '../protocol/setting-durations.ts';
import { budgetedPatternTest } from '../system/pattern-test.ts';
import type { PortalOptions } from './options.ts';
import { JournalStore } from './store/journal-store.ts';
import type { Store } from './store/store.ts';

/** Opens the store of the portal process `instance`. */
export function openStore(options: PortalOptions, instance: string): Store {
  const { clock, settings, journalDirectory, keptDirectory, socketPath, bootTime, log } = options;
  return new JournalStore({
    directory: journalDirectory,
    keptDirectory,
    socketPath,
    bootTime,
    instance,
    wall: () => clock.wall(),
    now: () => clock.now(),
    retention: () => settingDuration('retention', settings.read().retention),
    log,
  });
}

/** Opens the registry that `recorder` records; `isLeaving` is true once another portal decides about kept prompts. */
export function openRegistry({ clock, log }: PortalOptions, recorder: Store, isLeaving: () => boolean): MemoryRegistry {
  // The pattern is not logged: its length and content are arbitrary.
  const onSlow = () => log.warn('the pattern of a prompt took too long and was stopped');
  return new MemoryRegistry({
    clock,
    recorder,
    isLeaving,
    nextTurn: (flush) => setImmediate(flush),
    testPattern: budgetedPatternTest(() => clock.now(), onSlow),
    onFault: (error) => log.error('could not tell everyone about a change', error),
  });
}
