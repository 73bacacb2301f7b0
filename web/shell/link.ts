// The interface of a link to the portal, as models use it.
import type { ReadonlySignal } from '@preact/signals';
import type { PortalToTab, TabMessage } from '../../src/protocol/tab.ts';

/** `connecting` until the link is open for the first time, `reconnecting` whenever it is lost after that. */
export type LinkState = 'connecting' | 'open' | 'reconnecting';

export interface LinkHandler {
  /** The link is open, for the first time or again; the portal may be a different one than before. */
  opened(): void;
  received(message: PortalToTab): void;
}

export interface Link {
  readonly state: ReadonlySignal<LinkState>;
  /** Returns false when the link is not open: the message is neither sent nor queued. */
  send(message: TabMessage): boolean;
  /** Time may have been lost: requests the current state, or tries to connect at once. */
  wake(): void;
  close(): void;
}

/** Opens a link to `path` that reconnects until it is closed. */
export type OpenLink = (path: string, handler: LinkHandler) => Link;
