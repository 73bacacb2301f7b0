// The dependencies of the portal's handlers.
import type { Clock } from '../core/clock.ts';
import type { MemoryRegistry } from '../core/memory-registry.ts';
import type { Settings, SettingsChange } from '../protocol/settings.ts';
import type { PortalIdentity } from '../security/token.ts';
import type { Log } from '../system/log.ts';
import type { Engine } from '../transport/transport.ts';
import type { Access } from './access.ts';
import type { Assets } from './http/assets.ts';
import type { RefusalLog } from './http/refusal-log.ts';
import type { AskerLinks } from './links/asker-links.ts';
import type { Deliveries } from './links/deliveries.ts';
import type { Hub } from './links/hub.ts';
import type { Reach } from './reach/reach.ts';
import type { Store } from './store/store.ts';

/** The user's settings, as the portal reads and changes them. */
export interface SettingsAccess {
  read(): Settings;
  write(change: SettingsChange): Settings;
}

export interface PortalContext {
  readonly identity: () => PortalIdentity;
  /** Identifies this portal process. */
  readonly instance: string;
  readonly version: string;
  readonly engine: () => Engine;
  readonly clock: Clock;
  readonly registry: MemoryRegistry;
  readonly hub: Hub;
  readonly askers: AskerLinks;
  readonly deliveries: Deliveries;
  readonly access: Access;
  readonly reach: Reach;
  readonly assets: Assets;
  readonly log: Log;
  readonly store: Store;
  readonly settings: SettingsAccess;
  readonly refusals: RefusalLog;
  readonly isDraining: () => boolean;
  /** Shuts down: accepts no more prompts, and stops after a short delay for work in progress. */
  readonly retire: () => void;
}
