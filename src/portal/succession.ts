// Keeping one portal where two came to be: one stood still, was given up, and another was started in its place. The elder
// stays: on its port are the pages that people have open.
import type { Handshake } from '../protocol/http.ts';
import { PROTOCOL } from '../protocol/version.ts';
import type { Discovery } from '../system/discovery.ts';

/** How often a portal looks whom the discovery file names: ms. */
const LOOK_INTERVAL = 1_000;

export interface SuccessionOptions {
  readonly instance: string;
  /** When this portal began to listen, as in the discovery file. */
  readonly started: number;
  /** What the discovery file says now. */
  readonly read: () => Discovery | null;
  /** Has the discovery file name this portal. */
  readonly claim: () => void;
  /** Who proves to be a portal of this user on `port`; null when nobody does. */
  readonly greet: (port: number) => Promise<Handshake | null>;
  /** Called once: the askers of this portal are to go on at the elder one, where commands find their prompts. */
  readonly yield: () => void;
}

/** Looks now and then, until it is stopped. A look that fails is made again. */
export class Succession {
  readonly #options: SuccessionOptions;
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;

  constructor(options: SuccessionOptions) {
    this.#options = options;
    this.#arm();
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  #arm(): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(async () => {
      // Its directory may be gone, as after a test; then nobody looks for a portal there either.
      await this.#look().catch(() => {});
      this.#arm();
    }, LOOK_INTERVAL);
  }

  async #look(): Promise<void> {
    const { instance, started, read, claim, greet } = this.#options;
    const named = read();
    if (named?.instance === instance) return;
    const found = named && (await greet(named.port));
    // Meanwhile another portal may have started, or this one begun to leave.
    if (this.#isStopped || read()?.instance !== named?.instance) return;
    if (!found || found.instance === instance) return claim();
    // One of another version goes on beside this one: our askers could not speak to it.
    if (found.protocol !== PROTOCOL || found.draining) return;
    // The younger one will see it, and leave.
    if (named.started > started) return claim();
    this.stop();
    this.#options.yield();
  }
}
