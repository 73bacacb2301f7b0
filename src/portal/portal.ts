// Assembles the portal: the one place that knows every part.
import type { Clock } from '../core/clock.ts';
import { MemoryRegistry } from '../core/registry.ts';
import type { Warning } from '../protocol/asker.ts';
import { promptPage } from '../protocol/paths.ts';
import { retentionOf } from '../protocol/settings.ts';
import { Codes } from '../security/codes.ts';
import { FailedTokens } from '../security/failed-tokens.ts';
import { RevokedTokens } from '../security/revoked-tokens.ts';
import { tabName } from '../security/token.ts';
import { monotonicMs } from '../system/clock.ts';
import { newInstanceId, newRequestId } from '../system/ids.ts';
import type { Log } from '../system/log.ts';
import { budgetedPatternTest, stoppedPatternTest } from '../system/pattern-test.ts';
import { ensurePrivateDirectory } from '../system/private-directory.ts';
import type { SocketFile } from '../transport/socket-file.ts';
import type { Transport, TransportFactory, TransportOptions } from '../transport/transport.ts';
import type { PortalContext, SettingsAccess } from './context.ts';
import { Assets } from './http/assets.ts';
import { RefusalLog } from './http/refusal-log.ts';
import { MAX_ASKER_MESSAGE_BYTES, MAX_HEAD_BYTES, routeRequests } from './http/router.ts';
import { IdleWatch } from './idle.ts';
import { AskerLinks } from './links/asker-links.ts';
import { Deliveries } from './links/deliveries.ts';
import { Hub, type TabLimits } from './links/hub.ts';
import { TokenLinks } from './links/token-links.ts';
import { listenOnFirst } from './listen.ts';
import { Invitations } from './reach/invitations.ts';
import { Reach } from './reach/reach.ts';
import { selectDoors } from './reach/select-doors.ts';
import { Scheduler } from './scheduler.ts';
import { settledPrompt } from './store/history-entry.ts';
import { JournalStore } from './store/journal-store.ts';
import type { Store } from './store/store.ts';

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

export interface Portal {
  readonly instance: string;
  readonly port: number;
  readonly socketPath: string;
  /** False once another portal has taken the socket's path, or it was removed. */
  isReachable(): boolean;
  /** Resolves once the portal has shut down: by itself, by `leave` or by `close`. */
  readonly closed: Promise<void>;
  /** Stops accepting prompts, and closes after a short delay for work in progress. */
  leave(): void;
  /** Stops listening, closes every link and the journal. */
  close(): Promise<void>;
}

/** Delay after which the page is read, unless it is requested earlier: the starting command registers its prompt first. */
const READ_PAGE_MS = 500;

const TRANSPORT_OPTIONS: TransportOptions = {
  maxHeadBytes: MAX_HEAD_BYTES,
  maxMessageBytes: MAX_ASKER_MESSAGE_BYTES,
  maxBackpressureBytes: 4 * 1024 * 1024,
  idleTimeoutSeconds: 60,
};

const WARNINGS: Readonly<Record<Warning, string>> = {
  stranger: 'another user of this machine came by an address that a browser was opened with, and was refused',
  code_twice: 'a one-time code came twice; the token that it gave is refused from now on',
};

