// Asks a human through the portal: registers the prompt, shows it, prints its outcome and acknowledges it.
import { rmSync } from 'node:fs';
import { Asking } from '../../client/ask.ts';
import type { Settled } from '../../client/ask-options.ts';
import { chooseOpener } from '../../client/browser.ts';
import { browserAddress } from '../../client/browser-address.ts';
import { type Ahead, type Connector, connector, type PortalMode } from '../../client/connect.ts';
import { nameSource } from '../../client/source.ts';
import type { Outcome } from '../../core/prompt.ts';
import { isSwitchedOn } from '../../core/switch-words.ts';
import { systemClock } from '../../system/clock.ts';
import { type FallbackDir, findFallbackDir } from '../../system/fallback-dir.ts';
import { newPromptId } from '../../system/ids.ts';
import { checkGivenDirectory, ensurePrivateDirectory } from '../../system/private-directory.ts';
import type { TerminalSurface } from '../../terminal/terminal-surface.ts';
import { describeError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { formatOutcome } from '../format/outcome.ts';
import { writeResult } from '../io/output.ts';
import type { Stop } from '../io/signals.ts';
import { recordOutcome } from './answers-file.ts';
import { drawInTerminal } from './draw-in-terminal.ts';
import { HumanReach } from './human-reach.ts';
import type { Run } from './run.ts';
import { endingNotes, invite, left, showWhere } from './say-question.ts';

/** How long a blocked terminal may delay a status word, which repeats the exit code: ms. */
const STATUS_WORD_MS = 250;

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
  const mode = chooseMode(run, fallback);
  const portal = removeFallbackOnClose(connector(mode, paths, env, notes.fail, ahead), fallback);
  let ended: number | Stop;
  try {
    ended = await askAt(portal, mode, run);
  } finally {
    await portal.close();
  }
  return typeof ended === 'number' ? ended : run.io.endBySignal(ended);
}

/** Returns the exit code, or the signal that should end the command. */
async function askAt(portal: Connector, mode: PortalMode, run: Run): Promise<number | Stop> {
  const { flags, notes, strings } = run;
  const { env, stderr } = run.io;
  const opener = flags.noOpen ? null : chooseOpener(env, process.platform);
  const signals = run.io.watchSignals();
  const surfaces: { terminal: Promise<TerminalSurface | null> | null } = { terminal: null };
  /** The URL printed last; a new portal may have another port. */
  let shown = '';
  const reach = new HumanReach(run, {
    opener,
    addressOf: (openUrl) => browserAddress(env, { url: shown, openUrl }),
    isDrawn: () => surfaces.terminal !== null,
    isSeen: () => asking.isSeen,
    // Other commands cannot find an inline portal.
    answerBy: (id) => (mode === 'inline' ? null : `choice answer ${id}`),
  });
  const asking: Asking = new Asking({
    id: newPromptId(),
    input: run.input,
    spec: run.spec,
    key: run.key,
    source: nameSource(),
    link: portal.link,
    clock: systemClock(),
    mayOpen: opener !== null && opener.kind !== 'none',
    onOpened(opened) {
      shown = opened.url;
      invite(run, opened, opener);
      if (opened.isSettled) return;
      surfaces.terminal = drawInTerminal(run, opened.id, portal, signals.interrupt, () => {
        surfaces.terminal = null;
      });
      reach.begin(opened);
    },
    onUnreached: (openUrl) => reach.seek(openUrl),
    onMoved(remainingMs, isHold) {
      // The drawing shows the new deadline, but not that a hold moved it.
      if (isHold || !surfaces.terminal) notes.say((isHold ? strings.held : strings.moved)(left(strings, remainingMs)));
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
  const ending = await Promise.race([
    asking.settled.then(
      (settled) => ({ settled }),
      (error: unknown) => ({ error }),
    ),
    reach.failed.then(async ({ error }) => {
      await asking.cancel('unreached');
      return { error };
    }),
    signals.stopped.then((stop) => ({ stop })),
  ]);
  const terminal = await surfaces.terminal;
  terminal?.close('settled' in ending ? ending.settled.outcome : null);
  if ('error' in ending) throw ending.error;
  if ('settled' in ending) {
    const isSaid = terminal?.hasSaid === true && stderr.isTerminal;
    return finish(run, asking, ending.settled, isSaid, signals.stopped);
  }
  await asking.cancel();
  return ending.stop;
}

/** In a private fallback directory the portal is inline: other commands could not find it there. */
function chooseMode({ flags, io }: Run, fallback: FallbackDir | null): PortalMode {
  if (fallback && !fallback.isShared) return 'inline';
  return flags.portal === 'auto' ? (isSwitchedOn(io.env.CI) ? 'inline' : 'background') : flags.portal;
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

/**
 * Prints first, then acknowledges: a tab shows "Delivered" only after this command has written the answer.
 * `isSaid` is true when stderr already shows how the prompt ended.
 */
async function finish(
  run: Run,
  asking: Asking,
  settled: Settled,
  isSaid: boolean,
  stopped: Promise<Stop>,
): Promise<number | Stop> {
  const { spec, style, notes, strings } = run;
  const { stdout, exitCode } = formatOutcome(settled, spec, style);
  const hasNote = style.printNote && settled.outcome.note !== null;
  const patienceMs = isAnswer(settled.outcome) || hasNote ? null : STATUS_WORD_MS;
  const failure = await Promise.race([writeResult(run.io.stdout, stdout, patienceMs), stopped]);
  if (!isSaid) for (const line of endingNotes(settled.outcome, strings)) notes.say(line);
  if (failure === EXIT.outputFailed) notes.fail(strings.outputFailed(settled.id));
  if (failure === null) await asking.acknowledge();
  else await asking.cancel();
  if (!settled.logged) notes.fail(strings.notLogged);
  await record(run, settled.outcome);
  return failure ?? exitCode;
}

/** True if stdout carries more than the exit code does. */
function isAnswer({ status, fallback }: Outcome): boolean {
  return status === 'answered' || fallback;
}

/** Records the outcome. A failure only prints a note: the human has answered, so stdout and the exit code stay. */
async function record({ flags, spec, key, notes }: Run, outcome: Outcome): Promise<void> {
  if (flags.record === undefined) return;
  try {
    await recordOutcome(flags.record, spec, key, outcome);
  } catch (error) {
    notes.fail(`--record: ${describeError(error).message}`);
  }
}
