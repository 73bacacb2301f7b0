// A world for models in which time, timers, ids and the portal do only what a test says.
import { signal } from '@preact/signals';
import type { Outcome, Prompt } from '../../../src/core/prompt.ts';
import type { PortalToTab, TabMessage } from '../../../src/protocol/tab.ts';
import {
  type Delivery,
  type PromptSummary,
  type PromptView,
  summarize,
  viewPrompt,
} from '../../../src/protocol/view.ts';
import type { Environment } from '../../../web/shell/environment.ts';
import type { Link, LinkHandler, LinkState, OpenLink } from '../../../web/shell/link.ts';
import { FakeClock } from '../../helpers/clock.ts';
import { countingIds } from '../../helpers/ids.ts';
import { makeOutcome, makePrompt } from '../../helpers/prompts.ts';

export { makeOutcome };

/** Timers fire, in order, when `pass` moves the clock past them. */
export class FakeEnvironment implements Environment {
  readonly clock = new FakeClock(1_000, 1_000_000);
  readonly newId = countingIds('r');
  #timers: { at: number; run: () => void }[] = [];

  after(ms: number, run: () => void): () => void {
    if (ms > 2 ** 31 - 1) throw new RangeError('engines would fire such a timer at once');
    const timer = { at: this.clock.now() + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Lets `ms` pass, one timer after the other. */
  pass(ms: number): void {
    const end = this.clock.now() + ms;
    for (;;) {
      const [next] = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.clock.set(Math.max(this.clock.now(), next.at));
      next.run();
    }
    this.clock.set(end);
  }
}

/** A link whose other end is the test. */
export class FakeLink implements Link {
  readonly state = signal<LinkState>('connecting');
  readonly path: string;
  readonly sent: TabMessage[] = [];
  closed = false;
  woken = 0;
  readonly #handler: LinkHandler;

  constructor(path: string, handler: LinkHandler) {
    this.path = path;
    this.#handler = handler;
  }

  send(message: TabMessage): boolean {
    if (this.state.peek() !== 'open') return false;
    this.sent.push(message);
    return true;
  }

  wake(): void {
    this.woken += 1;
  }

  close(): void {
    this.closed = true;
  }

  /** The connection is there, for the first time or again. */
  open(): void {
    this.#handler.opened();
    this.state.value = 'open';
  }

  lose(): void {
    this.state.value = 'reconnecting';
  }

  receive(message: PortalToTab): void {
    this.#handler.received(message);
  }

  /** What was sent of one type, in order. */
  sentOf<Type extends TabMessage['type']>(type: Type): Extract<TabMessage, { type: Type }>[] {
    return this.sent.filter((message): message is Extract<TabMessage, { type: Type }> => message.type === type);
  }
}

/** What a portal tells a link of a prompt: what is asked, and how things stand. */
export function tellView(link: Pick<FakeLink, 'receive'>, { id, spec, opened_at, source, ...state }: PromptView): void {
  link.receive({ type: 'prompt', prompt: { id, spec, opened_at, ...(source === undefined ? {} : { source }) } });
  link.receive({ type: 'state', state });
}

/** Opens fake links and keeps them for the test to look at. */
export function fakeLinks(): { links: FakeLink[]; openLink: OpenLink; last: () => FakeLink } {
  const links: FakeLink[] = [];
  const openLink: OpenLink = (path, handler) => {
    const link = new FakeLink(path, handler);
    links.push(link);
    return link;
  };
  const last = () => {
    const link = links.at(-1);
    if (!link) throw new Error('no link was opened');
    return link;
  };
  return { links, openLink, last };
}

/** The view of a prompt that was registered just now. */
export function makeView(changes: Partial<PromptView> = {}, prompt: Prompt = makePrompt()): PromptView {
  return { ...viewPrompt(prompt, 0, { delivery: 'waiting', logged: true }), ...changes };
}

export function makeSummary(changes: Partial<PromptSummary> = {}): PromptSummary {
  return { ...summarize(makePrompt(), 0, 'waiting'), ...changes };
}

/** The view of a prompt that is over. */
export function makeSettledView(outcome: Partial<Outcome> = {}, delivery: Delivery = 'sending'): PromptView {
  return makeView({ status: 'settled', outcome: makeOutcome(outcome), delivery });
}
