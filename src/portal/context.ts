// What the portal's handlers work with.
import type { Clock } from '../core/clock.ts';
import type { MemoryRegistry } from '../core/registry.ts';
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
  /** Names this process of the portal. */
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
  /** Leaves: takes no more prompts, and stops once what is under way is done. */
  readonly retire: () => void;
}
