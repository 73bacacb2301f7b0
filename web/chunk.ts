// A part of the page that is loaded when it is first needed.
import { signal } from '@preact/signals';

export type ChunkState<T> =
  | { readonly status: 'loading' | 'failed' }
  | { readonly status: 'ready'; readonly module: T };

/** The pause before the one other attempt, in ms: the portal may be changing places. */
const RETRY_MS = 1_000;

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
    void this.#attempt().catch(() => {
      setTimeout(() => {
        this.#attempt().catch((error) => {
          console.warn(error);
          this.state.value = { status: 'failed' };
        });
      }, RETRY_MS);
    });
  }

  async #attempt(): Promise<void> {
    const module = await this.#fetch();
    this.state.value = { status: 'ready', module };
  }
}
