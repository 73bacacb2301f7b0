// The face of a link to the portal, as models see it.
import type { ReadonlySignal } from '@preact/signals';
import type { PortalToTab, TabMessage } from '../../src/protocol/tab.ts';

/** `connecting` until the link was open for the first time, `reconnecting` whenever it was lost since. */
export type LinkState = 'connecting' | 'open' | 'reconnecting';

export interface LinkHandler {
  /** The link is open, for the first time or again; the portal may be another one than before. */
  opened(): void;
  received(message: PortalToTab): void;
}

export interface Link {
  readonly state: ReadonlySignal<LinkState>;
  /** False when the link is not open: nothing was sent, nothing is kept. */
  send(message: TabMessage): boolean;
  /** Time may have been lost: asks for the state anew, or tries to connect at once. */
  wake(): void;
  close(): void;
}

/** Opens a link to `path` that stays until it is closed. */
export type OpenLink = (path: string, handler: LinkHandler) => Link;
