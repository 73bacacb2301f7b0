// The terminal as a surface of a prompt: connects as one more tab of the portal, and works alongside the pages.
import { HOLD_THRESHOLD, SECOND } from '../core/limits.ts';
import { countedAnswer } from '../core/picks.ts';
import type { Draft, Outcome } from '../core/prompt.ts';
import type { Language } from '../protocol/language.ts';
import type { PromptView } from '../protocol/view.ts';
import { DraftSync } from '../session/draft-sync.ts';
import { after, systemClock } from '../system/clock.ts';
import { joinParts, lineParts } from '../words/describe-from.ts';
import { describeEnding, type Ending } from './ending.ts';
import { adoptDraft, type Form, openForm } from './form.ts';
import { type Frame, usableColumns } from './frame.ts';
import { HeldEnter } from './held-enter.ts';
import { keptLines } from './kept-words.ts';
import type { Key } from './keyboard.ts';
import { LineSurface, wantsLines } from './line-surface.ts';
import type { PromptLink } from './link.ts';
import { reduce, reduceInBurst } from './reduce.ts';
import { render } from './render.ts';
import { followPrompt, type TerminalSession } from './session.ts';
import type { Effect } from './step.ts';
import { en, type Strings } from './strings/en.ts';
import { zhCN } from './strings/zh-CN.ts';
import { TerminalLock } from './terminal-lock.ts';
import type { TerminalOptions, TerminalSurface } from './terminal-surface.ts';
import { Tty } from './tty.ts';

export type { Ending } from './ending.ts';

const STRINGS: Readonly<Record<Language, Strings>> = { en, 'zh-CN': zhCN };
const BLANK: Pick<Frame, 'page' | 'bodyPage' | 'bodyLast'> = { page: 1, bodyPage: 1, bodyLast: 0 };

/** Draws the prompt `id` and answers it from the keyboard, until it settles, here or on another surface, or is closed. */
export function showInTerminal(options: TerminalOptions): TerminalSurface {
  if (wantsLines(options.env)) return new LineSurface(options, STRINGS[options.language]);
  return new Surface(options);
}

class Surface implements TerminalSurface {
  readonly ended: Promise<Ending>;
  hasSaid = false;
  readonly #isAsker: boolean;
  readonly #onInterrupt: () => void;
  readonly #strings: Strings;
  readonly #session: TerminalSession;
  readonly #drafts: DraftSync;
  readonly #link: PromptLink;
  readonly #tty: Tty;
  /** Null if a program drives the terminal. */
  readonly #enter: HeldEnter | null;
  #end!: (ending: Ending) => void;
  #form: Form | null = null;
  /** The last draft made at this terminal. */
  #own: Draft | null = null;
  #shown = BLANK;
  #renderBody: ((markdown: string, columns: number) => string[]) | null = null;
  /** Cached lines of the body, and the width they were wrapped to. */
  #body: { readonly columns: number; readonly lines: readonly string[] } = { columns: 0, lines: [] };
  #ticker: NodeJS.Timeout | null = null;

