// A portal: its parts, and how they start and end.
import { setTimeout as delay } from 'node:timers/promises';
import type { MemoryRegistry } from '../core/memory-registry.ts';
import { promptPage } from '../protocol/paths.ts';
import type { Delivery } from '../protocol/view.ts';
import type { PortalIdentity } from '../security/token.ts';
import { monotonicMs } from '../system/clock.ts';
import { newInstanceId, newRequestId } from '../system/ids.ts';
import { stoppedPatternTest } from '../system/pattern-test.ts';
import { ensurePrivateDirectory } from '../system/private-directory.ts';
import type { TransportOptions } from '../transport/transport.ts';
import { Access } from './access.ts';
import type { PortalContext } from './context.ts';
import { Assets } from './http/assets.ts';
import { RefusalLog } from './http/refusal-log.ts';
import { MAX_ASKER_MESSAGE_BYTES, MAX_HEAD_BYTES, routeRequests } from './http/router.ts';
import { IdleWatch } from './idle.ts';
import { AskerLinks } from './links/asker-links.ts';
import { Deliveries } from './links/deliveries.ts';
import { Hub } from './links/hub.ts';
import { Listeners } from './listeners.ts';
import type { PortalOptions } from './options.ts';
import { openRegistry, openStore } from './prompts.ts';
import { Reach } from './reach/reach.ts';
import { restoreKept } from './restore-kept.ts';
import { Scheduler } from './scheduler.ts';
import { findPast } from './store/past-prompt.ts';
import type { Store } from './store/store.ts';

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

/** Delay after which the page is read and doors are prepared, unless needed earlier: the starting command registers first. */
const PREPARE_AFTER_MS = 500;

/** How long a portal that shuts down waits for its disk: ms. */
const HAND_OVER_MS = 1_000;

/** How long a portal that shuts down serves work in progress, such as askers that fetch their outcomes: ms. */
const LEAVE_DELAY_MS = 200;

const TRANSPORT_OPTIONS: TransportOptions = {
  maxHeadBytes: MAX_HEAD_BYTES,
  maxMessageBytes: MAX_ASKER_MESSAGE_BYTES,
  maxBackpressureBytes: 4 * 1024 * 1024,
  idleTimeoutSeconds: 60,
};

/** Starts a portal. Rejects when it cannot listen on a port, or at the socket's path. */
export async function startPortal(options: PortalOptions): Promise<Portal> {
  ensurePrivateDirectory(options.journalDirectory);
  const portal = new RunningPortal(options);
  await portal.start();
  return portal;
}

class RunningPortal implements Portal {
  readonly instance = newInstanceId();
  readonly closed: Promise<void>;
  readonly #options: PortalOptions;
  readonly #store: Store;
  readonly #registry: MemoryRegistry;
  readonly #scheduler: Scheduler;
  readonly #access: Access;
  readonly #deliveries: Deliveries;
  readonly #hub: Hub;
  readonly #reach: Reach;
  readonly #askers: AskerLinks;
  readonly #idle: IdleWatch | null;
  readonly #assets: Assets;
  readonly #listeners: Listeners;
  readonly #identity = (): PortalIdentity => ({ key: this.#options.key, port: this.#port });
  #port = 0;
  #isDraining = false;
  #closing: Promise<void> | null = null;
  #resolveClosed!: () => void;

