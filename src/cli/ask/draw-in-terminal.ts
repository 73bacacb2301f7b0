// Draws the question in the asking command's terminal, in addition to the page.
import { setTimeout as delay } from 'node:timers/promises';
import type { Connector } from '../../client/connect.ts';
import { ownDevice } from '../../system/own-device.ts';
import type { TerminalSurface } from '../../terminal/terminal-surface.ts';
import type { TerminalStreams } from '../../terminal/tty.ts';
import { graceFor } from '../environment.ts';
import { wantsColour } from '../io/output.ts';
import type { Run } from './run.ts';

/** How long stderr may take to reach the terminal through another process, such as `2>&1 | tee log`: ms. */
const DETOUR_MS = 100;

/**
 * Draws the prompt in the terminal too, if there is one, and routes notes above the drawing. Calls `interrupt` for Ctrl-C
 * after restoring the terminal. If the drawing cannot start, calls `failed` and prints a note; the prompt stays open on
 * its other surfaces.
 */
export function drawInTerminal(
  run: Run,
  id: string,
  portal: Connector,
  interrupt: () => void,
  failed: () => void,
): Promise<TerminalSurface | null> | null {
  const { flags, io, notes, strings } = run;
  const terminal = flags.noTty || flags.quiet ? null : io.openTerminal();
  if (terminal === null) return null;
  const isSeen = io.stderr.isTerminal;
  const loaded = Promise.all([import('../../terminal/surface.ts'), isSeen ? null : delay(DETOUR_MS)]);
  const drawing = loaded.then(([{ showInTerminal }]) => {
    const options = { id, isAsker: true, connect: portal.link, onInterrupt: interrupt };
    const surface = showInTerminal({ ...surfaceOptions(run, terminal), ...options });
    if (isSeen) {
      notes.through(surface.print);
      // A surface that never drew may end while another is still drawn on the terminal.
      void surface.ended.then(() => surface.hasSaid && notes.through(null));
    }
    return surface;
  });
  return drawing.catch((error: unknown) => {
    failed();
    // Only the first line of the error message is useful.
    notes.say(strings.noTerminal(String(error instanceof Error ? error.message : error).split('\n', 1)[0] ?? ''));
    return null;
  });
}

/** The options of a drawing in `terminal` that follow from how the command was run. */
export function surfaceOptions(
  { io, paths, notes, language, strings }: Pick<Run, 'io' | 'paths' | 'notes' | 'language' | 'strings'>,
  terminal: TerminalStreams,
) {
  return {
    language,
    terminal,
    env: io.env,
    hasColour: wantsColour(io),
    device: ownDevice(io.env),
    grace_ms: graceFor(io.env),
    lockDirectory: paths.run,
    onWait: () => notes.say(strings.waitsForTerminal),
  };
}
