// What the portal's handlers work with.
import type { Clock } from '../core/clock.ts';
import type { MemoryRegistry } from '../core/registry.ts';
import type { JournalHealth } from '../protocol/http.ts';
import type { Settings, SettingsChange } from '../protocol/settings.ts';
import type { Codes } from '../security/codes.ts';
import type { Log } from '../system/log.ts';
import type { Engine } from '../transport/transport.ts';
import type { AskerLinks } from './asker-links.ts';
import type { Assets } from './assets.ts';
import type { HistoryIndex } from './history-index.ts';
import type { Hub } from './hub.ts';
import type { Invitations } from './invitations.ts';

/** The user's settings, as the portal reads and changes them. */
export interface SettingsAccess {
  read(): Settings;
  write(change: SettingsChange): Settings;
}

export interface PortalContext {
  readonly key: string;
  readonly instance: string;
  readonly version: string;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly registry: MemoryRegistry;
  readonly hub: Hub;
  readonly askers: AskerLinks;
  readonly codes: Codes;
  readonly invitations: Invitations;
  readonly assets: Assets;
  readonly log: Log;
  readonly history: HistoryIndex;
  readonly journalHealth: () => JournalHealth;
  readonly settings: SettingsAccess;
  /** The port that we listen on. */
  readonly port: () => number;
  readonly isDraining: () => boolean;
  /** Leaves: takes no more prompts, and stops once what is under way is done. */
  readonly retire: () => void;
}
