// Requests on their way to the portal. Each keeps its id until it is answered, so that sending it again is harmless.
import { signal } from '@preact/signals';
import type { TabMessage } from '../../src/protocol/tab.ts';

export type TabRequest = Extract<TabMessage, { request_id: string }>;

export interface PendingRequest {
  readonly message: TabRequest;
  /** How often it was sent; 0 while it waits for a connection. */
  readonly sends: number;
}

export class RequestQueue {
  readonly pending = signal<readonly PendingRequest[]>([]);
  readonly #send: (message: TabRequest) => boolean;

  constructor(send: (message: TabRequest) => boolean) {
    this.#send = send;
  }

  /** Queues a request, and sends it at once unless `held`. */
  add(message: TabRequest, held: boolean): void {
    const sent = !held && this.#send(message);
    this.pending.value = [...this.pending.value, { message, sends: sent ? 1 : 0 }];
  }

  /** Sends everything that has no answer yet, in the order in which it was asked. */
  resend(): void {
    this.pending.value = this.pending.value.map(({ message, sends }) => ({
      message,
      sends: sends + (this.#send(message) ? 1 : 0),
    }));
  }

  /** Removes and returns the request with this id, or null when there is none. */
  take(requestId: string): PendingRequest | null {
    const found = this.pending.value.find(({ message }) => message.request_id === requestId) ?? null;
    if (found) this.pending.value = this.pending.value.filter((request) => request !== found);
    return found;
  }

  /** The answer or cancellation on its way, or null. */
  decision(): PendingRequest | null {
    return this.pending.value.find(({ message }) => isDecision(message)) ?? null;
  }

  clear(): void {
    this.pending.value = [];
  }
}

/** True for the requests that settle a prompt. */
export function isDecision(message: TabRequest): message is Extract<TabRequest, { type: 'answer' | 'cancel' }> {
  return message.type === 'answer' || message.type === 'cancel';
}
