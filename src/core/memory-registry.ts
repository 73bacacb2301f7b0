// The live prompts of one process, and the decisions about them.
import { type Clock, type Instant, instant } from './clock.ts';
import { DeadlineQueue } from './deadline-queue.ts';
import { MAX_OPEN_PROMPTS, MAX_SETTLED_KEPT, MAX_SPECS_LENGTH } from './limits.ts';
import type { PatternTest } from './pattern.ts';
import { isDecided, isKept, keepFor, type OpenRequest, openPrompt, type Prompt } from './prompt.ts';
import { PromptMap, specLength } from './prompt-map.ts';
import type { OpenReply, Recorder, Registry, RegistryEvent, Reply, RequestedEvent } from './registry.ts';
import { inOrder } from './request-order.ts';
import { isSameQuestion } from './spec.ts';
import { type PromptEvent, transition } from './transition.ts';

export interface MemoryRegistryOptions {
  readonly clock: Clock;
  readonly recorder: Recorder;
  /**
   * Runs its argument once, after every message of this turn of the event loop was read. Requests of one turn are
   * sorted together, so that an answer beats a cancel and both beat a timeout; a slow batch continues in later turns.
   */
  readonly nextTurn: (flush: () => void) => void;
  /** Checks the patterns of inputs. Without it, a pattern runs without a time limit and blocks the event loop. */
  readonly testPattern?: PatternTest;
  /**
   * True once another process may hold the kept prompts of this registry, or soon will: it no longer decides about them.
   * Without it, never.
   */
  readonly isLeaving?: () => boolean;
  /** Receives each error that a subscriber threw. Without it, the first is rethrown after every subscriber was notified. */
  readonly onFault?: (error: unknown) => void;
}

interface Pending {
  readonly id: string;
  readonly event: PromptEvent;
  readonly at: Instant;
  readonly resolve: (reply: Reply | Promise<Reply>) => void;
  readonly reject: (error: unknown) => void;
}

/** How long requests are processed before yielding to the event loop; the current one is always finished: ms. */
const MAX_TURN_MS = 10;

/** The registry of one portal, in memory. */
export class MemoryRegistry implements Registry {
  readonly #options: MemoryRegistryOptions;
  readonly #open = new PromptMap();
  readonly #settled = new PromptMap();
  /** Outcomes decided but not yet recorded; queries for them wait. */
  readonly #recording = new Map<string, Promise<unknown>>();
  /** Key → id of the prompt that has it. */
  readonly #keys = new Map<string, string>();
  readonly #deadlines = new DeadlineQueue();
  readonly #listeners = new Set<(event: RegistryEvent) => void>();
  #pending: Pending[] = [];
  /** Resolves once kept prompts of earlier portals were added; null when none are being read. */
  #restoring: Promise<unknown> | null = null;

  constructor(options: MemoryRegistryOptions) {
    this.#options = options;
  }

  /** Number of open prompts, including those whose outcome is being recorded. */
  get openCount(): number {
    return this.#open.size;
  }

  /** Adds a prompt that an earlier portal settled, so that its asker and late tabs get the outcome. */
  adopt(prompt: Prompt): void {
    this.#keepSettled(prompt);
  }

