// The prompt as plain lines, for screen readers and terminals that cannot move their cursor: a numbered list, answered by a
// typed line. Nothing is redrawn, and the terminal stays in its line mode.
import { createInterface, type Interface } from 'node:readline';
import { formatClock } from '../core/duration.ts';
import { type Grace, startGrace, takeInput } from '../core/grace.ts';
import { SECOND } from '../core/limits.ts';
import { crossedMoment } from '../core/moments.ts';
import { firstDraft } from '../core/picks.ts';
import type { Outcome } from '../core/prompt.ts';
import { isSwitchedOn } from '../core/switch-words.ts';
import { systemClock } from '../system/clock.ts';
import { joinParts, lineParts } from '../words/describe-from.ts';
import { describeEnding, type Ending } from './ending.ts';
import { isInForeground } from './foreground.ts';
import { usableColumns } from './frame.ts';
import { LineConversation } from './line-conversation.ts';
import type { PromptLink } from './link.ts';
import { Painter } from './painter.ts';
import { followPrompt, type TerminalSession } from './session.ts';
import type { Strings } from './strings/en.ts';
import { TerminalLock } from './terminal-lock.ts';
import type { TerminalOptions, TerminalSurface } from './terminal-surface.ts';
import { discardTyped } from './typed-ahead.ts';

/** Lines closer together than this count as one paste: ms. */
const BURST_GAP_MS = 50;

/** True for a terminal that supports only plain lines, or if ACCESSIBLE is set, as with gum and huh. */
export function wantsLines({ TERM, ACCESSIBLE }: NodeJS.ProcessEnv): boolean {
  return TERM === 'dumb' || isSwitchedOn(ACCESSIBLE);
}

export class LineSurface implements TerminalSurface {
  readonly ended: Promise<Ending>;
  hasSaid = false;
  readonly #options: TerminalOptions;
  readonly #clock = systemClock();
  readonly #strings: Strings;
  readonly #painter: Painter;
  readonly #lock: TerminalLock;
  readonly #columns: number;
  readonly #session: TerminalSession;
  readonly #link: PromptLink;
  readonly #ticker: NodeJS.Timeout;
  #end!: (ending: Ending) => void;
  #reader: Interface | null = null;
  #conversation: LineConversation | null = null;
  #grace: Grace;
  /** Accepted lines, buffered until it is known whether they are part of a paste. */
  #lines: string[] = [];
  #burstTimer: NodeJS.Timeout | null = null;
  /** True after the end of input. */
  #isAtEnd = false;
  /** Time left at the last tick: ms. */
  #left: number | null = null;

  constructor(options: TerminalOptions, strings: Strings) {
    const { id, connect, terminal, grace_ms } = options;
    this.#options = options;
    this.#strings = strings;
    this.#painter = new Painter(terminal.output, options);
    this.#lock = new TerminalLock(options.lockDirectory);
    process.on('exit', this.#lock.release);
    this.#grace = startGrace(grace_ms, 0);
    this.#columns = usableColumns(terminal.output.columns || 80);
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    const { session, link } = followPrompt({
      id,
      device: options.device,
      connect,
      clock: this.#clock,
      onOpen: () => this.#sayHello(),
      onState: () => {
        this.#begin();
        this.#keep();
      },
      onRefused: (notice) => this.print(strings.notices[notice]),
      onChange: () => {},
      onEnd: (ending) => this.#finish(ending),
    });
    this.#session = session;
    this.#link = link;
    this.#ticker = setInterval(() => this.#tick(), SECOND);
  }

  readonly print = (line: string): void => this.#painter.replace(line);

  close(outcome: Outcome | null = null): void {
    this.#session.settle(outcome);
  }

  #sayHello(): void {
    this.#link.sayHello(this.#conversation !== null);
  }

