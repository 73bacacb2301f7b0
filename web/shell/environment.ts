// The models' dependencies on the outside world, so that tests can supply a clock, timers and ids of their own.
import type { Clock } from '../../src/core/clock.ts';
import type { Draft } from '../../src/core/prompt.ts';

export interface Environment {
  readonly clock: Clock;
  /** Runs `run` once after `ms` milliseconds; the returned function cancels it. */
  after(ms: number, run: () => void): () => void;
  /** Returns a fresh id for a request. */
  newId(): string;
  /** Returns where the browser keeps the draft of prompt `id` until the portal has it. Without it, drafts are not kept. */
  draftKeeper?(id: string): DraftKeeper;
}

/** A draft that no portal has confirmed. */
export interface KeptDraft {
  readonly draft: Draft;
  /** Name of the draft that the portal had last: while the portal still has it, the kept one is newer. */
  readonly seen: string | null;
}

export interface DraftKeeper {
  read(): KeptDraft | null;
  write(kept: KeptDraft): void;
  remove(): void;
}
