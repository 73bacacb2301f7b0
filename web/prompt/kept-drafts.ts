// Stores drafts in the browser until the portal has confirmed them: the page or the portal may go away before that.
import type { DraftKeeper, KeptDraft } from '../shell/environment.ts';

const PREFIX = 'choice.draft.';
/** How many drafts are kept, this prompt's included, and for how long: ms. */
const MAX_KEPT = 20;
const MAX_AGE_MS = 7 * 24 * 3_600_000;

type Entry = KeptDraft & { readonly at: number };

/** The browser's storage for this origin. Never throws. */
export interface Store {
  recall(key: string): string | null;
  remember(key: string, value: string): void;
  forget(key: string): void;
  /** Keys that begin with `prefix`. */
  storedKeys(prefix: string): string[];
}

/** Returns the keeper of the draft of prompt `id`. `wall` returns wall-clock ms. */
export function draftKeeper(store: Store, wall: () => number, id: string): DraftKeeper {
  const key = PREFIX + id;
  let isPruned = false;
  return {
    read: () => parse(store.recall(key)),
    write(kept) {
      if (!isPruned) prune(store, wall(), key);
      isPruned = true;
      store.remember(key, JSON.stringify({ ...kept, at: wall() } satisfies Entry));
    },
    remove: () => store.forget(key),
  };
}

function prune(store: Store, now: number, own: string): void {
  const others = store
    .storedKeys(PREFIX)
    .filter((key) => key !== own)
    .map((key) => ({ key, at: parse(store.recall(key))?.at ?? 0 }))
    .sort((a, b) => b.at - a.at);
  const isDue = ({ at }: { at: number }, place: number) => place >= MAX_KEPT - 1 || now - at > MAX_AGE_MS;
  for (const { key } of others.filter(isDue)) store.forget(key);
}

/**
 * Returns null for anything that this page did not write. Usually nothing is stored, and that case must not throw: to create
 * an error V8 reads the whole script again, which delays the prompt by 12 ms.
 */
function parse(text: string | null): Entry | null {
  if (text === null) return null;
  try {
    const entry = JSON.parse(text) as Entry;
    return Array.isArray(entry.draft.values) ? entry : null;
  } catch {
    return null;
  }
}