  /**
   * Adds open prompts of earlier portals once they are read, each after `prepare`; requests wait for that. Resolves to those
   * that there was room for. Rejects when they cannot be read.
   */
  restore(reading: Promise<readonly OpenRequest[]>, prepare: (request: OpenRequest) => void): Promise<Prompt[]> {
    const restoring = reading.then((requests) => requests.flatMap((request) => this.#restoreOne(request, prepare)));
    const done = () => {
      this.#restoring = null;
    };
    this.#restoring = restoring.then(done, done);
    return restoring;
  }

  #restoreOne(request: OpenRequest, prepare: (request: OpenRequest) => void): Prompt[] {
    if (this.#find(request.id) || this.#isFullFor(request)) return [];
    prepare(request);
    const prompt = openPrompt(request, instant(this.#options.clock));
    this.#put(prompt);
    this.#emit({ type: 'opened', prompt, logged: true });
    return [prompt];
  }

  #isFullFor({ spec }: OpenRequest): boolean {
    const { size, specLength: length } = this.#open;
    return size >= MAX_OPEN_PROMPTS || length + specLength(spec) > MAX_SPECS_LENGTH;
  }

  /** Resolves once every outcome decided so far is recorded. */
  async recorded(): Promise<void> {
    await Promise.all(this.#recording.values());
  }

  /** True when a known prompt has `key`. */
  async hasKey(key: string): Promise<boolean> {
    await this.#restoring;
    return this.#findByKey(key) !== null;
  }

  async open(request: OpenRequest): Promise<OpenReply> {
    if (this.#restoring) await this.#restoring;
    const known = this.#find(request.id) ?? this.#findByKey(request.key ?? null);
    if (known) {
      await this.#recording.get(known.id);
      if (isSameQuestion(known.spec, request.spec)) return this.#rejoin(this.#find(known.id) ?? known, request);
      return { accepted: false, reason: known.id === request.id ? 'id_taken' : 'key_taken' };
    }
    if (this.#isFullFor(request)) return { accepted: false, reason: 'too_many_prompts' };
    const prompt = openPrompt(request, instant(this.#options.clock));
    this.#put(prompt);
    const recording = this.#options.recorder.opened(prompt);
    this.#emit({ type: 'opened', prompt, logged: true });
    const isSafe = await recording;
    return { accepted: true, prompt: this.#find(prompt.id) ?? prompt, created: true, isSafe };
  }

  /** Another asker, or the same one again, waits for `prompt`. */
  async #rejoin(prompt: Prompt, { asker_grace_ms = 0 }: OpenRequest): Promise<OpenReply> {
    const kept = keepFor(prompt, asker_grace_ms);
    if (kept === prompt) return { accepted: true, prompt, created: false, isSafe: true };
    this.#put(kept);
    const recording = this.#options.recorder.opened(kept);
    this.#emit({ type: 'changed', prompt: kept, logged: true });
    const isSafe = await recording;
    return { accepted: true, prompt: this.#find(kept.id) ?? kept, created: false, isSafe };
  }

  async apply(id: string, event: RequestedEvent): Promise<Reply> {
    if (this.#restoring) await this.#restoring;
    return this.#submit(id, event);
  }

  async expireDue(now: number): Promise<void> {
    await Promise.all(this.#deadlines.takeDue(now).map((id) => this.#submit(id, { type: 'expire' })));
  }

  async nextDeadline(): Promise<number | null> {
    return this.#deadlines.next();
  }

  async get(id: string): Promise<Prompt | null> {
    if (this.#restoring) await this.#restoring;
    await this.#recording.get(id);
    return this.#find(id);
  }

  async list(): Promise<readonly Prompt[]> {
    if (this.#restoring) await this.#restoring;
    return [...this.#open.values()].filter((prompt) => prompt.outcome === null);
  }

  subscribe(listener: (event: RegistryEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #find(id: string): Prompt | null {
    return this.#open.get(id) ?? this.#settled.get(id) ?? null;
  }

  #submit(id: string, event: PromptEvent): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ id, event, at: instant(this.#options.clock), resolve, reject });
      if (this.#pending.length === 1) this.#options.nextTurn(() => this.#flush());
    });
  }

  /** Processes pending requests up to `MAX_TURN_MS`, then yields to timers and messages; the rest is sorted again. */
  #flush(): void {
    const { clock } = this.#options;
    const waiting = new Set(this.#pending);
    this.#pending = [];
    const until = clock.now() + MAX_TURN_MS;
    for (const request of inOrder([...waiting], (candidate) => this.#isLate(candidate))) {
      waiting.delete(request);
      this.#process(request);
      if (clock.now() >= until) break;
    }
    if (waiting.size > 0) this.#putBack([...waiting]);
  }

  #putBack(requests: Pending[]): void {
    const isScheduled = this.#pending.length > 0;
    this.#pending = [...requests, ...this.#pending];
    if (!isScheduled) this.#options.nextTurn(() => this.#flush());
  }

  #process({ id, event, at, resolve, reject }: Pending): void {
    // A recorder or listener that throws must not strand the other requests of this turn.
    try {
      resolve(this.#apply(id, event, at));
    } catch (error) {
      reject(error);
    }
  }

  #isLate({ id, at }: Pending): boolean {
    const deadline = this.#open.get(id)?.deadline ?? null;
    return deadline !== null && at.now >= deadline;
  }

  #apply(id: string, event: PromptEvent, at: Instant): Reply | Promise<Reply> {
    const before = this.#find(id);
    if (!before) return { accepted: false, reason: 'unknown_prompt', prompt: null };
    if (!before.outcome && isKept(before) && this.#options.isLeaving?.()) {
      return { accepted: false, reason: 'draining', prompt: before };
    }
    const verdict = transition(before, event, at, this.#options.testPattern);
    let recording: Promise<unknown> | undefined;
    if (verdict.prompt !== before) recording = this.#commit(before, verdict.prompt, event);
    else if (event.type === 'expire' && !before.outcome) this.#deadlines.set(id, before.deadline);
    recording ??= this.#recording.get(id);
    return recording ? recording.then(() => verdict) : verdict;
  }

  /** Returns what the reply must wait for: the record of a deadline that was moved. */
  #commit(before: Prompt, after: Prompt, event: PromptEvent): Promise<unknown> | undefined {
    const { recorder } = this.#options;
    this.#put(after);
    if (after.outcome) {
      this.#record(after);
      return undefined;
    }
    const isMoved = after.deadline !== before.deadline;
    const recording = isMoved ? recorder.extended(after, 'by' in event ? event.by : 'hold') : undefined;
    if (!isMoved) recorder.changed(after);
    this.#emit({ type: 'changed', prompt: after, logged: true });
    return event.type === 'draft' ? undefined : recording;
  }

  #record(prompt: Prompt): void {
    const announce = (logged: boolean) => {
      this.#open.delete(prompt.id);
      this.#keepSettled(prompt);
      this.#recording.delete(prompt.id);
      this.#emit({ type: 'settled', prompt, logged });
    };
    // A recorder that rejects, against its contract, must not block those who wait for the outcome.
    const written = this.#options.recorder.settled(prompt).catch(() => false);
    const recording = written.then(announce);
    this.#recording.set(prompt.id, recording);
  }

  #findByKey(key: string | null): Prompt | null {
    const prompt = key === null ? null : this.#find(this.#keys.get(key) ?? '');
    return prompt && (prompt.outcome === null || isDecided(prompt.outcome)) ? prompt : null;
  }

  #put(prompt: Prompt): void {
    this.#open.set(prompt);
    if (prompt.key !== null) this.#keys.set(prompt.key, prompt.id);
    this.#deadlines.set(prompt.id, prompt.outcome ? null : prompt.deadline);
  }

  #keepSettled(prompt: Prompt): void {
    this.#settled.set(prompt);
    // Do not take the key from the prompt that has it now; an undecided one has lost it.
    if (prompt.key !== null && !this.#findByKey(prompt.key)) this.#keys.set(prompt.key, prompt.id);
    while (this.#settled.size > MAX_SETTLED_KEPT || this.#isOverfull()) this.#forgetOldest();
  }

  /** True while the settled prompts take too much memory. The last one stays: its asker has yet to get the outcome. */
  #isOverfull(): boolean {
    return this.#settled.size > 1 && this.#settled.specLength > MAX_SPECS_LENGTH;
  }

  #forgetOldest(): void {
    const oldest = this.#settled.values().next().value;
    if (!oldest) return;
    this.#settled.delete(oldest.id);
    if (oldest.key !== null && this.#keys.get(oldest.key) === oldest.id) this.#keys.delete(oldest.key);
  }

  /** A subscriber that throws does not affect the others or the deadline loop. */
  #emit(event: RegistryEvent): void {
    const { onFault } = this.#options;
    const faults: unknown[] = [];
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        faults.push(error);
      }
    }
    if (faults.length > 0 && !onFault) throw faults[0];
    for (const fault of faults) onFault?.(fault);
  }
}
