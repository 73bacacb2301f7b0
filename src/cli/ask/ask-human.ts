// Asks a human through the portal: registers the prompt, shows it, prints its outcome and acknowledges it.
import { rmSync } from 'node:fs';
import { Asking } from '../../client/ask.ts';
import type { Opened } from '../../client/ask-options.ts';
import { gatherFrom } from '../../client/asked-from.ts';
import { chooseOpener } from '../../client/browser.ts';
import { browserAddress } from '../../client/browser-address.ts';
import { type Ahead, type Connector, connector } from '../../client/connect.ts';
import { nameSource } from '../../client/source.ts';
import { systemClock } from '../../system/clock.ts';
import { type FallbackDir, findFallbackDir } from '../../system/fallback-dir.ts';
import { newPromptId } from '../../system/ids.ts';
import { checkGivenDirectory, ensurePrivateDirectory } from '../../system/private-directory.ts';
import type { TerminalSurface } from '../../terminal/terminal-surface.ts';
import type { Stop } from '../io/signals.ts';
import { leaveOpen } from './detach.ts';
import { drawInTerminal } from './draw-in-terminal.ts';
import { finish } from './finish.ts';
import { HumanReach } from './human-reach.ts';
import { chooseLifetime, type Lifetime } from './lifetime.ts';
import type { Run } from './run.ts';
import { invite, left, showWhere } from './say-question.ts';

/** Asks through the portal, whose lookup was started in `ahead`. Returns the exit code after all cleanup. */
export async function askHuman(run: Run, ahead: Ahead): Promise<number> {
  const { notes, strings, paths } = run;
  const { env } = run.io;
  if (env.CHOICE_HOME) checkGivenDirectory(env.CHOICE_HOME);
  const fallback = findFallbackDir(env);
  if (fallback) {
    ensurePrivateDirectory(fallback.directory);
    notes.say(strings.fallbackDir(fallback.reason, fallback.directory));
  }
  const lifetime = chooseLifetime(run, fallback);
  const portal = removeFallbackOnClose(connector(lifetime.mode, paths, env, notes.fail, ahead), fallback);
  let ended: number | Stop;
  try {
    ended = await askAt(portal, lifetime, run);
  } finally {
    await portal.close();
  }
  return typeof ended === 'number' ? ended : run.io.endBySignal(ended);
}

/** One question that is being asked. */
interface Underway {
  readonly asking: Asking;
  readonly reach: HumanReach;
  /** Resolves once a command that detaches has done all it can. */
  readonly detached: Promise<Opened>;
  /** The drawing in the terminal; null if there is none. */
  readonly drawing: () => Promise<TerminalSurface | null> | null;
}