  constructor(options: PortalOptions) {
    const { clock, log, settings, idleDelay } = options;
    this.#options = options;
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    this.#store = openStore(options, this.instance);
    this.#registry = openRegistry(options, this.#store, () => this.#isLeaving);
    this.#scheduler = new Scheduler(this.#registry, clock);
    this.#access = new Access({
      identity: this.#identity,
      clock,
      log,
      doorDirectory: options.doorDirectory ?? null,
      revokedFile: options.revokedFile ?? null,
      onCodeUse: (id, uses) => this.#deliveries.tell(id, { type: 'code_used', id, uses }),
      onWarning: (warning) => this.#askers.warn(warning),
    });
    this.#deliveries = new Deliveries({
      registry: this.#registry,
      clock,
      newRequestId,
      log,
      monotonicMs,
      onDelivery: (id, delivery) => this.#onDelivery(id, delivery),
    });
    this.#hub = new Hub({
      registry: this.#registry,
      clock,
      findPast: (id) => findPast(this.#store, id),
      settings: () => settings.read(),
      limits: options.tabLimits,
      deliveryState: (id) => this.#deliveries.of(id),
      onTabs: () => this.#idle?.touch(),
    });
    this.#reach = new Reach({
      summon: (message) => this.#hub.tellPages(message, ({ visible, can_notify }) => visible || can_notify),
      tellOthers: (message, newcomer) => void this.#hub.tellPages(message, (_ability, link) => link !== newcomer),
      makeUrl: (id) => this.#access.oneTimeUrl(promptPage(id)),
    });
    this.#askers = new AskerLinks({
      registry: this.#registry,
      clock,
      deliveries: this.#deliveries,
      // Without a budget: an asker's fallback is not refused because tabs used up the budget of the same pattern.
      testPattern: stoppedPatternTest,
      access: this.#access,
      reach: this.#reach,
      findSettled: async (id) => (await findPast(this.#store, id))?.prompt ?? null,
      findKey: (key) => this.#store.findKey(key),
      log,
      monotonicMs,
      isLeaving: () => this.#isLeaving,
      keepsPrompts: options.keptDirectory !== undefined,
      onAskers: () => this.#idle?.touch(),
      port: () => this.#port,
    });
    this.#idle = idleDelay === null ? null : this.#watchIdle(idleDelay);
    this.#assets = new Assets(options.pageDirectory);
    this.#listeners = this.#openListeners();
    this.#followPrompts();
  }

  get port(): number {
    return this.#port;
  }

  get socketPath(): string {
    return this.#options.socketPath;
  }

  /** Listens. If it cannot listen on a port or at the socket's path, closes what it opened and rejects. */
  async start(): Promise<void> {
    const { ports, socketPath, log } = this.#options;
    try {
      this.#port = await this.#listeners.listen(ports, socketPath);
    } catch (error) {
      await this.close();
      throw error;
    }
    restoreKept({
      store: this.#store,
      registry: this.#registry,
      deliveries: this.#deliveries,
      log,
      isDraining: () => this.#isDraining,
    });
    this.#store.start();
    const timer = setTimeout(() => this.#prepare(), PREPARE_AFTER_MS).unref();
    void this.closed.then(() => clearTimeout(timer));
    log.info(`portal ${this.instance} listens on 127.0.0.1:${this.#port} (${this.#listeners.engine})`);
  }

  /** True once another portal decides about kept prompts, or soon will. */
  get #isLeaving(): boolean {
    return this.#isDraining || !this.#listeners.isReachable;
  }

  isReachable(): boolean {
    return this.#listeners.isReachable;
  }

  leave(): void {
    void this.#drain(LEAVE_DELAY_MS);
  }

  close(): Promise<void> {
    this.#closing ??= this.#shutDown();
    return this.#closing;
  }

  #openListeners(): Listeners {
    const { createTransport, createLocalTransport = createTransport } = this.#options;
    const context = this.#context();
    const { maxConnections } = this.#hub;
    const browsers = createTransport(routeRequests(context, 'browsers'), { ...TRANSPORT_OPTIONS, maxConnections });
    return new Listeners(browsers, createLocalTransport(routeRequests(context, 'processes'), TRANSPORT_OPTIONS));
  }

  /** What request handlers work with. */
  #context(): PortalContext {
    const { clock, log, version, settings } = this.#options;
    return {
      clock,
      registry: this.#registry,
      hub: this.#hub,
      askers: this.#askers,
      deliveries: this.#deliveries,
      access: this.#access,
      reach: this.#reach,
      log,
      version,
      engine: () => this.#listeners.engine,
      assets: this.#assets,
      store: this.#store,
      settings,
      identity: this.#identity,
      instance: this.instance,
      refusals: new RefusalLog(log, () => clock.now()),
      isDraining: () => this.#isDraining,
      retire: () => this.leave(),
    };
  }

  #followPrompts(): void {
    this.#registry.subscribe(({ type, prompt }) => {
      this.#idle?.touch();
      if (type !== 'settled') return;
      this.#reach.forget(prompt.id);
      this.#access.codes.forget(prompt.id);
    });
  }

  #watchIdle(idleDelay: number): IdleWatch {
    const isBusy = () => this.#askers.size > 0 || this.#hub.size > 0 || this.#registry.openCount > 0;
    return new IdleWatch({ delay: idleDelay, isBusy, leave: () => void this.#drain(0) });
  }

  #onDelivery(id: string, delivery: Delivery): void {
    const { log } = this.#options;
    if (delivery === 'delivered') this.#store.received(id);
    this.#hub.announceDelivery(id).catch((error) => log.error('could not tell tabs about a delivery', error));
  }

  /** An unreadable page does not stop the portal: requests for the page fail, and commands keep working. */
  #prepare(): void {
    void this.#access.doors.prepare();
    try {
      this.#assets.read();
    } catch (error) {
      this.#options.log.error('could not read the page', error);
    }
  }

  /** Stops accepting and advertising, and shuts down after `delayMs`. */
  async #drain(delayMs: number): Promise<void> {
    if (this.#isDraining) return;
    this.#isDraining = true;
    this.#options.onLeave();
    await this.#handOver();
    this.#listeners.stopListening();
    await delay(delayMs);
    await this.close();
  }

  /** Lets the next portal start only when everything that it will read is on disk, unless the disk takes too long. */
  async #handOver(): Promise<void> {
    const written = this.#registry.recorded().then(() => this.#store.flush());
    await Promise.race([written, delay(HAND_OVER_MS, undefined, { ref: false })]);
  }

  async #shutDown(): Promise<void> {
    this.#isDraining = true;
    this.#options.onLeave();
    // Once more: what was decided while it was leaving is confirmed before its links are closed.
    await this.#handOver();
    this.#idle?.stop();
    this.#scheduler.stop();
    this.#reach.stop();
    this.#deliveries.stop();
    this.#hub.stop();
    this.#access.doors.close();
    this.#listeners.stopListening();
    await this.#listeners.close();
    await this.#store.close();
    this.#options.log.info(`portal ${this.instance} has shut down`);
    this.#resolveClosed();
  }
}
