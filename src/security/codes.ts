// Codes in URLs, exchanged for a token: one-time ones for a browser that is opened, and printed ones for a human.
import { randomBytes } from 'node:crypto';
import { isPrintedCode } from './token.ts';

/** How long a one-time code is good: ms. */
const ONE_TIME_LIFE = 60_000;
const PRINTED_USES = 8;
/** Unused one-time codes that are kept; the oldest go first. */
const MAX_KEPT = 256;

export class Codes {
  readonly #portal: () => { readonly key: string; readonly port: number };
  readonly #now: () => number;
  /** Code → monotonic ms at which it dies. */
  readonly #oneTime = new Map<string, number>();
  readonly #printedUses = new Map<string, number>();
  readonly #onPrintedUse: (id: string, uses: number) => void;

  /**
   * `portal` is asked for its port when a code is redeemed, `now` for monotonic ms. `onPrintedUse` is told of each use
   * of a printed code, for what is to outlive this portal.
   */
  constructor(
    portal: () => { readonly key: string; readonly port: number },
    now: () => number,
    onPrintedUse: (id: string, uses: number) => void,
  ) {
    this.#portal = portal;
    this.#now = now;
    this.#onPrintedUse = onPrintedUse;
  }

  /** A code that works once, for 60 s. */
  issue(): string {
    const code = randomBytes(16).toString('base64url');
    this.#oneTime.set(code, this.#now() + ONE_TIME_LIFE);
    const oldest = this.#oneTime.keys().next().value;
    if (this.#oneTime.size > MAX_KEPT && oldest !== undefined) this.#oneTime.delete(oldest);
    return code;
  }

  /** Uses up `code`. A printed code is good while its prompt is among `openIds`, at most 8 times. */
  redeem(code: string, openIds: readonly string[]): boolean {
    const dies = this.#oneTime.get(code);
    if (dies !== undefined) {
      this.#oneTime.delete(code);
      return this.#now() < dies;
    }
    const id = openIds.find((open) => isPrintedCode(this.#portal(), open, code));
    if (id === undefined) return false;
    const uses = this.printedUses(id) + 1;
    if (uses > PRINTED_USES) return false;
    this.#printedUses.set(id, uses);
    this.#onPrintedUse(id, uses);
    return true;
  }

  /** How often the code printed for `id` was used. */
  printedUses(id: string): number {
    return this.#printedUses.get(id) ?? 0;
  }

  /** Counts on from the `uses` that an earlier portal saw of the code printed for `id`. */
  resume(id: string, uses: number): void {
    this.#printedUses.set(id, Math.max(uses, this.printedUses(id)));
  }

  /** Forgets what is known of a prompt that settled. */
  forget(id: string): void {
    this.#printedUses.delete(id);
  }
}
