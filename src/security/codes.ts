// Codes in URLs, exchanged for a token: one-time codes for a browser that is opened, and printed codes for a human.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { isPrintedCode, printedCode } from './token.ts';

/** How long a one-time code is valid: ms. */
const ONE_TIME_LIFE_MS = 60_000;
/** How long a one-time code is kept after its issue, to detect a second use: ms. */
const ONE_TIME_MEMORY_MS = 5 * 60_000;
const PRINTED_USES = 8;
const CODE_NAME_LENGTH = 32;
/** One-time codes that are kept; the oldest are dropped first. */
const MAX_KEPT = 256;

/** The use of a one-time code. */
interface Use {
  readonly requestId: string | null;
  readonly token: string;
  isRevoked: boolean;
}

export interface Redemption {
  readonly code: string;
  /** Equal for all attempts of one page, so that a retry after a lost reply gets the same token. */
  readonly requestId: string | null;
  /** The open prompt whose page was opened with the code; null for none. */
  readonly promptId: string | null;
  readonly newToken: () => string;
}

/** `twice`: the one-time code was already used by someone else, who got this token for it. */
export type Redeemed = { readonly result: 'token' | 'twice'; readonly token: string } | { readonly result: 'refused' };

export class Codes {
  readonly #portal: () => { readonly key: string; readonly port: number };
  readonly #now: () => number;
  readonly #oneTime = new Map<string, { readonly issued: number; use: Use | null }>();
  readonly #printedUses = new Map<string, number>();
  readonly #onPrintedUse: (id: string, uses: number) => void;

  /**
   * `portal` is called when a code is redeemed, for the current port; `now` returns monotonic ms. `onPrintedUse` is
   * called for each use of a printed code, so that the count can outlive this portal.
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
    this.#oneTime.set(code, { issued: this.#now(), use: null });
    const oldest = this.#oneTime.keys().next().value;
    if (this.#oneTime.size > MAX_KEPT && oldest !== undefined) this.#oneTime.delete(oldest);
    return code;
  }

  /** Redeems a code. A printed one is valid on the page of its prompt while that is open, at most 8 times. */
  redeem({ code, requestId, promptId, newToken }: Redemption): Redeemed {
    const oneTime = this.#oneTime.get(code);
    if (oneTime) {
      const age = this.#now() - oneTime.issued;
      if (oneTime.use) return age < ONE_TIME_MEMORY_MS ? repeat(oneTime.use, requestId) : { result: 'refused' };
      if (age >= ONE_TIME_LIFE_MS) return { result: 'refused' };
      const token = newToken();
      oneTime.use = { requestId, token, isRevoked: false };
      return { result: 'token', token };
    }
    if (promptId === null || !isPrintedCode(this.#portal(), promptId, code)) return { result: 'refused' };
    const uses = this.printedUses(promptId) + 1;
    if (uses > PRINTED_USES) return { result: 'refused' };
    this.#printedUses.set(promptId, uses);
    this.#onPrintedUse(promptId, uses);
    return { result: 'token', token: newToken() };
  }

  /**
   * Proves to the page that has the code named `name`, at the prompt `promptId`, that this portal knows that code: the HMAC
   * of `nonce` under it, base64. Null if it does not know the code.
   */
  prove(name: string, promptId: string | null, nonce: string): string | null {
    const printed = promptId === null ? [] : [printedCode(this.#portal(), promptId)];
    const code = [...printed, ...this.#oneTime.keys()].find((known) => nameOf(known) === name);
    return code === undefined ? null : createHmac('sha256', code).update(nonce).digest('base64');
  }

  /** How many times the code printed for `id` was used. */
  printedUses(id: string): number {
    return this.#printedUses.get(id) ?? 0;
  }

  /** Continues from the `uses` that an earlier portal counted for the code printed for `id`. */
  resume(id: string, uses: number): void {
    this.#printedUses.set(id, Math.max(uses, this.printedUses(id)));
  }

  /** Drops the count of a prompt that settled. */
  forget(id: string): void {
    this.#printedUses.delete(id);
  }
}

/** How a page names its code without revealing it: the beginning of its SHA-256, in hex. */
function nameOf(code: string): string {
  return createHash('sha256').update(code).digest('hex').slice(0, CODE_NAME_LENGTH);
}

/** Handles a second use of a code: by the page that used it before, or by someone else who has it too. */
function repeat(use: Use, requestId: string | null): Redeemed {
  if (use.isRevoked) return { result: 'refused' };
  if (requestId !== null && requestId === use.requestId) return { result: 'token', token: use.token };
  use.isRevoked = true;
  return { result: 'twice', token: use.token };
}