function begin(portal: Connector, { mode, graceMs }: Lifetime, run: Run, interrupt: () => void): Underway {
  const { flags, notes, strings } = run;
  const { env } = run.io;
  const opener = flags.noOpen ? null : chooseOpener(env, process.platform);
  let drawing: Promise<TerminalSurface | null> | null = null;
  /** The URL printed last; a new portal may have another port. */
  let shown = '';
  const last: { opened: Opened | null } = { opened: null };
  const reach = new HumanReach(run, {
    opener,
    addressOf: (openUrl) => browserAddress(env, { url: shown, openUrl }),
    isDrawn: () => drawing !== null,
    isSeen: () => asking.isSeen,
    // Other commands cannot find an inline portal.
    answerBy: (id) => (mode === 'inline' ? null : `choice answer ${id}`),
  });
  let detach: (opened: Opened) => void = () => {};
  const detached = new Promise<Opened>((resolve) => {
    detach = resolve;
  });
  const asking: Asking = new Asking({
    id: newPromptId(),
    spec: run.spec,
    registration: {
      input: run.input,
      key: run.key,
      source: nameSource(),
      from: gatherFrom({ name: flags.from, isGathered: !flags.noContext, env }),
      askerGraceMs: graceMs,
      mayOpen: opener !== null && opener.kind !== 'none',
    },
    link: portal.link,
    isReplaced: portal.isReplaced,
    clock: systemClock(),
    onOpened(told) {
      shown = told.url;
      last.opened = told;
      invite(run, told, opener);
      if (graceMs !== 0 && told.askerGraceMs === 0 && !told.isSettled) notes.fail(strings.notKept);
      if (told.isSettled) return flags.detach ? detach(told) : undefined;
      if (!flags.detach) {
        drawing = drawInTerminal(run, told.id, portal, interrupt, () => {
          drawing = null;
        });
      }
      reach.begin(told);
      if (flags.detach) void reach.tried.then(() => detach(told));
    },
    onUnreached: (openUrl) => reach.seek(openUrl),
    onReached: () => reach.found(),
    onMoved(remainingMs, isHold) {
      // The drawing shows the new deadline, but not that a hold moved it.
      if (isHold || !drawing) notes.say((isHold ? strings.held : strings.moved)(left(strings, remainingMs)));
    },
    onReattached({ url, openUrl }) {
      notes.say(strings.reattached);
      if (url !== shown) showWhere(run, url, opener);
      shown = url;
      if (openUrl !== null) reach.seek(openUrl);
    },
    onWarning: (warning) => notes.fail(strings.warnings[warning]),
    onUnreachable: (reason) => notes.say(strings.unreachable(reason)),
    findOutcome: async (id) => (await import('../../client/history.ts')).findOutcome(run.paths, id),
  });
  const settled = () => last.opened && detach({ ...last.opened, isSettled: true, remainingMs: null });
  if (flags.detach) void asking.settled.then(settled, () => {});
  return { asking, reach, detached, drawing: () => drawing };
}

/** Returns the exit code, or the signal that should end the command. */
async function askAt(portal: Connector, lifetime: Lifetime, run: Run): Promise<number | Stop> {
  const { flags, notes, strings } = run;
  const signals = run.io.watchSignals();
  const { asking, reach, detached, drawing } = begin(portal, lifetime, run, signals.interrupt);
  const ending = await Promise.race([
    asking.settled.then(
      // A command that detaches leaves the answer, which may be there already, to those that wait.
      (settled) => (flags.detach ? new Promise<never>(() => {}) : { settled }),
      (error: unknown) => ({ error }),
    ),
    detached.then((opened) => ({ opened })),
    reach.failed.then(async ({ error }) => {
      await asking.cancel('unreached');
      return { error };
    }),
    signals.stopped.then((stop) => ({ stop })),
  ]);
  const terminal = await drawing();
  terminal?.close('settled' in ending ? ending.settled.outcome : null);
  if ('error' in ending) throw ending.error;
  if ('settled' in ending) {
    const isSaid = terminal?.hasSaid === true && run.io.stderr.isTerminal;
    return finish({ ...run, isAsker: true }, asking, ending.settled, isSaid, signals.stopped);
  }
  if ('opened' in ending) return leaveOpen(run, asking, ending.opened);
  // Ctrl-C withdraws the question, unless it is detached. Other signals may come from a program that asks again.
  const { askerGraceMs } = asking;
  const staysOpen = askerGraceMs === null || (askerGraceMs !== 0 && ending.stop.signal !== 'SIGINT');
  await (staysOpen ? asking.leave() : asking.cancel());
  if (staysOpen) notes.say(strings.leftOpen(asking.id, askerGraceMs));
  return ending.stop;
}

/** Removes a private fallback directory when the portal closes: no other command could find it again. */
function removeFallbackOnClose(portal: Connector, fallback: FallbackDir | null): Connector {
  if (!fallback || fallback.isShared) return portal;
  const close = async () => {
    await portal.close();
    rmSync(fallback.directory, { recursive: true, force: true });
  };
  return { ...portal, close };
}
