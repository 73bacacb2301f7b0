// A part of the page that is loaded when it is first needed.
import { signal } from '@preact/signals';

export type ChunkState<T> =
  | { readonly status: 'loading' | 'failed' }
  | { readonly status: 'ready'; readonly module: T };

/** The pauses before other attempts, in ms: the portal may be on its way back. */
const PAUSES_MS = [1_000, 2_000, 4_000];

export class Chunk<T> {
  readonly state = signal<ChunkState<T>>({ status: 'loading' });
  readonly #fetch: () => Promise<T>;
  #started = false;

  constructor(fetch: () => Promise<T>) {
    this.#fetch = fetch;
  }

  /** Loads the part, once. A new portal may have other files by other names: then only the whole page helps. */
  load(): void {
    if (this.#started) return;
    this.#started = true;
    void this.#attempt(PAUSES_MS);
  }

  async #attempt([pause, ...pauses]: readonly number[]): Promise<void> {
    const module = await this.#fetch().catch((error) => {
      if (pause === undefined) console.warn(error);
      return null;
    });
    if (module !== null) this.state.value = { status: 'ready', module };
    else if (pause === undefined) this.state.value = { status: 'failed' };
    else setTimeout(() => void this.#attempt(pauses), pause);
  }
}
