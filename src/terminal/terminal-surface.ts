// The interface of a prompt in a terminal, drawn or line by line.
import type { PortalLink } from '../client/wire/link.ts';
import type { Clock } from '../core/clock.ts';
import type { Device, Outcome } from '../core/prompt.ts';
import type { Language } from '../protocol/language.ts';
import type { Ending } from './ending.ts';
import type { TerminalLooks } from './painter.ts';
import type { TerminalStreams } from './tty.ts';

export interface TerminalOptions extends TerminalLooks {
  readonly id: string;
  readonly language: Language;
  /** Opens a link to the portal that holds the prompt; called again after each loss. */
  readonly connect: (path: string) => Promise<PortalLink>;
  /** True in the asking command: when it ends, the prompt is over. */
  readonly isAsker?: boolean;
  /** Called for Ctrl-C, after the terminal is restored. */
  readonly onInterrupt: () => void;
  readonly terminal: TerminalStreams;
  /** Sent with each decision made here. */
  readonly device?: Device | undefined;
  /** How long the terminal must be quiet before keys count: ms; 0 for a program that drives it. */
  readonly grace_ms: number;
  /** Lock directory shared by this user's commands, so that only one draws at a time. */
  readonly lockDirectory: string;
  /** Called when this command has to wait because another one is drawing on the terminal. */
  readonly onWait?: () => void;
  readonly clock?: Clock;
}

export interface TerminalSurface {
  /** Resolves with how the prompt ended here, once the terminal is restored. */
  readonly ended: Promise<Ending>;
  /** True once the line with the ending is printed in the terminal. */
  readonly hasSaid: boolean;
  /** Writes `line`, which must be safe to show, above the drawing. Any other write to the terminal would corrupt it. */
  readonly print: (line: string) => void;
  /** Restores the terminal at once and leaves one line with the ending: `outcome`, or not answered here. */
  close(outcome?: Outcome | null): void;
}
