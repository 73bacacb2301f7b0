// What a portal is started with.
import type { Clock } from '../core/clock.ts';
import type { BootTime } from '../system/boot-time.ts';
import type { Log } from '../system/log.ts';
import type { TransportFactory } from '../transport/transport.ts';
import type { SettingsAccess } from './context.ts';
import type { TabLimits } from './links/hub.ts';

export interface PortalOptions {
  readonly key: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  /** Serves browsers, on a port. */
  readonly createTransport: TransportFactory;
  /** Serves this user's other processes, on `socketPath`; defaults to `createTransport`. */
  readonly createLocalTransport?: TransportFactory;
  /** Directory of the built page. */
  readonly pageDirectory: string;
  /** Private directory of the journals. */
  readonly journalDirectory: string;
  /** Private directory of open prompts that outlive their askers; without it, every prompt ends with its last asker. */
  readonly keptDirectory?: string;
  /** The clock on which their deadlines survive until the machine is booted again; without it, they follow the wall clock. */
  readonly bootTime?: () => BootTime | null;
  readonly settings: SettingsAccess;
  /** Ports to try, in order; 0 for any. */
  readonly ports: readonly number[];
  /** In a directory that only this user may enter. A file at that path is replaced. */
  readonly socketPath: string;
  /** Ms without prompt, asker and tab after which the portal shuts down; null for never. */
  readonly idleDelay: number | null;
  /** Private directory of files that redirect a browser here, for systems that do not reveal the user of a connection. */
  readonly doorDirectory?: string;
  /** File with the names of revoked tokens; without it, they are forgotten when this portal ends. */
  readonly revokedFile?: string;
  /** How many tabs may be connected; the default suits one human. */
  readonly tabLimits?: TabLimits;
  /** Called when the portal starts to shut down: it should no longer be found. */
  readonly onLeave: () => void;
}
