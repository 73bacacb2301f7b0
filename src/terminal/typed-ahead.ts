// What was typed before a prompt was drawn: the terminal keeps it for the next program that reads.
import { closeSync, constants, openSync, readSync } from 'node:fs';

/** Reads at most this many times: no human types faster than that. */
const MAX_READS = 256;
const READ_BYTES = 4_096;

/**
 * Drops what the terminal of this process holds, as tcflush(3) does. It must be in raw mode already, or a line that was
 * begun would stay. Does nothing if this process has no terminal.
 */
export function discardTyped(): void {
  let file: number | null = null;
  try {
    // O_NONBLOCK applies to this open file description only, not to other processes that have the terminal open.
    file = openSync('/dev/tty', constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    const buffer = Buffer.alloc(READ_BYTES);
    for (let reads = 0; reads < MAX_READS && readSync(file, buffer) > 0; reads += 1);
  } catch {
    // EAGAIN: there is nothing left.
  } finally {
    if (file !== null) closeSync(file);
  }
}
