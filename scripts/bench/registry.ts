// Registry and journal: operations of the core per second, and outcome records synced to disk per second.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryRegistry } from '../../src/core/memory-registry.ts';
import type { Prompt } from '../../src/core/prompt.ts';
import type { Recorder } from '../../src/core/registry.ts';
import { JournalStore } from '../../src/portal/store/journal-store.ts';
import { systemClock } from '../../src/system/clock.ts';
import { silentLog } from '../../src/system/log.ts';
import { makeSpec } from '../../test/helpers/prompts.ts';
import { noRecorder } from '../../test/helpers/recorder.ts';
import { type Bench, beside } from './report.ts';
import { cleanUp } from './scope.ts';

/** The registry's limit on open prompts. */
const OPEN = 1_000;

const forgetful: Recorder = { ...noRecorder, settled: async () => true };

/** Operations per second for `prompts` prompts, each opened, extended and answered, 1,000 at a time. */
async function timeRegistry(prompts: number): Promise<number> {
  const clock = systemClock();
  const registry = new MemoryRegistry({ clock, recorder: forgetful, nextTurn: (flush) => setImmediate(flush) });
  const spec = makeSpec();
  const started = performance.now();
  for (let first = 0; first < prompts; first += OPEN) {
    const ids = Array.from({ length: OPEN }, (_, at) => `prompt${first + at}`);
    await Promise.all(ids.map((id) => registry.open({ id, spec, key: null })));
    await Promise.all(
      ids.map((id) => registry.apply(id, { type: 'extend', request_id: 'e', by: 'browser', by_ms: 60_000 })),
    );
    const answer = { values: ['staging'] };
    await Promise.all(ids.map((id) => registry.apply(id, { type: 'answer', request_id: 'a', by: 'browser', answer })));
  }
  return (3 * prompts) / ((performance.now() - started) / 1000);
}

/** Makes a settled prompt to write to the journal. */
async function makeSettled(): Promise<Prompt> {
  const registry = new MemoryRegistry({ clock: systemClock(), recorder: forgetful, nextTurn: (flush) => flush() });
  await registry.open({ id: 'prompt00', spec: makeSpec(), key: null });
  await registry.apply('prompt00', { type: 'answer', request_id: 'a', by: 'browser', answer: { values: ['staging'] } });
  const prompt = await registry.get('prompt00');
  if (!prompt) throw new Error('the prompt is gone');
  return prompt;
}

/** Outcome records per second, with `together` of them waiting at the same time. Each is on disk before it counts. */
async function timeJournal(prompt: Prompt, records: number, together: number): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'choice-bench-'));
  const clock = systemClock();
  const journal = new JournalStore({
    directory,
    instance: 'bench',
    wall: clock.wall,
    now: clock.now,
    retention: () => null,
    log: silentLog,
  });
  const started = performance.now();
  for (let written = 0; written < records; written += together) {
    await Promise.all(Array.from({ length: together }, () => journal.settled(prompt)));
  }
  const took = performance.now() - started;
  await journal.close();
  rmSync(directory, { recursive: true, force: true });
  return records / (took / 1000);
}

export const measureRegistry: Bench = ({ quick }) =>
  cleanUp(async () => {
    const prompts = quick ? 10_000 : 100_000;
    const operations = await timeRegistry(prompts);
    const settled = await makeSettled();
    const alone = await timeJournal(settled, quick ? 200 : 2_000, 1);
    const grouped = await timeJournal(settled, quick ? 2_000 : 50_000, 100);
    const show = (rate: number) => `${Math.round(rate).toLocaleString('en')} a second`;
    return {
      title: 'Registry and journal',
      method: `${prompts.toLocaleString('en')} prompts through the core registry, ${OPEN.toLocaleString('en')} open at a time (its limit), each opened, extended and answered. Outcome records to a file, each synced to disk before it counts: one at a time, and 100 that wait together and share one sync.`,
      rows: [
        beside('registry operations', show(operations)),
        beside('outcome records, one at a time', show(alone)),
        beside('outcome records, 100 waiting together (group commit)', show(grouped)),
        beside('what group commit gives', `${(grouped / alone).toFixed(1)}×`),
      ],
      figures: { prompts, operations_per_second: operations, records_per_second: { alone, grouped } },
    };
  });
