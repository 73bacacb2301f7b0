// The face of a prompt in a terminal, drawn or line by line.
import type { PortalLink } from '../client/wire/link.ts';
import type { Clock } from '../core/clock.ts';
import type { Outcome } from '../core/prompt.ts';
import type { Language } from '../protocol/settings.ts';
import type { Ending } from './ending.ts';
import type { TerminalLooks } from './painter.ts';
import type { TerminalStreams } from './tty.ts';

export interface TerminalOptions extends TerminalLooks {
  readonly id: string;
  readonly language: Language;
  /** Links to the portal that holds the prompt; asked again after each loss. */
  readonly connect: (path: string) => Promise<PortalLink>;
  /** True in the command that asks: without it, the prompt is over. */
  readonly isAsker?: boolean;
  /** Ctrl-C was pressed; the terminal has been given back. */
  readonly onInterrupt: () => void;
  readonly terminal: TerminalStreams;
  /** How long the terminal must be quiet before keys count: ms; 0 for a program that drives it. */
  readonly grace_ms: number;
  /** Where the commands of this user find each other, to draw one at a time. */
  readonly lockDirectory: string;
  /** Another command is drawing on this terminal, and this one has to wait. */
  readonly onWait?: () => void;
  readonly clock?: Clock;
}

export interface TerminalSurface {
  /** How the prompt ended here. Resolves once the terminal is given back. */
  readonly ended: Promise<Ending>;
  /** True once the line that says how the prompt ended is in the terminal. */
  readonly hasSaid: boolean;
  /** Writes `line`, which must be safe to show, above the drawing. Other writes to the terminal would spoil the drawing. */
  readonly print: (line: string) => void;
  /** Gives the terminal back at once and leaves one line that says how it ended: by `outcome`, or not here. */
  close(outcome?: Outcome | null): void;
}