  /** Prints the prompt and starts reading once this command holds the terminal. */
  #begin(): void {
    if (this.#reader || !this.#session.prompt.state.view || !isInForeground() || !this.#lock.take()) return;
    const { terminal, grace_ms } = this.#options;
    const { input } = terminal;
    if (grace_ms > 0) discardLines(input);
    this.#reader = createInterface({ input, terminal: false });
    this.#reader.on('line', (line) => this.#take(line));
    this.#reader.on('close', () => this.#endInput());
    void this.#open();
  }

  async #open(): Promise<void> {
    const { view } = this.#session.prompt.state;
    if (!view) return;
    const { spec, draft, from } = view;
    const body = spec.body === undefined ? [] : (await import('./markdown.ts')).renderBody(spec.body, this.#columns);
    const asker = joinParts(lineParts(from, this.#strings.askedFrom));
    const conversation = new LineConversation(spec, draft ?? firstDraft(spec), this.#strings);
    this.#left = this.#session.prompt.left;
    for (const line of conversation.open(body, this.#left, asker)) this.print(line);
    if (view.delivery === 'kept') this.print(this.#strings.kept(view.asker_grace_ms));
    this.#grace = startGrace(this.#options.grace_ms, this.#clock.now());
    this.#conversation = conversation;
    this.#sayHello();
  }

  /** Drops lines typed before the prompt could be read; debounces the rest, because lines pasted together never decide. */
  #take(line: string): void {
    const { counts, grace } = takeInput(this.#grace, this.#clock.now());
    this.#grace = grace;
    if (!counts || !this.#conversation) return;
    this.#lines.push(line);
    if (this.#burstTimer) clearTimeout(this.#burstTimer);
    if (grace.duration === 0) this.#hear();
    else this.#burstTimer = setTimeout(() => this.#hear(), BURST_GAP_MS);
  }

  #hear(): void {
    const [line, ...more] = this.#lines.splice(0);
    if (line === undefined || !this.#conversation || this.#session.prompt.waiting !== 'no') return;
    const reply = more.length > 0 ? this.#conversation.takeBurst([line, ...more]) : this.#conversation.take(line);
    if (reply && 'answer' in reply) {
      this.#session.prompt.answer(reply.answer);
      return;
    }
    if (reply) this.print(reply.say);
    this.#keep();
  }

  /** Saves the unsent text in the portal, so that neither the end of this command nor the deadline loses it. */
  #keep(): void {
    const draft = this.#conversation?.unsent;
    if (draft) this.#session.prompt.saveDraft(draft);
  }

  /** On Ctrl-D or a closed terminal: the asking command keeps waiting for other surfaces, where the text is kept. */
  #endInput(): void {
    this.#hear();
    this.#isAtEnd = true;
    // An answer in flight closes the surface when its outcome arrives.
    if (this.#session.prompt.waiting === 'no') this.close();
  }

  #tick(): void {
    this.#begin();
    const { left } = this.#session.prompt;
    const before = this.#left;
    this.#left = left;
    const moment = this.#conversation && crossedMoment(before, left);
    if (moment !== null) this.print(this.#strings.left(formatClock(moment)));
  }

  #finish(ending: Ending): void {
    clearInterval(this.#ticker);
    if (this.#burstTimer) clearTimeout(this.#burstTimer);
    this.#link.close();
    this.#reader?.removeAllListeners('close');
    this.#reader?.close();
    this.#options.terminal.input.pause();
    const spec = this.#session.prompt.state.view?.spec;
    if (this.#conversation && spec) {
      const { isAsker = false } = this.#options;
      // After the end of input the command still waits: the prompt is not over, only not answered here.
      const isOver = isAsker && !(this.#isAtEnd && ending.outcome === null);
      this.print(describeEnding(spec, { ...ending, isAsker: isOver }, this.#strings, this.#columns));
      this.hasSaid = true;
    }
    this.#lock.release();
    this.#end(ending);
  }
}

/** Drops pending input. Raw mode is needed to drop an unfinished line too, which would otherwise prefix the next line. */
function discardLines(input: TerminalOptions['terminal']['input']): void {
  try {
    input.setRawMode(true);
    discardTyped();
    input.setRawMode(false);
  } catch {
    // The terminal is gone.
  }
}