  constructor(options: TerminalOptions) {
    const { id, language, connect, onInterrupt, isAsker = false, clock = systemClock() } = options;
    this.#isAsker = isAsker;
    this.#onInterrupt = onInterrupt;
    this.#strings = STRINGS[language];
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    const { session, link } = followPrompt({
      id,
      device: options.device,
      connect,
      clock,
      onOpen: () => this.#sayHello(),
      onState: (view, fresh) => this.#onState(view, fresh),
      onRefused: (notice) => this.#update((form) => ({ ...form, notice })),
      onChange: () => this.#draw(),
      onEnd: (ending) => this.#finish(ending),
    });
    this.#session = session;
    this.#link = link;
    this.#enter = options.grace_ms > 0 ? new HeldEnter(() => clock.now(), after) : null;
    this.#drafts = new DraftSync({
      count: (draft) => (this.#form ? countedAnswer(this.#form.spec, draft) : draft),
      send: (answer) => this.#session.prompt.saveDraft(answer),
      after,
    });
    this.#tty = new Tty({
      ...options.terminal,
      env: options.env,
      hasColour: options.hasColour,
      clock,
      grace_ms: options.grace_ms,
      lock: new TerminalLock(options.lockDirectory),
      onWait: options.onWait ?? (() => {}),
      onKey: (key, isBurst) => this.#onKey(key, isBurst),
      onReady: () => this.#onReady(),
      onDrained: () => this.#draw(),
      onGone: () => this.close(),
    });
  }

  readonly print = (line: string): void => {
    this.#tty.print(line);
    this.#draw();
  };

  close(outcome: Outcome | null = null): void {
    this.#session.settle(outcome);
  }

  #sayHello(): void {
    this.#link.sayHello(this.#tty.isOurs);
  }

  /** The terminal was acquired or resized. */
  #onReady(): void {
    this.#sayHello();
    this.#redraw();
  }

  #onState({ spec, draft, offered }: PromptView, fresh: boolean): void {
    if (!this.#form) {
      this.#form = { ...openForm(spec, draft), notice: offered ? 'offered' : null };
      if (spec.body) void this.#loadBody();
      this.#tty.open();
      this.#tick();
      return;
    }
    const remote = this.#drafts.receive(this.#form.draft, draft, fresh);
    this.#update((form) => (remote ? adoptDraft(form, remote) : form));
  }

  async #loadBody(): Promise<void> {
    const { renderBody } = await import('./markdown.ts');
    this.#renderBody = renderBody;
    this.#draw();
  }

  #onKey(key: Key, isBurst: boolean): void {
    const before = this.#form;
    if (!before) return;
    this.#enter?.press(key.name === 'return');
    const { waiting, left } = this.#session.prompt;
    const { form, effect } = (isBurst ? reduceInBurst : reduce)(before, key, { ...this.#shown, waiting });
    this.#form = form;
    if (form.draft !== before.draft) this.#own = form.draft;
    // Near the deadline, send the draft even if the key did not change it: this shows that a human is answering.
    const isHurried = left !== null && left < HOLD_THRESHOLD && effect === null;
    if (form.draft !== before.draft || isHurried) this.#drafts.change(form.draft);
    if (effect) this.#carryOut(effect, form);
    this.#draw();
  }

  #carryOut(effect: Effect, { spec, draft }: Form): void {
    switch (effect.type) {
      case 'submit':
        this.#submit(() => this.#session.prompt.answer(countedAnswer(spec, effect.draft)));
        break;
      case 'withdraw':
        this.#session.prompt.withdraw();
        break;
      case 'cancel':
        this.#session.prompt.cancel(draft.note);
        break;
      case 'extend':
        this.#session.extend(effect.by_ms);
        break;
      case 'interrupt':
        this.close();
        this.#onInterrupt();
        break;
      case 'suspend':
        if (!this.#tty.suspend()) this.#update((form) => ({ ...form, notice: 'no_stop' }));
        break;
      case 'repaint':
        this.#redraw();
        break;
      default:
        effect satisfies never;
    }
  }

  #submit(send: () => void): void {
    if (!this.#enter) send();
    else if (!this.#enter.answer(send)) this.#update((form) => ({ ...form, notice: 'enter_again' }));
  }

  #update(change: (form: Form) => Form): void {
    if (this.#form) this.#form = change(this.#form);
    this.#draw();
  }

  /** Redraws at every full second of the time left. */
  #tick(): void {
    const { left } = this.#session.prompt;
    const wait = left === null || left <= 0 ? SECOND : left % SECOND || SECOND;
    this.#ticker = setTimeout(() => {
      this.#tty.wake();
      this.#draw();
      this.#tick();
    }, wait + 5);
  }

  #redraw(): void {
    this.#tty.tear();
    this.#draw();
  }

  #draw(): void {
    if (!this.#form || !this.#tty.isPaintable) return;
    const { width, height } = this.#tty.size;
    const { left, waiting, state } = this.#session.prompt;
    const unattended = state.view?.delivery === 'kept' ? this.#strings.kept(state.view.asker_grace_ms) : '';
    const { link } = this.#session;
    const body = this.#layOutBody(this.#form, usableColumns(width));
    const from = joinParts(lineParts(state.view?.from, this.#strings.askedFrom));
    const scene = { form: this.#form, from, left, link, waiting, unattended, body, strings: this.#strings };
    const frame = render(scene, width, height);
    this.#shown = frame;
    this.#tty.paint(frame);
  }

  #layOutBody({ spec }: Form, columns: number): readonly string[] {
    if (!this.#renderBody || spec.body === undefined) return [];
    if (this.#body.columns !== columns) this.#body = { columns, lines: this.#renderBody(spec.body, columns) };
    return this.#body.lines;
  }

  #finish(ending: Ending): void {
    if (this.#ticker) clearTimeout(this.#ticker);
    this.#drafts.stop();
    this.#enter?.stop();
    this.#link.close();
    const spec = this.#session.prompt.state.view?.spec;
    const columns = usableColumns(this.#tty.size.width);
    if (!this.#tty.isInView) {
      this.#tty.close(null);
    } else if (this.#form && spec) {
      const line = describeEnding(spec, { ...ending, isAsker: this.#isAsker }, this.#strings, columns);
      this.#tty.close([...this.#listKept(this.#form, ending), line].join('\r\n'));
      this.hasSaid = true;
    }
    this.#form = null;
    this.#end(ending);
  }

  /** After an answer from another surface, lists only this terminal's draft: the shared one may be an older state of it. */
  #listKept({ spec, draft }: Form, { outcome, isMine }: Ending): string[] {
    const isAnswered = outcome?.status === 'answered';
    return isAnswered && isMine ? [] : keptLines(spec, isAnswered ? this.#own : draft, outcome, this.#strings);
  }
}
