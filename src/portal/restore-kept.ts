// Takes over the prompts that earlier portals left open.
import { setTimeout as delay } from 'node:timers/promises';
import type { MemoryRegistry } from '../core/memory-registry.ts';
import type { Log } from '../system/log.ts';
import type { Deliveries } from './links/deliveries.ts';
import type { FoundPrompts } from './store/kept-prompts.ts';
import type { Store } from './store/store.ts';

/** How often to look whether another portal has given up the open prompts that it holds: ms. */
const AGAIN_MS = 1_000;

interface Parts {
  readonly store: Store;
  readonly registry: MemoryRegistry;
  readonly deliveries: Deliveries;
  readonly log: Log;
  readonly isDraining: () => boolean;
}

/** Commands find the prompts here from now on: requests wait until they are read. */
export function restoreKept(parts: Parts): void {
  const { store, log } = parts;
  const reading = store.readKept();
  if (reading) takeOver(reading, parts).catch((error) => log.error('could not read the open prompts', error));
}

async function takeOver(reading: Promise<FoundPrompts>, parts: Parts): Promise<void> {
  const { store, registry, deliveries, log, isDraining } = parts;
  const requests = reading.then((found) => found.requests);
  const prompts = await registry.restore(requests, (request) => deliveries.expectNobody(request));
  for (const prompt of prompts) store.takeOver(prompt);
  const found = await reading;
  const left = found.requests.length - prompts.length;
  if (left > 0) log.warn(`no room for ${left} of the open prompts; they wait for the next portal`);
  if (found.isComplete) return;
  // Another portal, which is still ending or of another version, holds the rest.
  await delay(AGAIN_MS, undefined, { ref: false });
  if (!isDraining()) restoreKept(parts);
}
