// Settled prompts that this portal never held, read from the journals of earlier ones.
import type { Prompt } from '../../core/prompt.ts';
import { settledPrompt } from './history-entry.ts';
import type { Store } from './store.ts';

export interface PastPrompt {
  readonly prompt: Prompt;
  /** True when its asker acknowledged the outcome. */
  readonly received: boolean;
}

/** The settled prompt `id`; null when the journals have none. */
export async function findPast(store: Store, id: string): Promise<PastPrompt | null> {
  const entry = await store.find(id);
  const prompt = settledPrompt(entry);
  return prompt && { prompt, received: entry?.received ?? false };
}