/** Starts a portal. Rejects when it cannot listen on a port, or at the socket's path. */
export async function startPortal(options: PortalOptions): Promise<Portal> {
  ensurePrivateDirectory(options.journalDirectory);
  const { clock, log, key } = options;
  const now = () => clock.now();
  const instance = newInstanceId();
  const store: Store = new JournalStore({
    directory: options.journalDirectory,
    instance,
    wall: () => clock.wall(),
    now,
    retention: () => retentionOf(options.settings.read()),
    log,
  });
  // The pattern is not logged: its length and content are arbitrary.
  const testPattern = budgetedPatternTest(now, () =>
    log.warn('the pattern of a prompt takes too long; it was stopped'),
  );
  const registry = new MemoryRegistry({
    clock,
    recorder: store,
    nextTurn: (flush) => setImmediate(flush),
    testPattern,
    onFault: (error) => log.error('a change could not be told to everybody', error),
  });
  let port = 0;
  const identity = () => ({ key, port });
  const codes = new Codes(identity, now, (id, uses) => deliveries.tell(id, { type: 'code_used', id, uses }));
  const findPast = async (id: string) => {
    const entry = await store.find(id);
    const prompt = settledPrompt(entry);
    return prompt && { prompt, received: entry?.received ?? false };
  };
  const deliveries: Deliveries = new Deliveries({
    registry,
    clock,
    newRequestId,
    log,
    monotonicMs,
    onDelivery(id, delivery) {
      if (delivery === 'delivered') store.received(id);
      hub.announceDelivery(id).catch((error) => log.error('telling tabs of a delivery failed', error));
    },
  });
  const hub: Hub = new Hub({
    registry,
    clock,
    findPast,
    settings: () => options.settings.read(),
    limits: options.tabLimits,
    deliveryState: (id) => deliveries.of(id),
  });
  const invitations: Invitations = new Invitations({ portal: identity, codes, doors: () => doors });
  const doors = selectDoors(
    { now, lead: (path) => invitations.codeUrl(path), onStranger: () => warn('stranger') },
    options.doorDirectory ?? null,
  );
  const revoked = new RevokedTokens({ file: options.revokedFile ?? null, wall: () => clock.wall() });
  const tokenLinks = new TokenLinks();
  const reach = new Reach({
    summon: (message) => hub.tellPages(message, ({ visible, can_notify }) => visible || can_notify),
    tellOthers: (message, newcomer) => void hub.tellPages(message, (_ability, link) => link !== newcomer),
    makeUrl: (id) => invitations.oneTimeUrl(promptPage(id)),
  });
  let draining = false;
  const askers = new AskerLinks({
    registry,
    clock,
    deliveries,
    // Without a budget: an asker's fallback is not refused because tabs used up the budget of the same pattern.
    testPattern: stoppedPatternTest,
    invitations,
    doors,
    reach,
    codes,
    findSettled: async (id) => (await findPast(id))?.prompt ?? null,
    findKey: (key) => store.findKey(key),
    log,
    monotonicMs,
    isDraining: () => draining,
    port: () => port,
  });
  const scheduler = new Scheduler(registry, clock);
  const idle = options.idleDelay === null ? null : watchIdle(options.idleDelay);

  let transport: Transport | null = null;
  let local: Transport | null = null;
  let socket: SocketFile | null = null;
  let leaving: Promise<void> | null = null;
  let resolveClosed = () => {};
  const closed = new Promise<void>((resolve) => {
    resolveClosed = resolve;
  });

  const assets = new Assets(options.pageDirectory);
  const context: PortalContext = {
    clock,
    registry,
    hub,
    askers,
    deliveries,
    codes,
    invitations,
    doors,
    reach,
    log,
    version: options.version,
    get engine() {
      return transport?.engine ?? 'node';
    },
    assets,
    store,
    settings: options.settings,
    identity,
    instance,
    failedTokens: new FailedTokens(now),
    revoked,
    tokenLinks,
    revoke,
    refusals: new RefusalLog(log, now),
    isDraining: () => draining,
    retire: leave,
  };

  hub.onTabs(() => idle?.touch());
  askers.onAskers(() => idle?.touch());
  registry.subscribe(({ type, prompt }) => {
    idle?.touch();
    if (type !== 'settled') return;
    reach.forget(prompt.id);
    codes.forget(prompt.id);
  });

  const { createTransport, createLocalTransport = createTransport, socketPath } = options;
  const { maxConnections } = hub;
  transport = createTransport(routeRequests(context, 'browsers'), { ...TRANSPORT_OPTIONS, maxConnections });
  local = createLocalTransport(routeRequests(context, 'processes'), TRANSPORT_OPTIONS);
  try {
    port = await listenOnFirst(transport, options.ports);
    socket = await local.listenAt(socketPath);
  } catch (error) {
    await close();
    throw error;
  }
  store.start();
  // Runs after the starting command was notified that this portal is ready.
  setImmediate(() => void doors.prepare());
  const pageTimer = setTimeout(readPage, READ_PAGE_MS).unref();
  void closed.then(() => clearTimeout(pageTimer));
  log.info(`portal ${instance} listens on 127.0.0.1:${port} (${transport.engine})`);
  return { instance, port, socketPath, isReachable: () => socket?.isInPlace() === true, closed, leave, close };

  function watchIdle(delay: number): IdleWatch {
    const isBusy = () => askers.size > 0 || hub.size > 0 || registry.openCount > 0;
    return new IdleWatch({ delay, isBusy, leave: () => void drain(0) });
  }

  /** An unreadable page does not stop the portal: requests for the page fail, and commands keep working. */
  function readPage(): void {
    try {
      assets.read();
    } catch (error) {
      log.error('the page could not be read', error);
    }
  }

  function warn(warning: Warning): void {
    log.warn(WARNINGS[warning]);
    askers.warn(warning);
  }

  function revoke(token: string): void {
    const name = tabName(token) ?? '';
    try {
      revoked.add(name);
    } catch (error) {
      log.error('a token that was taken back could not be written down', error);
    }
    tokenLinks.close(name);
    warn('code_twice');
  }

  function leave(): void {
    // Leaves time for the reply, and for askers to fetch their outcomes.
    void drain(200);
  }

  /** Stops accepting and advertising, and shuts down after `delay` ms. */
  async function drain(delay: number): Promise<void> {
    if (draining) return;
    draining = true;
    options.onLeave();
    stopListening();
    await new Promise((resolve) => setTimeout(resolve, delay));
    await close();
  }

  /** Removes the socket path first: processes that find none start the next portal, and those that connect are answered. */
  function stopListening(): void {
    socket?.remove();
    local?.stopListening();
    transport?.stopListening();
  }

  function close(): Promise<void> {
    leaving ??= shutDown();
    return leaving;
  }

  async function shutDown(): Promise<void> {
    draining = true;
    options.onLeave();
    idle?.stop();
    scheduler.stop();
    reach.stop();
    deliveries.stop();
    hub.stop();
    doors.close();
    stopListening();
    await Promise.all([transport?.close(), local?.close()]);
    await store.close();
    log.info(`portal ${instance} left`);
    resolveClosed();
  }
}
