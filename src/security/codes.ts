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

  /** `portal` is asked for its port when a code is redeemed, `now` for monotonic ms. */
  constructor(portal: () => { readonly key: string; readonly port: number }, now: () => number) {
    this.#portal = portal;
    this.#now = now;
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
    const uses = (this.#printedUses.get(id) ?? 0) + 1;
    this.#printedUses.set(id, uses);
    return uses <= PRINTED_USES;
  }

  /** Forgets what is known of a prompt that settled. */
  forget(id: string): void {
    this.#printedUses.delete(id);
  }
}
