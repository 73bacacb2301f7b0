// What an asker is given, and what it reports: the registered prompt and its outcome.
import type { AskedFrom } from '../core/asked-from.ts';
import type { Clock } from '../core/clock.ts';
import type { Outcome } from '../core/prompt.ts';
import type { PromptSpec, PromptSpecInput } from '../core/spec.ts';
import type { Warning } from '../protocol/asker.ts';
import type { PortalLink } from './wire/link.ts';

/** What an asker sends to register its prompt. */
export interface Registration {
  /** As sent to the portal. */
  readonly input: PromptSpecInput;
  /** Attaches to the prompt that has this key, or returns its outcome. */
  readonly key: string | null;
  /** Opaque name that all questions of one script share. */
  readonly source: string;
  /** Who asks; undefined to say nothing. */
  readonly from?: AskedFrom | undefined;
  /** How long the prompt stays open once its last asker is lost: ms; null for as long as it is open. */
  readonly askerGraceMs: number | null;
  /** True when the portal may ask this process to open a browser. */
  readonly mayOpen: boolean;
}

export interface AskOptions {
  readonly id: string;
  /** Null to wait for the prompt `id`, which another process asked. */
  readonly registration: Registration | null;
  readonly spec: PromptSpec;
  /** Opens a link to the portal, and starts a portal if none runs. Throws `NoPortalError` or `LinkRefusedError`. */
  readonly link: (path: string) => Promise<PortalLink>;
  /** True when another portal has taken the place of the one that was linked last; without it, never. */
  readonly isReplaced?: () => boolean;
  readonly clock: Clock;
  /** Called when the prompt is first registered, or found under its key. */
  readonly onOpened: (opened: Opened) => void;
  /**
   * Called when no page noticed the prompt. A browser is to be opened at `openUrl`; null when that is not allowed, or
   * when a browser was opened and no page connected.
   */
  readonly onUnreached?: (openUrl: string | null) => void;
  /** Called when a page noticed the prompt. */
  readonly onReached?: () => void;
  /** Called when the deadline moves; `isHold` is true when the portal moved it because a human is answering. */
  readonly onMoved: (remainingMs: number | null, isHold: boolean) => void;
  /** Called when a lost portal was found or started again; `url` differs if the port does. */
  readonly onReattached: (reattached: Pick<Opened, 'url' | 'openUrl'>) => void;
  /** Called when another user may be interfering; the human must see the warning. */
  readonly onWarning: (warning: Warning) => void;
  /** Called when the portal was lost and `reason` prevents a new start; retried. Repeats of a reason are not reported. */
  readonly onUnreachable?: (reason: string) => void;
  /** Finds the outcome that a portal wrote to its journal but could not deliver; null when there is none. */
  readonly findOutcome: (id: string) => Promise<Settled | null>;
}

export interface Opened {
  readonly id: string;
  /** For a human to open. */
  readonly url: string;
  /** To be opened in a browser; null when not allowed, or when a page may already be open. */
  readonly openUrl: string | null;
  /** True when no page is connected that could bring a human to the prompt. */
  readonly isUnreached: boolean;
  readonly remainingMs: number | null;
  /** False when the prompt already existed. */
  readonly created: boolean;
  /** True when the prompt already has an outcome; the portal sends it next. */
  readonly isSettled: boolean;
  /** How long the prompt will outlive its askers: ms; null for as long as it is open, 0 if it could not be written. */
  readonly askerGraceMs: number | null;
}

export interface Settled {
  /** Of the settled prompt: not the requested id when another prompt already had the key. */
  readonly id: string;
  readonly outcome: Outcome;
  readonly opened_at: number;
  /** False when the portal could not write the outcome to its journal. */
  readonly logged: boolean;
}
