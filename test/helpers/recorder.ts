// A recorder whose writes end when a test says so.
import type { Prompt, Surface } from '../../src/core/prompt.ts';
import type { Recorder } from '../../src/core/registry.ts';

/** Records nothing, and has no outcomes to record. */
export const noRecorder = { opened: async () => true, extended: async () => true, changed() {} };

interface Write {
  readonly prompt: Prompt;
  readonly finish: (logged: boolean) => void;
}

/** Notes every call as `opened <id>`, `extended <id> by <surface or hold>` or `settled <id> <status>`, in order. */
export class FakeRecorder implements Recorder {
  readonly calls: string[] = [];
  #writes: Write[] = [];

  async opened(prompt: Prompt): Promise<boolean> {
    this.calls.push(`opened ${prompt.id}`);
    return true;
  }

  async extended(prompt: Prompt, by: Surface | 'hold'): Promise<boolean> {
    this.calls.push(`extended ${prompt.id} by ${by}`);
    return true;
  }

  changed(): void {}

  settled(prompt: Prompt): Promise<boolean> {
    this.calls.push(`settled ${prompt.id} ${prompt.outcome?.status}`);
    return new Promise((finish) => this.#writes.push({ prompt, finish }));
  }

  /** Outcomes that are on their way to the disk. */
  get writing(): number {
    return this.#writes.length;
  }

  /** Ends every write that is under way: true when it is safe on disk, false when it failed. */
  finish(logged = true): void {
    const writes = this.#writes;
    this.#writes = [];
    for (const write of writes) write.finish(logged);
  }
}
